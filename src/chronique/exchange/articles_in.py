"""Posts become articles, pages become static pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from wagtail.models import Page, PageViewRestriction

from chronique.articles.models import Article, Authorship, Picture, StaticPage
from chronique.exchange.authors_in import author_for
from chronique.exchange.comments_in import bring_comments
from chronique.exchange.convert import convert
from chronique.exchange.incoming import Incoming, slug_from
from chronique.exchange.ledger import digest_of
from chronique.exchange.media_in import PICTURE, Shelves
from chronique.exchange.models import ImportedItem
from chronique.exchange.records import Item
from chronique.exchange.redirects_in import lead_here
from chronique.exchange.terms_in import section_for, tag_for, term_for
from chronique.exchange.wxr import moment, number
from chronique.publishing import announce
from chronique.text import html

TYPES: dict[str, type[Article] | type[StaticPage]] = {"post": Article, "page": StaticPage}
LIVE, LATER = {"publish", "private"}, {"future"}
DRAFTS = {"draft", "pending", "auto-draft", "trash", "inherit"}
COMMENTS = {"open": Article.Comments.OPEN, "closed": Article.Comments.CLOSED}
# Metadata of other plugins that we have a field for.
CANONICAL = ("_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseo_canonical_url")


@dataclass
class Dates:
    published: datetime | None
    changed: datetime | None


def bring_page(incoming: Incoming, item: Item, reusable: Callable[[str], str | None]) -> None:
    """Bring in one post or page with its comments, or bring ours up to it. One transaction around."""
    incoming.report.found(item.type)
    mark = item.guid or item.link or item.title
    number = incoming.number_for(item.type, _number(item), mark=mark)
    if not item.id:
        _changed(incoming, item, f"It has no number: it is known as {number}.")
    elif number != item.id:
        _changed(
            incoming,
            item,
            f"Another {item.type} has the number {item.id} too: this one is {number}.",
        )
    digest = digest_of([getattr(item, name) for name in TOLD])
    known = incoming.ledger.find(item.type, number)
    page = _page_of(item.type, known)
    if page is None or known is None or _has_news(known, digest, page):
        shelves = Shelves(incoming)
        page = _write(incoming, item, page, shelves, reusable)
        incoming.ledger.note(
            item.type, number, digest=digest, row=page.pk, waiting=True, incomplete=shelves.missed,
            path=incoming.old_path(item.link), parent=item.parent,
        )  # fmt: skip
        lead_here(incoming, item, page)
    bring_comments(incoming, page, item.comments)
    incoming.report.imported(item.type)


def _has_news(known: ImportedItem, digest: str, page: Article | StaticPage) -> bool:
    """Whether the export says something new, or a picture may come in that was missing before."""
    return known.digest != digest or (known.incomplete and not was_edited_here(page))


def was_edited_here(page: Article | StaticPage) -> bool:
    return bool(page.revisions.filter(user__isnull=False).exists())


# What of an item makes it another one when it changes; comments have digests of their own.
TOLD = [
    "title", "link", "post_date", "post_date_gmt", "modified_gmt", "creator", "content", "excerpt",
    "slug", "status", "parent", "menu_order", "password", "is_sticky", "comment_status", "terms", "meta",
]  # fmt: skip


def _number(item: Item) -> str:
    return item.id or item.guid or item.slug or f"line {item.line}"


def _page_of(kind: str, known: ImportedItem | None) -> Article | StaticPage | None:
    model = TYPES[kind]
    return model.objects.filter(pk=known.row).first() if known and known.row else None


def _changed(incoming: Incoming, item: Item, reason: str) -> None:
    incoming.report.changed(item.type, item.id, item.title, reason)


def _write(
    incoming: Incoming, item: Item, page: Article | StaticPage | None, shelves: Shelves,
    reusable: Callable[[str], str | None],
) -> Article | StaticPage:  # fmt: skip
    for remark in item.remarks:
        _changed(incoming, item, remark)
    new = page is None
    page = page or TYPES[item.type]()
    if not new and was_edited_here(page):
        _changed(incoming, item, "It was edited here since: that version stays in its history.")
    dates = _dates(incoming, item)
    _fill(incoming, item, page, dates)
    page.body = _body(incoming, item, shelves, reusable)
    if isinstance(page, Article):
        _fill_article(incoming, item, page)
    _save(incoming, item, page, new=new)
    _schedule(item, page, dates)
    _restrict(item, page)
    if isinstance(page, Article) and page.live:
        announce.came_in(page)
    return page


def _fill(incoming: Incoming, item: Item, page: Article | StaticPage, dates: Dates) -> None:
    status = item.status.strip().lower()
    if status not in LIVE | LATER | DRAFTS:
        _changed(incoming, item, f"Its state “{item.status[:40]}” is not known: it is a draft.")
    if status == "trash":
        _changed(incoming, item, "It was in the bin: it is a draft.")
    title = unescape(html.plain(item.title)).strip()
    page.title = page.draft_title = (title or _untitled(item))[:255]
    page.slug = _free_slug(incoming, item, page)
    page.language = incoming.language
    page.live = status in LIVE
    page.standfirst = html.plain(item.excerpt).strip()
    page.first_published_at = dates.published if page.live else None
    page.last_published_at = dates.changed if page.live else None
    page.go_live_at = dates.published if status in LATER else None


def _untitled(item: Item) -> str:
    return html.plain(item.content).strip()[:60] or f"WordPress {item.type} {item.id}".strip()


def _dates(incoming: Incoming, item: Item) -> Dates:
    published = moment(item.post_date_gmt, item.post_date, incoming.offset, pub_date=item.pub_date)
    changed = moment(item.modified_gmt, item.modified, incoming.offset)
    for remark in filter(None, (published.remark, changed.remark)):
        _changed(incoming, item, remark)
    at = published.at
    if at is None and item.status in LIVE | LATER:
        at = changed.at or incoming.now
        _changed(incoming, item, f"It has no date: it gets {at:%Y-%m-%d}.")
    later = changed.at if changed.at and at and changed.at > at else at
    return Dates(at, later)


def _free_slug(incoming: Incoming, item: Item, page: Article | StaticPage) -> str:
    """Return its slug, with a number behind it when another page has it."""
    fallback = f"{item.type}-{item.id or item.line}"
    wanted = slug_from(item.slug, page.title) or fallback
    parent = page.get_parent() if page.pk else _parent(incoming, item)
    if page.pk and page.slug and slug_from(item.slug, page.title) in ("", page.slug):
        return page.slug
    free, n = wanted, 1
    while not Page._slug_is_available(free, parent, page if page.pk else None):
        n += 1
        free = f"{wanted[:190]}-{n}"
    if free != wanted:
        _changed(incoming, item, f"Its slug “{wanted}” is taken: it has “{free}”.")
    return free


def _body(
    incoming: Incoming, item: Item, shelves: Shelves, reusable: Callable[[str], str | None]
) -> list[dict[str, Any]]:
    conversion = convert(
        item.content, resolve=shelves, footnotes=_footnotes(item), reusable=reusable
    )
    for remark in conversion.remarks:
        _changed(incoming, item, remark.reason)
    return conversion.blocks


def _footnotes(item: Item) -> dict[str, str]:
    """Return the texts of the editor's footnotes, which WordPress keeps beside the text."""
    try:
        notes = json.loads(dict(item.meta).get("footnotes") or "[]")
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, TypeError, KeyError):
        return {}


def _fill_article(incoming: Incoming, item: Item, article: Article) -> None:
    meta = dict(item.meta)
    article.featured = item.is_sticky
    mode = item.comment_status.strip().lower()
    article.comments_mode = COMMENTS.get(mode, Article.Comments.CLOSED)
    canonical = next((meta[key] for key in CANONICAL if meta.get(key)), "")
    article.canonical_url = (
        canonical[:2000] if canonical.startswith(("http://", "https://")) else ""
    )
    article.origin = {
        "guid": item.guid,
        "link": item.link,
        "meta": [list(pair) for pair in item.meta],
    }
    picture = Picture.objects.filter(pk=_featured(incoming, meta)).first()
    article.lead_picture = picture
    article.lead_alt = picture.description if picture else ""
    article.lead_caption = picture.caption if picture else ""
    _file(incoming, item, article, meta)


def _featured(incoming: Incoming, meta: dict[str, str]) -> int | None:
    wanted = meta.get("_thumbnail_id", "")
    return incoming.ledger.row(PICTURE, wanted) if wanted else None


def _file(incoming: Incoming, item: Item, article: Article, meta: dict[str, str]) -> None:
    """Put it into its sections and give it its tags, terms and author."""
    sections = [
        s for ref in item.terms if ref.taxonomy == "category" and (s := section_for(incoming, ref))
    ]
    primary = _primary(incoming, meta)
    article.section = next(
        (s for s in sections if s.slug == primary), sections[0] if sections else None
    )
    article.other_sections = [section for section in sections if section != article.section]
    tags = [tag for ref in item.terms if ref.taxonomy == "post_tag" and (tag := tag_for(ref))]
    article.tags.set(tags)
    others = [ref for ref in item.terms if ref.taxonomy not in ("category", "post_tag")]
    article.terms = [term for ref in others if (term := term_for(incoming, ref))]
    author = author_for(incoming, item.creator)
    article.authorships = [Authorship(author=author)] if author else []


def _primary(incoming: Incoming, meta: dict[str, str]) -> str:
    wanted = meta.get("_yoast_wpseo_primary_category", "")
    found = incoming.ledger.find("category number", wanted) if number(wanted) else None
    return found.path if found else ""


def _save(incoming: Incoming, item: Item, page: Article | StaticPage, *, new: bool) -> None:
    if new:
        _parent(incoming, item).add_child(instance=page)
        return
    page.save()
    if page.latest_revision_id:
        page.save_revision(clean=False, changed=False)


def _parent(incoming: Incoming, item: Item) -> Page:
    """Return the page to hang a new one below; one whose parent comes later is moved there then."""
    if item.type == "post":
        return incoming.folder
    row = incoming.ledger.row("page", item.parent) if number(item.parent) else None
    above = StaticPage.objects.filter(pk=row).first() if row else None
    return above or incoming.home


def _schedule(item: Item, page: Article | StaticPage, dates: Dates) -> None:
    """A scheduled one goes live through Wagtail's own schedule."""
    if page.go_live_at and item.status in LATER:
        page.save_revision(approved_go_live_at=dates.published, clean=False)


def _restrict(item: Item, page: Article | StaticPage) -> None:
    """Ask for the password that it had there; what was private there asks for an account."""
    restrictions = PageViewRestriction.objects.filter(page=page)
    wanted: dict[str, Any] = {}
    if item.password:
        wanted = {"restriction_type": PageViewRestriction.PASSWORD, "password": item.password[:255]}
    elif item.status == "private":
        wanted = {"restriction_type": PageViewRestriction.LOGIN}
    if not wanted:
        return
    if not restrictions.filter(**wanted).exists():
        restrictions.delete()
        PageViewRestriction.objects.create(page=page, **wanted)
