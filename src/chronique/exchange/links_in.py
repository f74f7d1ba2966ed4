"""What waits until everything is there: links between articles, and pages below pages."""

from django.db import transaction

from chronique.articles.links import link_article
from chronique.articles.models import Article, StaticPage
from chronique.exchange.convert import rewrite_links
from chronique.exchange.incoming import Incoming
from chronique.exchange.models import ImportedItem

PAGES = ["post", "page"]


def settle_waiting(incoming: Incoming) -> None:
    """Do what waits, a page at a time; what is done no longer waits, also after a crash."""
    for item in list(incoming.ledger.waiting(PAGES)):
        with transaction.atomic():
            _settle(incoming, item)


def _settle(incoming: Incoming, item: ImportedItem) -> None:
    model = Article if item.kind == "post" else StaticPage
    page = model.objects.filter(pk=item.row).first()
    if page is not None:
        _rewrite(incoming, page)
        if isinstance(page, StaticPage):
            _hang(incoming, item, page)
    item.waiting = False
    item.save(update_fields=["waiting"])


def _rewrite(incoming: Incoming, page: Article | StaticPage) -> None:
    """Let links to old addresses of articles lead to the articles."""
    blocks = page.body.get_prep_value()

    def find(address: str) -> int | None:
        path = incoming.old_path(address)
        return _page_at(incoming, path) if path else None

    if rewrite_links(blocks, find):
        page.body = blocks
        page.save(update_fields=["body"], clean=False)
        if isinstance(page, Article) and page.live:
            link_article(page)


def _page_at(incoming: Incoming, path: str) -> int | None:
    bare = path.partition("#")[0]
    candidates = dict.fromkeys([bare, bare.partition("?")[0].rstrip("/") + "/"])
    for candidate in candidates:
        if candidate not in ("", "/"):
            found = incoming.ledger.at_path(candidate, PAGES)
            if found:
                return found.row
    number = _asked_number(bare)
    return (
        (incoming.ledger.row("post", number) or incoming.ledger.row("page", number))
        if number
        else None
    )


def _asked_number(path: str) -> str:
    """Return ID of an address such as /?p=ID."""
    for name in ("?p=", "?page_id="):
        before, found, number = path.partition(name)
        if found and before in ("", "/") and number.isdecimal():
            return number
    return ""


def _hang(incoming: Incoming, item: ImportedItem, page: StaticPage) -> None:
    """Move a page below the one it hung below there."""
    row = incoming.ledger.row("page", item.parent) if item.parent not in ("", "0") else None
    above = StaticPage.objects.filter(pk=row).first() if row else None
    if above is None or above.path == page.path or above.path.startswith(page.path):
        if item.parent not in ("", "0"):
            reason = f"The page it hangs below, number {item.parent}, is missing or below it."
            incoming.report.changed("page", item.number, page.title, reason)
        return
    if not page.is_child_of(above):
        page.move(above, pos="last-child")
