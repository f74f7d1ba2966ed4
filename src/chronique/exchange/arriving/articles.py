"""Posts become articles, pages become static pages."""

import json
import re
from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from chronique.articles.models import Article, StaticPage
from chronique.articles.naming import free_slug
from chronique.exchange.arriving.coming import Coming
from chronique.exchange.arriving.comments import bring_comments, leave_out_comments
from chronique.exchange.arriving.filing import Filing, file_article, filing_of, meet
from chronique.exchange.arriving.filling import (
    fill_article,
    fill_own,
    fill_static_page,
)
from chronique.exchange.arriving.identity import mark_of, number_of
from chronique.exchange.arriving.incoming import Incoming, slug_from, words
from chronique.exchange.arriving.ledger import FILES, digest_of
from chronique.exchange.arriving.links import Found, lead_on
from chronique.exchange.arriving.media import Shelves
from chronique.exchange.arriving.redirects import lead_here
from chronique.exchange.arriving.restrictions import restrict
from chronique.exchange.arriving.standing import Standing, standing
from chronique.exchange.bodies.conversion import Attachment
from chronique.exchange.bodies.convert import convert
from chronique.exchange.models import ImportedItem
from chronique.exchange.own import correction_block, read_own
from chronique.exchange.wxr.reader import number
from chronique.exchange.wxr.records import Item
from chronique.exchange.wxr.references import CONTROLS
from chronique.publishing import announce
from chronique.text import html

Reusable = Callable[[str], str | None]

MODELS: dict[str, type[Article] | type[StaticPage]] = {"post": Article, "page": StaticPage}
GALLERY = re.compile(r"\[(?:gallery|playlist)\b(?:[^\]]{0,1000}?\sid=[\"']?(\d{1,20}))?")
# Of the tree of pages; Wagtail knows some more, and addresses so deep nobody has.
DEEPEST = 40
GONE = "It was deleted here since it came in."
# What of an item makes it another one when it changes; comments have digests of their own.
TOLD = [
    "title", "link", "post_date", "post_date_gmt", "modified_gmt", "creator", "content", "excerpt",
    "slug", "status", "parent", "menu_order", "password", "is_sticky", "comment_status", "terms",
    "meta",
]  # fmt: skip


def bring_page(incoming: Incoming, item: Item, kind: str, reusable: Reusable) -> int | None:
    """Bring in one post or page with its comments, or bring ours up to it. One transaction around.

    Returns the page's key when it was written.
    """
    incoming.report.found(kind)
    known = incoming.ledger.claim([kind], number_of(item), mark_of(item))
    page = MODELS[kind].objects.filter(pk=known.row).first() if known.row else None
    if known.row and page is None:
        if not incoming.restore:
            incoming.report.skipped(kind, item.id, item.title, GONE)
            leave_out_comments(incoming, item, "Its article was deleted here since it came in.")
            return None
        known.row, known.comments, known.kept = None, [], {}
    comments = list(known.comments)
    coming = Coming(incoming, item, kind, known, page or MODELS[kind](), page is None)
    digest = digest_of([getattr(item, name) for name in TOLD])
    written = coming.is_new or _has_news(coming, digest)
    if written:
        _write(coming, digest, reusable)
    else:
        meet(incoming, item)
    bring_comments(incoming, coming.page, known, item.comments)
    if written or known.comments != comments:
        known.save()
    incoming.report.imported(kind)
    if not written:
        incoming.report.unchanged(kind)
    return int(coming.page.pk) if written else None


def _has_news(coming: Coming, digest: str) -> bool:
    """Whether the export says something new, or a picture can be had that was missing before."""
    known = coming.known
    if known.digest != digest:
        return True
    shelves = Shelves(coming.incoming)
    is_there = known.kept.get("attached", "") != _digest_of_attached(coming)
    is_there = is_there or any(shelves.find(*one) for one in known.missing)
    return is_there and not was_edited_here(coming.page)


def was_edited_here(page: Article | StaticPage) -> bool:
    return bool(page.revisions.filter(user__isnull=False).exists())


def _write(coming: Coming, digest: str, reusable: Reusable) -> None:
    item, known, page = coming.item, coming.known, coming.page
    _tell_oddities(coming)
    own = read_own(item.meta)
    stands = standing(
        item, offset=coming.incoming.clock.offset, now=coming.incoming.now,
        before=page.first_published_at, own=own,
    )  # fmt: skip
    for remark in stands.remarks:
        coming.changed(remark)
    shelves = Shelves(coming.incoming)
    filing = filing_of(coming.incoming, item)
    was_live = page.live and not coming.is_new
    _fill(coming, stands)
    blocks = _body(coming, shelves, reusable)
    corrections = [correction_block(*told) for told in own.corrections]
    found = lead_on(coming.incoming, blocks, corrections)
    page.body = blocks
    if isinstance(page, Article):
        fill_article(coming, page, filing, shelves)
    else:
        fill_static_page(coming, page, filing, shelves)
    fill_own(coming, own, corrections)
    _save(coming, filing)
    if too_long := restrict(item, known, page):
        coming.changed(too_long)
    _note(coming, digest, shelves, found)
    if isinstance(page, Article):
        _announce(coming, page, found, was_live=was_live)
    lead_here(coming.incoming, item, known, page)


def _announce(coming: Coming, article: Article, found: Found, *, was_live: bool) -> None:
    """Let follow what must; of a new article that leads nowhere and has its address, nothing."""
    if article.live and (not coming.is_new or found.changed or not article.address):
        announce.came_in(article)
    elif was_live and not article.live:
        announce.went_away(article)


def _tell_oddities(coming: Coming) -> None:
    item, kind = coming.item, coming.kind
    for remark in item.remarks:
        coming.changed(remark)
    if not item.type:
        coming.changed("What it is, is not said: it is taken for an article.")
    if not item.id:
        coming.changed(f"It has no number: it is known as {coming.known.number}.")
    elif coming.known.number != number_of(item):
        coming.changed(
            f"Another {kind} has the number {item.id} too: this one is {coming.known.number}."
        )
    controls = sum(len(CONTROLS.findall(t)) for t in (item.title, item.content, item.excerpt))
    if controls:
        coming.changed(f"It held control characters, which no page may hold: {controls} went.")
    if not coming.is_new and was_edited_here(coming.page):
        coming.changed("It was edited here since: that version stays in its history.")


def _fill(coming: Coming, stands: Standing) -> None:
    item, page = coming.item, coming.page
    title = words(item.title) or words(item.content)[:60] or f"WordPress {coming.kind} {item.id}"
    page.title = page.draft_title = title.strip()[:255]
    page.slug = _slug(coming)
    page.language = coming.incoming.language
    page.standfirst = html.plain(item.excerpt)
    if _may_change_live(coming):
        page.live = stands.is_public
        page.go_live_at = None if stands.is_public else stands.scheduled
        page.has_unpublished_changes = not stands.is_public
        coming.known.kept["live"] = stands.is_public
    if stands.is_public:
        page.first_published_at, page.last_published_at = stands.published, stands.changed
    if coming.is_new:
        page.latest_revision_created_at = stands.changed


def _may_change_live(coming: Coming) -> bool:
    """Whether it is public, or not, as the last export wanted: else a writer decided otherwise."""
    was = coming.known.kept.get("live")
    if coming.is_new or was is None or was == coming.page.live:
        return True
    done = "published" if coming.page.live else "taken back"
    coming.changed(f"It was {done} here since: so it stays.")
    return False


def _slug(coming: Coming) -> str:
    """Return its slug, with a number behind it when another page has it.

    Ours stays when theirs did: a writer may have changed it.
    """
    item, page = coming.item, coming.page
    is_as_before = coming.known.mark[1:2] == mark_of(item)[1:2]
    if not coming.is_new and is_as_before:
        return str(page.slug)
    wanted = slug_from(item.slug, page.title) or f"{coming.kind}-{item.id or item.line}"
    above = parent_of(coming.incoming, item, coming.kind) if coming.is_new else page.get_parent()
    free = free_slug(wanted, above, None if coming.is_new else page)
    if free != wanted:
        coming.changed(f"Its slug “{wanted}” is taken, or leads elsewhere: it has “{free}”.")
    return free


def parent_of(incoming: Incoming, item: Item, kind: str) -> Page:
    """Return the page to hang a new one below; one whose parent comes later is moved there then."""
    if kind == "post":
        return incoming.folder
    row = incoming.ledger.row("page", item.parent) if number(item.parent) else None
    above = StaticPage.objects.filter(pk=row, depth__lt=DEEPEST).first() if row else None
    return above or incoming.home


def _body(coming: Coming, shelves: Shelves, reusable: Reusable) -> list[dict[str, Any]]:
    item = coming.item
    conversion = convert(
        item.content, resolve=shelves, footnotes=_footnotes(item), reusable=reusable,
        attached=_attached(coming),
    )  # fmt: skip
    for remark in conversion.remarks:
        coming.changed(remark.reason)
    return conversion.blocks


def _footnotes(item: Item) -> dict[str, str]:
    """Return the texts of the editor's footnotes, which WordPress keeps beside the text."""
    try:
        notes = json.loads(dict(item.meta).get("footnotes") or "[]")
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}


def _attached(coming: Coming) -> list[Attachment]:
    """Return the files uploaded to the items whose galleries a text shows, as WordPress does.

    Mostly to this very item: a bare [gallery] shows them.
    """
    own = coming.item.id
    named = {found[1] or own for found in GALLERY.finditer(coming.item.content)} - {""}
    ledger = coming.incoming.ledger
    return [
        Attachment(
            file.number, file.kept.get("address", ""), file.kept.get("caption", ""),
            "" if number == own else number,
        )
        for number in sorted(named)
        for file in sorted(ledger.below(FILES, number), key=_place)
    ]  # fmt: skip


def _place(file: ImportedItem) -> tuple[int, int]:
    """Return what WordPress sorts files by: the order somebody gave them, then the number."""
    return file.kept.get("order", 0), number(file.number) or 0


def _digest_of_attached(coming: Coming) -> str:
    attached = _attached(coming)
    return digest_of(attached) if attached else ""


def _save(coming: Coming, filing: Filing) -> None:
    page = coming.page
    if coming.is_new:
        parent_of(coming.incoming, coming.item, coming.kind).add_child(instance=page)
    else:
        page.save()
    if isinstance(page, Article):
        file_article(page, filing, is_new=coming.is_new)


def _note(coming: Coming, digest: str, shelves: Shelves, found: Found) -> None:
    """Note what came in, and what of it waits until everything is there."""
    item, known, page = coming.item, coming.known, coming.page
    if coming.kind == "page" and _hangs_elsewhere(coming):
        known.kept["hang"] = True
    known.digest, known.row, known.mark = digest, page.pk, mark_of(item)
    known.missing, known.parent = shelves.missing, item.parent
    known.path = coming.incoming.old_path(item.link)[:1000]
    known.kept["attached"] = _digest_of_attached(coming)
    is_loose = known.kept.get("hang") or known.kept.get("translation_of") or found.lost
    known.waiting = bool(is_loose or page.go_live_at or page.latest_revision_id)
    known.dangling = False


def _hangs_elsewhere(coming: Coming) -> bool:
    """Whether the page does not hang where the export wants it: what is above comes later, or
    changed.
    """
    if not coming.is_new:
        return bool(coming.known.parent != coming.item.parent)
    is_at_home = coming.page.get_parent().pk == coming.incoming.home.pk
    return is_at_home and bool(number(coming.item.parent))
