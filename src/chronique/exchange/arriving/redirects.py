"""What an old address leads to now: /?p=ID, other patterns, pages of attachments, files."""

from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from chronique.articles.models import Article, StaticPage
from chronique.base.batches import batches
from chronique.exchange.arriving.identity import number_of
from chronique.exchange.arriving.incoming import Incoming
from chronique.exchange.arriving.ledger import PAGES
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.records import Item

LONGEST = 255
BATCH = 200


def lead_here(incoming: Incoming, item: Item, known: ImportedItem, page: Page) -> None:
    """Lead from all the addresses that an item had to the page that it became."""
    paths = {incoming.old_path(item.link), incoming.old_path(item.guid)}
    paths |= _numbered(item, known, ("p", "page_id"))
    paths |= _earlier(incoming, item)
    lead(incoming, paths, page=page)


def lead_attachment(incoming: Incoming, item: Item, known: ImportedItem, href: str) -> None:
    """Lead from an attachment's page, its number and its file to the file here."""
    paths = {incoming.old_path(item.link), incoming.old_path(attachment_address(item))}
    paths |= {incoming.old_path(item.guid)}
    paths |= _numbered(item, known, ("attachment_id", "p"))
    lead(incoming, paths - {href}, href=href)


def pages_of_attachment(incoming: Incoming, item: Item, known: ImportedItem) -> list[str]:
    """Return the addresses of WordPress's page about a file; not of the file."""
    paths = {incoming.old_path(item.link)} | _numbered(item, known, ("attachment_id", "p"))
    return sorted(paths - {"", incoming.old_path(attachment_address(item))})


def lead_lost_attachments(incoming: Incoming) -> None:
    """Lead from the pages of files that were not to be had to what they hung below."""
    for lost in batches(incoming.ledger.lost().iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            _lead_above(incoming, lost)


def _lead_above(incoming: Incoming, lost: Sequence[ImportedItem]) -> None:
    """Every import asks of every lost file: so it asks of many at a time."""
    rows = incoming.ledger.rows(PAGES, {known.parent for known in lost})
    live: dict[int, Page] = {
        **Article.objects.live().without_words().in_bulk(rows.values()),
        **StaticPage.objects.live().defer("body").in_bulk(rows.values()),
    }
    wanted: dict[str, Page] = {}
    for known in lost:
        if page := live.get(rows.get(known.parent, 0)):
            for path in _old_paths(known.kept.get("pages", []), page):
                wanted.setdefault(path, page)
    for redirect in Redirect.objects.filter(site=incoming.site, old_path__in=wanted):
        del wanted[redirect.old_path]
    Redirect.objects.bulk_create(_redirect(incoming, *pair) for pair in wanted.items())


def attachment_address(item: Item) -> str:
    return (item.attachment_url or item.guid or item.link).strip()


def lead(
    incoming: Incoming, paths: Iterable[str], *, page: Page | None = None, href: str = ""
) -> None:
    """Leave redirects. One that leads elsewhere stays: who came first has the address.

    Nothing leads to itself, drafts neither: that would have no end.
    """
    wanted = _old_paths(paths, page)
    there = Redirect.objects.filter(site=incoming.site, old_path__in=wanted)
    for redirect in there:
        wanted.discard(redirect.old_path)
        if href and redirect.automatically_created and redirect.redirect_page_id is None:
            _bring_up(redirect, href)
    Redirect.objects.bulk_create(_redirect(incoming, path, page, href) for path in sorted(wanted))


def _old_paths(paths: Iterable[str], page: Page | None) -> set[str]:
    """Return paths as redirects know them, but for the page's own, and those that are too long."""
    own = Redirect.normalise_path(page.get_url() or "/") if page else None
    normal = {Redirect.normalise_path(path) for path in paths if path not in ("", "/")}
    return {path for path in normal if path != own and len(path) <= LONGEST}


def _redirect(incoming: Incoming, path: str, page: Page | None, href: str = "") -> Redirect:
    return Redirect(
        site=incoming.site, old_path=path, redirect_page=page, redirect_link=href[:LONGEST],
        automatically_created=True,
    )  # fmt: skip


def _bring_up(redirect: Redirect, href: str) -> None:
    if redirect.redirect_link != href[:LONGEST]:
        redirect.redirect_link = href[:LONGEST]
        redirect.save(update_fields=["redirect_link"])


def _numbered(item: Item, known: ImportedItem, names: Iterable[str]) -> set[str]:
    """Return /?p=ID and the like, unless another thing has the number too and came first."""
    is_first = known.number == number_of(item)
    return {f"/?{name}={item.id}" for name in names} if is_first and item.id.isdecimal() else set()


def _earlier(incoming: Incoming, item: Item) -> set[str]:
    """Return the addresses under earlier slugs, which WordPress remembers and leads on, too."""
    path = incoming.old_path(item.link)
    slugs = {unquote(value).strip("/") for key, value in item.meta if key == "_wp_old_slug"}
    own = unquote(item.slug)
    if not own or f"/{own}" not in path:
        return set()
    before, _, after = path.rpartition(f"/{own}")
    return {f"{before}/{slug}{after}" for slug in slugs if slug}
