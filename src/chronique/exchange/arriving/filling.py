"""What an item says beside its text goes into an article's or a static page's fields."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from chronique.articles import rules
from chronique.articles.models import Article, Picture, StaticPage
from chronique.articles.plain import summary_of
from chronique.exchange.arriving.coming import Coming
from chronique.exchange.arriving.filing import Filing
from chronique.exchange.arriving.media import Shelves
from chronique.exchange.own import KEY, Own
from chronique.exchange.wxr.reader import number

# Metadata of other plugins that we have a field for.
CANONICAL = ("_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseo_canonical_url")


def fill_article(coming: Coming, article: Article, filing: Filing, shelves: Shelves) -> None:
    item, meta = coming.item, dict(coming.item.meta)
    article.section = filing.section
    article.featured = item.is_sticky
    is_closed = item.comment_status.strip().lower() == "closed"
    article.comments_mode = Article.Comments.CLOSED if is_closed else Article.Comments.AS_USUAL
    article.canonical_url = _canonical(meta)
    kept = [list(pair) for pair in item.meta if pair[0] != KEY]
    article.origin = {"guid": item.guid, "link": item.link, "meta": kept}
    if item.ping_status:
        article.origin["pings"] = item.ping_status
    picture = _featured(meta, shelves)
    article.lead_picture = picture
    article.lead_alt = picture.description if picture else ""
    article.lead_caption = picture.caption if picture else ""
    if coming.is_new and article.live and article.first_published_at:
        _address(coming, article, timezone.localtime(article.first_published_at))


def fill_own(coming: Coming, own: Own, corrections: list[dict[str, Any]]) -> None:
    """Fill what only an export of our own says; what it does not say stays."""
    page = coming.page
    _take(page, own, "language", "seo_title", "search_description")
    if isinstance(page, Article):
        page.comments_mode = own.comments or page.comments_mode
        _take(page, own, "lead_alt", "lead_caption", "lead_credit")
        for name in own.silent:
            setattr(page, name, "")
        if corrections:
            page.corrections = corrections
        if own.translation_of:
            coming.known.kept["translation_of"] = own.translation_of


def _take(page: Article | StaticPage, own: Own, *names: str) -> None:
    for name in names:
        setattr(page, name, getattr(own, name) or getattr(page, name))


def _address(coming: Coming, article: Article, date: datetime) -> None:
    """Give a new article what `announce` would give it, before it is written: once is enough."""
    pattern, clock = coming.incoming.publication.address_pattern, coming.incoming.clock
    section = article.section.slug if article.section else ""
    address = partial(rules.address, pattern, slug=article.slug, section=section, pk=0)
    article.summary = "" if article.standfirst else summary_of(article.body.raw_data)
    if "{id}" not in pattern:
        article.address = address(date=date)
    there = clock.showed(coming.item)
    clock.shifted += bool(there and address(date=there) != address(date=date))


def _canonical(meta: dict[str, str]) -> str:
    found = next((meta[key].strip() for key in CANONICAL if meta.get(key)), "")
    try:
        URLValidator(["http", "https"])(found)
    except ValidationError:
        return ""
    return found if len(found) <= 2000 else ""


def _featured(meta: dict[str, str], shelves: Shelves) -> Picture | None:
    wanted = meta.get("_thumbnail_id", "").strip()
    row = shelves.picture(address="", wp_id=wanted) if number(wanted) else None
    return Picture.objects.filter(pk=row).first() if row else None


def fill_static_page(coming: Coming, page: StaticPage, filing: Filing, shelves: Shelves) -> None:
    """Keep what a page has no place for, so that it can leave again; its picture is shown."""
    item = coming.item
    coming.known.kept |= {
        "guid": item.guid, "link": item.link, "order": item.menu_order,
        "meta": [list(pair) for pair in item.meta if pair[0] != KEY],
        "terms": item.terms, "creator": item.creator, "comments": item.comment_status,
        "pings": item.ping_status,
    }  # fmt: skip
    if filing.section or filing.tags:
        coming.changed("Pages have neither sections nor tags here: it is listed under none.")
    picture = _featured(dict(item.meta), shelves)
    if picture and not any(_shows(block, picture.pk) for block in page.body.raw_data):
        coming.changed("Pages have no lead picture here: it stands first in the text.")
        value = {
            "image": picture.pk, "address": "", "alt": picture.description, "decorative": False,
            "caption": "", "credit": "", "link": "", "width": "wide",
        }  # fmt: skip
        page.body = [{"type": "picture", "value": value}, *page.body.raw_data]


def _shows(block: dict[str, Any], picture: int) -> bool:
    return block["type"] == "picture" and block["value"].get("image") == picture
