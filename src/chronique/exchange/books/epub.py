"""A book as EPUB 3.3, with what EPUB Accessibility 1.1 asks for; written chapter by chapter.

Source: W3C, EPUB 3.3 (2023) and EPUB Accessibility 1.1 (2023). docs/decisions/0029 says why this is
our own: the kept libraries either are AGPL or cannot say what accessibility asks for.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from chronique.articles.numbering import Note
from chronique.exchange.books.chapters import FOLDER, Chapter
from chronique.exchange.books.facts import Facts
from chronique.exchange.books.pictures import picture_bytes
from chronique.exchange.books.xhtml import Cleaner, written
from chronique.text.html import safe

Advance = Callable[[], None]
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
# Whoever makes the same book again gets the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class Item:
    """A file of the book, as its manifest names it."""

    id: str
    href: str
    media_type: str
    properties: str = ""


@dataclass
class _Shelf:
    """The pictures that are in the book already."""

    archive: zipfile.ZipFile
    items: list[Item] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)

    def take(self, number: int) -> str:
        if number not in self.paths:
            data = picture_bytes(number)
            self.paths[number] = f"pictures/{number}.jpg" if data else ""
            if data:
                _put(self.archive, f"EPUB/pictures/{number}.jpg", data, is_packed=True)
                item = Item(f"picture-{number}", f"pictures/{number}.jpg", "image/jpeg")
                self.items.append(item)
        return self.paths[number]


def write_epub(
    path: Path, facts: Facts, chapters: Iterable[Chapter], *, inside: dict[str, str],
    advance: Advance,
) -> None:  # fmt: skip
    """Write a book to a file. `inside` names, by whole address, the chapters that it will have;
    `advance` is called after each. No more than one chapter is in memory.
    """
    places = {address: f"{name}.xhtml" for address, name in inside.items()}
    with path.open("wb") as file, translation.override(facts.language):
        _write(file, facts, chapters, places, advance)


def _write(
    file: IO[bytes], facts: Facts, chapters: Iterable[Chapter], places: dict[str, str],
    advance: Advance,
) -> None:  # fmt: skip
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # First, and as it is: by it the file is known for what it is.
        _put(archive, "mimetype", b"application/epub+zip", is_packed=True)
        _put(archive, "META-INF/container.xml", CONTAINER)
        shelf = _Shelf(archive)
        cleaner = Cleaner(shelf.take, places)
        _page(archive, "title", facts.title, facts.language, _filled("title", facts), "titlepage")
        items, listed = [Item("title", "title.xhtml", "application/xhtml+xml")], []
        for chapter in chapters:
            # For the contents: without its words.
            listed.append(replace(chapter, html=chapter.html[:1], notes=[]))
            if not chapter.html:
                continue
            soup = with_notes(cleaner.clean(chapter.html), chapter.notes, cleaner)
            properties = "svg" if soup.find("svg") else ""
            _page(archive, chapter.name, chapter.title, chapter.language, written(soup))
            href = f"{chapter.name}.xhtml"
            items.append(Item(chapter.name, href, "application/xhtml+xml", properties))
            advance()
        _put(archive, "EPUB/book.css", _filled("book.css", facts))
        first = next(chapter for chapter in listed if chapter.html)
        context = {"entries": nested(listed), "first": first}
        _page(archive, "nav", facts.title, facts.language, _filled("nav", facts, **context))
        has_words = not any(chapter.lacks_words for chapter in listed)
        package = _filled(
            "package.opf", facts, spine=items, items=[*items, *shelf.items],
            has_words=has_words, has_pictures=bool(shelf.items),
        )  # fmt: skip
        _put(archive, "EPUB/package.opf", package)


def with_notes(soup: BeautifulSoup, notes: list[Note], cleaner: Cleaner) -> BeautifulSoup:
    """Put notes at the end, as asides that reading programs may show where they are referred to."""
    for reference in soup.find_all("a", role="doc-noteref"):
        reference["epub:type"] = "noteref"
    if notes:
        html = render_to_string(f"{FOLDER}/notes.html", {"notes": notes})
        soup.append(cleaner.clean(html))
    return soup


def nested(chapters: list[Chapter]) -> list[tuple[Chapter, list[Chapter]]]:
    """Return chapters of the first level, each with those of the second that follow it."""
    found: list[tuple[Chapter, list[Chapter]]] = []
    for chapter in chapters:
        if chapter.level == 1 or not found:
            found.append((chapter, []))
        else:
            found[-1][1].append(chapter)
    return found


def _page(
    archive: zipfile.ZipFile, name: str, title: str, language: str, body: str, kind: str = ""
) -> None:
    context = {"title": title, "language": language, "body": safe(body), "kind": kind}
    html = render_to_string(f"{FOLDER}/page.xhtml", context)
    _put(archive, f"EPUB/{name}.xhtml", html)


def _filled(name: str, facts: Facts, **context: object) -> str:
    ending = "" if "." in name else ".html"
    return render_to_string(f"{FOLDER}/{name}{ending}", {"facts": facts, **context})


def _put(
    archive: zipfile.ZipFile, name: str, data: bytes | str, *, is_packed: bool = False
) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
