"""The words of a body, without its markup: what a search finds and a reading time counts."""

from collections.abc import Iterable, Iterator
from typing import Any

from chronique.articles.notes import MARKER
from chronique.articles.values import items
from chronique.text import html
from chronique.text.excerpts import excerpt

SUMMARY_WORDS = 35

# What readers read of each block, in order, and whether it is stored as HTML. Numbers, addresses,
# anchors and languages are not here; what lies deeper is in `_deeper`.
READ: dict[str, dict[str, bool]] = {
    "paragraph": {"text": True},
    "heading": {"text": False},
    "pull_quote": {"text": False, "attribution": False},
    "quotation": {"text": True, "source": False},
    "read_also": {"label": False},
    "picture": {"alt": False, "caption": True, "credit": False},
    "gallery": {"caption": True},
    "embed": {"title": False, "author": False, "text": False},
    "table": {"caption": False},
    "code": {"code": False, "caption": False},
    "aside": {"title": False, "text": True},
    "file": {"title": False},
    "media": {"title": False, "caption": True},
    "html": {"html": True},
    "correction": {"text": True, "stood": False, "stands": False, "reason": False},
}


def plain_body(raw: Iterable[dict[str, Any]]) -> str:
    """Return all that readers read in a raw body or in raw corrections, a line a block of text."""
    return "\n".join(text for text, _ in plain_texts(raw))


def summary_of(raw: Iterable[dict[str, Any]]) -> str:
    """Return the first words of a raw body's running text, without notes, for lists of articles
    without standfirst.
    """
    blocks = [{**block, "value": _without_notes(block["value"])} for block in raw]
    prose = [block for block in blocks if block["type"] in ("paragraph", "quotation", "aside")]
    return excerpt(" ".join(plain_body(prose or blocks).split()), SUMMARY_WORDS)


def _without_notes(value: Any) -> Any:
    return {**value, "notes": []} if isinstance(value, dict) else value


def plain_texts(raw: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield each text of a raw body with its language; empty where it is the article's own."""
    for block in raw:
        kind, value = block["type"], block["value"] or {}
        if kind in READ:
            language = value.get("language") or "" if kind == "quotation" else ""
            texts = [*_texts(value, READ[kind]), *_deeper(kind, value)]
            yield from ((text, language) for text in texts if text)


def _texts(value: dict[str, Any], fields: dict[str, bool]) -> Iterator[str]:
    for name, is_html in fields.items():
        yield _words(value.get(name), is_html=is_html)


def _words(text: Any, *, is_html: bool) -> str:
    words = MARKER.sub("", html.plain(str(text or ""))) if is_html else str(text or "")
    return words.strip()


def _deeper(kind: str, value: dict[str, Any]) -> Iterator[str]:
    """Yield the texts in a block's lists: notes, a gallery's pictures, a table's cells."""
    if kind == "paragraph":
        for note in items(value.get("notes")):
            yield _words(note, is_html=True)
    elif kind == "gallery":
        for picture in items(value.get("pictures")):
            yield from _texts(picture, READ["picture"])
    elif kind == "table":
        yield from _cells(value)


def _cells(table: dict[str, Any]) -> Iterator[str]:
    """Yield a table's headings as one text, then each of its rows."""
    columns = table.get("columns") or []
    yield " ".join(heading for column in columns if (heading := column.get("heading")))
    for row in table.get("rows") or []:
        cells = zip(columns, row["values"], strict=False)
        texts = [_words(cell, is_html=column.get("type") == "rich") for column, cell in cells]
        yield " ".join(text for text in texts if text)
