"""A book as PDF: tagged, for reading on paper, notes at the foot of the page they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from chronique.articles.numbering import Note
from chronique.exchange.books.chapters import FOLDER, Chapter
from chronique.exchange.books.facts import Facts
from chronique.exchange.books.pictures import picture_bytes
from chronique.exchange.books.xhtml import Cleaner, written
from chronique.text.html import safe

# WeasyPrint lets the whole process take pictures that are cut short, those of the desk among them.
ImageFile.LOAD_TRUNCATED_IMAGES = False

Advance = Callable[[], None]
# How the page names its pictures; nothing else is fetched, from nowhere.
SCHEME = "picture:"
FONT = "font:"
VARIANT = "pdf/ua-1"


def write_pdf(
    path: Path, facts: Facts, chapters: Iterable[Chapter], *, inside: dict[str, str],
    advance: Advance,
) -> None:  # fmt: skip
    """Write a book to a file; the arguments are those of `epub.write_epub`."""
    places = {address: f"#{name}" for address, name in inside.items()}
    cleaner = Cleaner(_named, places)
    parts = []
    for chapter in chapters:
        soup = _own_places(cleaner.clean(chapter.html), chapter.name)
        parts.append({"chapter": chapter, "html": _with_notes(soup, chapter, cleaner)})
        if chapter.html:
            advance()
    with translation.override(facts.language):
        html = render_to_string(f"{FOLDER}/paper.html", {"facts": facts, "parts": parts})
    fetcher, fonts = _Fetcher(), FontConfiguration()
    style = CSS(
        string=render_to_string(f"{FOLDER}/paper.css"), base_url=SCHEME, url_fetcher=fetcher,
        font_config=fonts,
    )  # fmt: skip
    document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
    document.write_pdf(path, stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)


def _named(number: int) -> str:
    return f"{SCHEME}{number}" if picture_bytes(number) else ""


class _Fetcher(URLFetcher):
    """Hands out pictures and fonts of ours; all else is refused, so that no book asks anybody."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(FONT):
            font = finders.find(f"front/fonts/{Path(url.removeprefix(FONT)).name}")
            return _found(url, Path(str(font)).read_bytes(), "font/woff2")
        if url.startswith(SCHEME) and (data := picture_bytes(int(url.removeprefix(SCHEME)))):
            return _found(url, data, "image/jpeg")
        raise ValueError(f"a book fetches nothing: {url}")


def _found(url: str, data: bytes, media_type: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, data, {"Content-Type": media_type})


def _own_places(soup: BeautifulSoup, name: str) -> BeautifulSoup:
    """Tell the places of one chapter from those of all others, now that they share one page."""
    for element in soup.find_all(id=True):
        element["id"] = f"{name}-{element['id']}"
    for link in soup.find_all("a", href=True):
        href = str(link["href"])
        if href.startswith("#") and soup.find(id=f"{name}-{href[1:]}"):
            link["href"] = f"#{name}-{href[1:]}"
    for element in soup.select("[aria-labelledby]"):
        element["aria-labelledby"] = f"{name}-{element['aria-labelledby']}"
    return soup


def _with_notes(soup: BeautifulSoup, chapter: Chapter, cleaner: Cleaner) -> str:
    """Put each note where it is first referred to: the style sheet takes it to the foot."""
    notes: dict[str, Note] = {str(note.number): note for note in chapter.notes}
    for reference in soup.find_all("a", role="doc-noteref"):
        note = notes.pop(reference.get_text(strip=True), None)
        if note is None:
            # Referred to again: it stands at the foot of the page where it was first.
            reference["href"] = f"#{chapter.name}-note-{reference.get_text(strip=True)}"
            continue
        above = reference.parent
        holder = above if above and above.name == "sup" else reference
        place = f"{chapter.name}-note-{note.number}"
        foot = Tag(name="span", attrs={"class": "footnote", "id": place})
        for piece in list(_inline(cleaner.clean(note.html)).children):
            foot.append(piece)
        holder.replace_with(foot)
    return safe(written(soup))


def _inline(note: BeautifulSoup) -> BeautifulSoup:
    """A note stands inside a sentence: its paragraphs become lines."""
    for block in note.find_all(["p", "ul", "ol", "li", "div", "blockquote"]):
        block.append(" ")
        block.unwrap()
    return note
