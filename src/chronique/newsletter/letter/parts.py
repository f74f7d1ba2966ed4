"""An article's parts as they stand in letters: its head, and its body element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from chronique.articles import showing
from chronique.articles.body import Piece, render_pieces, with_whole_addresses
from chronique.articles.corrections import as_blocks, render_corrections
from chronique.articles.models import Article
from chronique.articles.plain import plain_body
from chronique.articles.shelf import Shelf, Wanted
from chronique.text import html, tree
from chronique.text.excerpts import reading_minutes
from chronique.text.typography import typeset

FOLDER = "newsletter/letter/blocks"
# The sheet without its edges, in pixels.
WIDE = 564
REFERENCE = re.compile(r'<sup class="note-ref"><a [^>]*>(\d+)</a></sup>')
HEADING = re.compile(r"<h[1-6]\b")
# Of an article's beginning, when it is not sent whole: so many words, and only such elements.
BEGINNING_WORDS = 130
PROSE = re.compile(r"\s*<(?:p|ul|ol|blockquote|h[2-4])\b")


@dataclass(frozen=True)
class Head:
    title: str
    address: str
    language: str
    section: str
    standfirst: str
    authors: str
    day: datetime | None
    minutes: int
    # The lead picture as HTML, or nothing.
    lead: str


@dataclass
class Correction:
    html: str
    plain: str = ""


def address_of(article: Article, root: str) -> str:
    """Return the whole address; of what has none yet the site's."""
    return f"{root}{article.address or '/'}"


def head_of(article: Article, *, root: str, with_caption: bool) -> Head:
    def set_(text: str) -> str:
        return typeset(text, article.language)

    return Head(
        title=set_(article.title),
        address=address_of(article, root),
        language=article.language,
        section=set_(article.section.name) if article.section else "",
        standfirst=set_(article.standfirst if with_caption else article.teaser),
        authors=", ".join(set_(each.author.name) for each in showing.writers(article)),
        day=article.first_published_at or article.go_live_at,
        minutes=reading_minutes(plain_body(article.body.get_prep_value())),
        lead=_lead(article, root, with_caption=with_caption),
    )


def _lead(article: Article, root: str, *, with_caption: bool) -> str:
    if not article.lead_picture:
        return ""
    words = {
        "caption": article.lead_caption if with_caption else "",
        "credit": article.lead_credit if with_caption else "",
    }
    context = {
        "picture": article.lead_picture, "alt": article.lead_alt, "decorative": not with_caption,
        "link": "", "address": "", "width": WIDE,
        **{name: typeset(text, article.language) for name, text in words.items()},
    }  # fmt: skip
    return _whole(render_to_string("newsletter/letter/_picture.html", context), article, root)


def parts_of(article: Article, *, root: str) -> list[str]:
    """Return the body as HTML, cut wherever a letter may end."""
    raw = article.body.get_prep_value()
    pieces = render_pieces(
        raw, language=article.language, shelf=Shelf(Wanted().look(raw)), folder=FOLDER
    )
    parts = (part for piece in pieces for part in _with_notes(piece))
    return [_whole(part, article, root) for part in parts]


def corrections_of(article: Article, *, root: str) -> list[Correction]:
    blocks = as_blocks(article.corrections.get_prep_value())
    shelf = Shelf(Wanted().look(blocks))
    told = render_corrections(blocks, language=article.language, shelf=shelf, folder=FOLDER)
    return [Correction(_whole(each, article, root)) for each in told]


def beginning(parts: list[str]) -> list[str]:
    """Return the first parts that are prose, until they are some words long."""
    count, found = 0, []
    for part in parts:
        if count >= BEGINNING_WORDS:
            break
        if PROSE.match(part):
            found.append(part)
            count += len(html.plain(part).split())
    return without_last_headings(found)


def without_last_headings(parts: list[str]) -> list[str]:
    end = len(parts)
    while end and HEADING.match(parts[end - 1].lstrip()):
        end -= 1
    return parts[:end]


def _with_notes(piece: Piece) -> Iterator[str]:
    """Cut a block after its elements, and put the notes below the one that refers to them."""
    waiting = {note.number: note for note in piece.notes}
    for element in tree.pieces(piece.html):
        numbers = [int(number) for number in REFERENCE.findall(element)]
        text = REFERENCE.sub(r"<sup>\1</sup>", element).strip()
        notes = [waiting.pop(number) for number in numbers if number in waiting]
        shown = render_to_string("newsletter/letter/_notes.html", {"notes": notes}) if notes else ""
        yield text + shown.strip()


def _whole(markup: str, article: Article, root: str) -> str:
    whole = with_whole_addresses(markup, base=root, address=address_of(article, root))
    return html.safe(whole)
