"""An edition cut into the pieces that a reader would point at: what is compared with another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from chronique.articles.models import Edition
from chronique.articles.notes import MARKER
from chronique.articles.plain import plain_texts
from chronique.articles.values import items
from chronique.text import html, tree
from chronique.text.differences import Piece

# Tags that say where words lead and how they look; those that only part them are not told.
DRESS = re.compile(r"<(?!/|p\b|li\b|ul\b|ol\b|br\b)[^>]+>")
EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
PROSE = ("paragraph", "quotation", "aside")
# What of a block is words, and stands in its pieces; the rest is its dress.
SPOKEN = {
    "text", "notes", "title", "caption", "credit", "alt", "attribution", "source", "label", "code",
    "html", "columns", "rows", "stood", "stands", "reason",
}  # fmt: skip


def pieces_of(edition: Edition) -> list[Piece]:
    """Return all that readers read of an edition, in order."""
    return [piece for piece in _pieces(edition) if piece.text or piece.dress]


def _pieces(edition: Edition) -> Iterator[Piece]:
    yield Piece("title", edition.title)
    for line in edition.standfirst.splitlines():
        yield Piece("standfirst", line.strip())
    lead = edition.lead
    if any(lead.values()):
        dress = str(lead.get("picture") or "")
        words = " ".join(filter(None, (lead.get("alt"), lead.get("caption"), lead.get("credit"))))
        yield Piece("picture", words, dress)
    yield from _of_blocks(edition.body)
    yield from _of_blocks(edition.corrections)


def _of_blocks(raw: Iterable[dict[str, Any]]) -> Iterator[Piece]:
    for block in raw:
        kind, value = block["type"], block.get("value")
        if kind in PROSE and isinstance(value, dict):
            yield from _of_prose(kind, value)
        elif isinstance(value, dict):
            yield from _of_thing(kind, block)


def _of_prose(kind: str, value: dict[str, Any]) -> Iterator[Piece]:
    """Yield a piece a paragraph or an item of a list, then one a note."""
    if title := value.get("title"):
        yield Piece("aside_title", title)
    for element in tree.pieces(value.get("text") or ""):
        dress = _dress(element)
        for line in html.plain(element).split("\n"):
            yield Piece(kind, " ".join(MARKER.sub("", line).split()), dress)
    if source := value.get("source"):
        yield Piece(kind, source, value.get("source_url") or "")
    for note in items(value.get("notes")):
        yield Piece("note", " ".join(html.plain(note).split()), _dress(note))


def _dress(markup: str) -> str:
    return "".join(DRESS.findall(EDITOR_KEY.sub("", markup)))


def _of_thing(kind: str, block: dict[str, Any]) -> Iterator[Piece]:
    """Yield its lines; what is no words counts with the first of them."""
    lines = [line for text, _ in plain_texts([block]) for line in text.split("\n")]
    rest = {key: part for key, part in block["value"].items() if key not in SPOKEN | {"id"}}
    # A correction's kind and day are told where it stands; of an empty value nothing is.
    shown = {key: part for key, part in rest.items() if part not in ("", None, False, [], {})}
    dress = blake2b(repr(sorted(shown.items())).encode(), digest_size=8).hexdigest()
    for line in lines[:1] or [""]:
        yield Piece(kind, " ".join(line.split()), dress if shown else "")
    yield from (Piece(kind, " ".join(line.split())) for line in lines[1:] if line.strip())
