"""The map of a site for search engines: all that readers may see, with pictures and languages.

One document up to LIMIT pages; beyond, an index of parts: `pages` (home, static pages, sections,
tags, authors) and `articles`, these by number, so that a new article changes the last part only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.core.files.storage import default_storage
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.xmlutils import SimplerXMLGenerator

from chronique.articles.models import (
    Article,
    Author,
    Picture,
    Publication,
    Section,
    StaticPage,
    Tag,
)
from chronique.articles.models.pages import ArticleQuerySet
from chronique.feeds.sources import root_of, whole

LIMIT = 10_000
# What search engines read of one page's pictures.
MOST_PICTURES = 1000
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The number of a picture in the stored body; inside a text its quotes would be escaped.
PICTURE = re.compile(r'(?<!\\)"image": ?(\d+)')


@dataclass
class Place:
    """One address of the map. All are whole."""

    url: str
    changed: datetime | None = None
    pictures: list[str] = field(default_factory=list)
    # The same in other languages, itself among them: (language, address).
    languages: list[tuple[str, str]] = field(default_factory=list)


def whole_map(publication: Publication) -> str:
    """Return the map in one document; empty when there are too many pages for that."""
    lists = _lists(publication)
    if len(lists) + _articles(publication).count() > LIMIT:
        return ""
    return _write([*lists, *_article_places(publication, 0)])


def index(publication: Publication) -> str:
    """Return the addresses of the parts."""
    totals = {"pages": len(_lists(publication)), "articles": _articles(publication).count()}
    out, handler = _document("sitemapindex", {"xmlns": SCHEMA})
    for kind, total in totals.items():
        for number in range(1, -(-total // LIMIT) + 1):
            handler.startElement("sitemap", AttributesImpl({}))
            handler.addQuickElement("loc", f"{root_of(publication)}/sitemap-{kind}-{number}.xml")
            handler.endElement("sitemap")
    handler.endElement("sitemapindex")
    return out.getvalue()


def part(publication: Publication, kind: str, number: int) -> str:
    """Return part `number`, from 1; empty when there is none."""
    start = (number - 1) * LIMIT
    if start < 0 or kind not in ("pages", "articles"):
        return ""
    places = (
        _lists(publication)[start : start + LIMIT]
        if kind == "pages"
        else _article_places(publication, start)
    )
    return _write(places) if places else ""


def _articles(publication: Publication) -> ArticleQuerySet:
    """Those whose own address is the one to find: not those that appeared elsewhere first."""
    readable = Article.objects.published().on(publication.site)
    return readable.exclude(address="").filter(canonical_url="")


def _lists(publication: Publication) -> list[Place]:
    """Return every page that is no article. Lists without an article are not on the map."""
    root, articles = root_of(publication), _articles(publication)
    sections = Section.objects.on(publication.site).filter(
        Q(articles__in=articles) | Q(other_articles__in=articles)
    )
    tags = Tag.objects.filter(taggings__content_object__in=articles)
    authors = Author.objects.filter(authorships__article__in=articles)
    pages = StaticPage.objects.published().on(publication.site).order_by("path")
    pages = pages.annotate(raw=Cast("body", TextField())).defer("body")
    newest = articles.aggregate(newest=Max("last_published_at"))["newest"]
    return [
        Place(f"{root}/", newest),
        *_static_places(pages, root),
        *(
            Place(whole(root, item.path))
            for found in (sections, tags, authors)
            for item in found.distinct().order_by("pk")
        ),
    ]


def _static_places(pages: QuerySet[Any], root: str) -> list[Place]:
    """Return static pages, each with its stored text as `raw`, with their pictures; two queries."""
    places: list[Place] = []
    numbers: list[list[int]] = []
    # Bodies are long: one batch of them at a time.
    for page in pages.iterator(chunk_size=200):
        places.append(Place(whole(root, page.url), page.last_published_at))
        numbers.append(_named(page.raw))
    files = _picture_files(number for named in numbers for number in named)
    for place, named in zip(places, numbers, strict=True):
        place.pictures = [whole(root, files[n]) for n in named if n in files]
    return places


def _named(raw: str, lead: int | None = None) -> list[int]:
    """Return the numbers of a page's pictures, each once, the first one first."""
    named = [*([lead] if lead else []), *map(int, PICTURE.findall(raw))]
    return list(dict.fromkeys(named))[:MOST_PICTURES]


def _article_places(publication: Publication, start: int) -> list[Place]:
    """Return LIMIT articles from the `start`-th on, in order of their numbers; three queries."""
    root = root_of(publication)
    rows = (
        _articles(publication)
        .order_by("pk")
        .annotate(raw=Cast("body", TextField()))
        .values_list("pk", "address", "last_published_at", "lead_picture", "raw")
    )
    places: dict[int, Place] = {}
    numbers: dict[int, list[int]] = {}
    # Bodies are long: one batch of them at a time.
    for pk, address, changed, lead, raw in rows[start : start + LIMIT].iterator(chunk_size=200):
        places[pk] = Place(whole(root, address), changed)
        numbers[pk] = _named(raw, lead)
    files = _picture_files(number for named in numbers.values() for number in named)
    languages = _languages(publication, root)
    for pk, place in places.items():
        place.pictures = [whole(root, files[n]) for n in numbers[pk] if n in files]
        place.languages = languages.get(pk, [])
    return list(places.values())


def _picture_files(numbers: Iterable[int]) -> dict[int, str]:
    wanted = set(numbers)
    if not wanted:
        return {}
    rows = Picture.objects.filter(pk__in=wanted).values_list("pk", "file")
    return {pk: default_storage.url(name) for pk, name in rows.iterator()}


def _languages(publication: Publication, root: str) -> dict[int, list[tuple[str, str]]]:
    """Return, for each article that is there in several languages, all of them."""
    rows = (
        Article.objects.on(publication.site)
        .filter(Q(translation_of__isnull=False) | Q(translations__isnull=False))
        .order_by("pk")
        .distinct()
        .values_list("pk", "translation_of", "language", "address")
        .annotate(is_there=Exists(_articles(publication).filter(pk=OuterRef("pk"))))
    )
    originals = {row[0]: row[1] for row in rows}
    groups: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    for pk, _, language, address, is_there in rows:
        if is_there:
            # Two in one language cannot stand for each other: the first does.
            first = _first(pk, originals)
            groups[first].setdefault(language, (pk, whole(root, address)))
    found: dict[int, list[tuple[str, str]]] = {}
    for group in groups.values():
        if len(group) > 1:
            versions = [(language, address) for language, (_, address) in group.items()]
            found |= {pk: versions for pk, _ in group.values()}
    return found


def _first(pk: int, originals: dict[int, int | None]) -> int:
    """Return what an article was translated from in the end; data may hold circles."""
    seen = [pk]
    while (above := originals.get(seen[-1])) and above not in seen:
        seen.append(above)
    return min(seen[seen.index(above) :]) if above else seen[-1]


def _write(places: Iterable[Place]) -> str:
    namespaces = {
        "xmlns": SCHEMA,
        "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
        "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    }
    out, handler = _document("urlset", namespaces)
    for place in places:
        handler.startElement("url", AttributesImpl({}))
        handler.addQuickElement("loc", place.url)
        if place.changed:
            handler.addQuickElement("lastmod", place.changed.isoformat(timespec="seconds"))
        for language, address in place.languages:
            version = {"rel": "alternate", "hreflang": language, "href": address}
            handler.addQuickElement("xhtml:link", "", version)
        for picture in place.pictures:
            handler.startElement("image:image", AttributesImpl({}))
            handler.addQuickElement("image:loc", picture)
            handler.endElement("image:image")
        handler.endElement("url")
    handler.endElement("urlset")
    return out.getvalue()


def _document(name: str, namespaces: dict[str, str]) -> tuple[StringIO, SimplerXMLGenerator]:
    out = StringIO()
    handler = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    handler.startDocument()
    handler.startElement(name, AttributesImpl(namespaces))
    return out, handler
