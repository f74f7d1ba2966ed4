"""Everything that a body names, fetched at once: pages, pictures, files, things of other rooms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from chronique.articles import references
from chronique.articles.links import PAGE_LINK, texts
from chronique.articles.models import Picture
from chronique.articles.prepared import Prepared
from chronique.articles.values import items

DOCUMENT_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="document")[^>]*\bid="(\d+)"')


@dataclass
class Wanted:
    """The numbers that a body names."""

    pages: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    # Things of other rooms, by their kind: see `references`.
    others: dict[str, list[str]] = field(default_factory=dict)

    def look(self, raw: Iterable[dict[str, Any]]) -> "Wanted":
        raw = list(raw)
        for kind, ids in references.pointed_at(raw).items():
            known = self.others.setdefault(kind, [])
            known += [one for one in ids if one not in known]
        for block in raw:
            value = block["value"] or {}
            if block["type"] == "read_also":
                _add(self.pages, value.get("article"))
            elif block["type"] in ("file", "media"):
                _add(self.documents, value.get("file"))
            elif block["type"] == "picture":
                _add(self.pictures, value.get("image"))
            elif block["type"] == "gallery":
                for picture in items(value.get("pictures")):
                    _add(self.pictures, picture.get("image"))
            words = texts(value)
            self.pages.update(map(int, PAGE_LINK.findall(words)))
            self.documents.update(map(int, DOCUMENT_LINK.findall(words)))
        return self


def _add(numbers: set[int], number: Any) -> None:
    if number:
        numbers.add(int(number))


class Shelf:
    """What was fetched, by number. One query for each kind that is named at all."""

    def __init__(self, wanted: Wanted) -> None:
        self.pages = _pages(wanted.pages)
        self.pictures = Picture.objects.in_bulk(wanted.pictures) if wanted.pictures else {}
        documents = get_document_model().objects
        self.documents = documents.in_bulk(wanted.documents) if wanted.documents else {}
        self.others = references.fetch(wanted.others)

    def page(self, number: Any) -> Page | None:
        return self.pages.get(int(number)) if number else None

    def picture(self, number: Any) -> Picture | None:
        return self.pictures.get(int(number)) if number else None

    def document(self, number: Any) -> AbstractDocument | None:
        return self.documents.get(int(number)) if number else None

    def href(self, kind: str, number: str) -> str:
        """Return the address that a link in rich text leads to; empty when its end is gone."""
        if kind == "page":
            page = self.page(number)
            return (page.url or "") if page else ""
        document = self.document(number) if kind == "document" else None
        return str(document.url) if document else ""


def _pages(numbers: set[int]) -> dict[int, Page]:
    """Return the live ones among the pages, as articles where they are."""
    found = _PAGES.all(sorted(numbers)) if numbers else []
    return {page.pk: getattr(page, "article", page) for page in found}


_PAGES: Prepared[Page] = Prepared(
    lambda numbers: (
        Page.objects.live()
        .filter(pk__in=numbers)
        .select_related("article__lead_picture", "article__section")
        .defer("article__body", "article__corrections")
    ),
    list,
)
