"""One post or page on its way in."""

from dataclasses import dataclass

from chronique.articles.models import Article, StaticPage
from chronique.exchange.arriving.incoming import Incoming
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.records import Item


@dataclass
class Coming:
    """The item, and what it is or becomes here; `known` is what was noted of it."""

    incoming: Incoming
    item: Item
    kind: str
    known: ImportedItem
    page: Article | StaticPage
    is_new: bool

    def changed(self, reason: str) -> None:
        self.incoming.report.changed(self.kind, self.item.id, self.item.title, reason)
