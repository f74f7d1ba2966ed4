"""Where a page stands among others, from what the tables say now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from chronique.articles import tags
from chronique.articles.links import WRITTEN
from chronique.articles.models import Article, StaticPage

Facts = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """The lists that show a page, and facts of which other pages tell. Empty: nobody sees it."""

    lists: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=dict)
    published_at: datetime | None = None


def standings(site: Site, numbers: Iterable[int]) -> dict[int, Standing]:
    """Return the standing of each of these pages of a site that readers may see; nine queries."""
    wanted = list(numbers)
    articles = (
        Article.objects.published()
        .filter(pk__in=wanted)
        .prefetch_related("authorships", "taggings", "other_sections", "links_out", "corrected")
        .without_words()
    )
    found = {article.pk: _of_article(site.pk, article) for article in articles}
    if rest := [pk for pk in wanted if pk not in found]:
        pages = list(StaticPage.objects.published().filter(pk__in=rest).defer("body"))
        parents = _parents(pages)
        found |= {page.pk: _of_static_page(page, parents.get(page.pk)) for page in pages}
    return found


def _of_article(site: int, article: Article) -> Standing:
    moment = article.first_published_at
    local = timezone.localtime(moment) if moment else None
    sections = {article.section_id, *(each.pk for each in article.other_sections.all())} - {None}
    things = {
        *(tags.section(pk) for pk in sections if pk),
        *(tags.tag(each.tag_id) for each in article.taggings.all()),
        *(tags.author(each.author_id) for each in article.authorships.all()),
    }
    corrected = sorted((each.key, str(each.value)) for each in article.corrected.all())
    periods = {tags.year(site, local), tags.month(site, local)} if local else set()
    return Standing(
        frozenset(map(tags.list_of, things)) | periods,
        {
            "title": _digest(*_title(article)),
            "card": _digest(*_card(article)),
            "moment": moment.isoformat() if moment else "",
            "address": article.address,
            "section": article.section_id,
            "featured": article.featured,
            "comments": article.takes_comments(),
            "original": article.translation_of_id,
            "cites": sorted(
                {link.target_id for link in article.links_out.all() if link.kind in WRITTEN}
            ),
            **({"corrections": _digest(*corrected)} if corrected else {}),
        },
        article.last_published_at,
    )


def _title(article: Article) -> Iterable[object]:
    """Yield all that others say who name it, and whether they do."""
    yield from (article.title, article.language, article.address, article.first_published_at)
    yield article.canonical_url


def _card(article: Article) -> Iterable[object]:
    """Yield all that lists say beside."""
    yield from (article.teaser, article.section_id, article.lead_picture_id)
    yield from sorted(
        (each.sort_order or 0, each.pk, each.author_id, each.role)
        for each in article.authorships.all()
    )


def _of_static_page(page: StaticPage, parent: int | None) -> Standing:
    return Standing(
        frozenset({tags.below(parent)} if parent else ()),
        {"title": _digest(page.title, page.url_path), "address": page.url_path},
        page.last_published_at,
    )


def _parents(pages: Iterable[StaticPage]) -> dict[int, int]:
    """Return the number of the page above each."""
    paths = {page.pk: page.path[: -page.steplen] for page in pages}
    above = Page.objects.filter(path__in=set(paths.values())).values_list("path", "pk")
    numbers = dict(above)
    return {pk: numbers[path] for pk, path in paths.items() if path in numbers}


def _digest(*values: object) -> str:
    return blake2b(repr(values).encode(), digest_size=12).hexdigest()
