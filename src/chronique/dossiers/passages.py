"""The paragraphs of rich text, with the phrases that are marked in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

ENDS = {"p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "br", "td", "th", "pre"}


@dataclass(frozen=True)
class Mark:
    """What is marked, from one character of the text to before another, and as what."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Passage:
    text: str
    marks: tuple[Mark, ...] = ()


def passages_of(rich: Iterable[str], *, kind: str) -> list[Passage]:
    """Return the paragraphs of some rich texts; of its references only those of one kind."""
    found: list[Passage] = []
    for text in rich:
        reader = _Reader(kind)
        reader.feed(text)
        reader.close()
        reader.end()
        found += reader.found
    return found


class _Reader(HTMLParser):
    def __init__(self, kind: str) -> None:
        super().__init__(convert_charrefs=True)
        self.kind = kind
        self.found: list[Passage] = []
        self.text, self.marks = "", list[Mark]()
        # Where the open reference began, and what it is called.
        self.open: tuple[int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDS:
            self.end()
        said = dict(attrs)
        if tag == "a" and said.get("linktype") == self.kind:
            self.open = (len(self.text), said.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ENDS:
            self.end()
        if tag == "a" and self.open:
            start, key = self.open
            self.marks.append(Mark(start, len(self.text), key))
            self.open = None

    def handle_data(self, data: str) -> None:
        self.text += data

    def end(self) -> None:
        if self.text.strip():
            self.found.append(Passage(self.text, tuple(self.marks)))
        self.text, self.marks, self.open = "", [], None
