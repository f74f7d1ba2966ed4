"""Pictures and files as WordPress's attachments, with what an import kept of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from chronique.articles.models import Picture
from chronique.base.batches import batches
from chronique.exchange.leaving.library import PIECE, Library
from chronique.exchange.leaving.names import Came, Names
from chronique.exchange.leaving.pages import MODELS, as_html, times, titled
from chronique.exchange.models import ImportedItem
from chronique.exchange.own import KEY, Own
from chronique.exchange.wxr.writer import ItemOut
from chronique.text import html
from chronique.text.slugs import slugify

ALT = "_wp_attachment_image_alt"


@dataclass
class Files:
    """The pictures and files of one export."""

    names: Names
    library: Library

    def items(self) -> Iterator[ItemOut]:
        for pictures in batches(self.library.pictures(), PIECE):
            yield from self._items("picture", pictures)
        for documents in batches(self.library.documents(), PIECE):
            yield from self._items("document", documents)

    def _items(self, kind: str, rows: list[Picture] | list[AbstractDocument]) -> Iterator[ItemOut]:
        came = self.names.came(kind, [row.pk for row in rows])
        above = self._above(came.values())
        for row in rows:
            its = came.get(row.pk, Came())
            yield self._item(kind, row, its, above.get((its.source, its.parent), "0"))

    def _above(self, came: Iterable[Came]) -> dict[tuple[str, str], str]:
        """Return the numbers now of what files hung below, by source and number there."""
        known = ImportedItem.objects.filter(
            site=self.names.site, kind__in=MODELS, number__in={its.parent for its in came}
        )
        rows = list(known.order_by("-pk").values_list("source", "number", "row"))
        there = Page.objects.filter(pk__in=[row for *_, row in rows if row])
        live = set(there.values_list("pk", flat=True))
        return {
            (source, number): self.names.number("page", row)
            for source, number, row in rows
            if row and row in live
        }

    def _item(self, kind: str, row: Picture | AbstractDocument, came: Came, above: str) -> ItemOut:
        names, kept = self.names, came.kept
        is_picture = isinstance(row, Picture)
        address = names.of_picture(row) if is_picture else names.of_document(row)
        title, at = titled(row.title), _moment(kept.get("at", "")) or row.created_at
        changed, late = _moment(kept.get("changed", "")) or at, names.late(title, at)
        return ItemOut(
            number=names.number(kind, row.pk), kind="attachment", title=title, link=address,
            guid=address, status="inherit", slug=kept.get("slug") or slugify(row.title),
            creator=names.accounts.named(came.source, kept.get("creator", "")).login,
            content=kept.get("content", ""), excerpt=_caption(row, kept.get("caption", "")),
            attachment_url=address, parent=above, order=kept.get("order", 0),
            comments_open=kept.get("comments") == "open", pings_open=kept.get("pings") == "open",
            **times(at + late, changed),
            meta=(*_words(row, late), *names.foreign(kept.get("meta", []), came, but=())),
        )  # fmt: skip


def _caption(row: Picture | AbstractDocument, kept: str) -> str:
    """Return a caption as it came in, unless it was written anew here."""
    if isinstance(row, Picture) and row.caption != html.plain(kept):
        return as_html(row.caption)
    return kept


def _words(row: Picture | AbstractDocument, late: timedelta) -> list[tuple[str, str]]:
    is_picture = isinstance(row, Picture)
    own = Own(late=int(late.total_seconds()), credit=row.credit if is_picture else "")
    meta = {ALT: as_html(row.description) if is_picture else "", KEY: own.written()}
    return [(key, value) for key, value in meta.items() if value]


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
