"""What a text points at in the middle of a sentence, beside pages and files: things of rooms above.

In rich text it is `<a linktype="KIND" id="NAME">words</a>`. A room that has such things registers
their kind when it is loaded; of a kind that nobody registered, and of what is not there, only the
words are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from chronique.articles.links import texts

ANCHOR = re.compile(r"<a\b([^>]*\blinktype=[^>]*)>")
ATTRIBUTE = re.compile(r'\b(linktype|id)="([^"]*)"')


class Kind(Protocol):
    """One kind of thing that a text may point at."""

    # As `linktype` says it.
    name: str

    def fetch(self, ids: set[str]) -> Mapping[str, Any]:
        """Return what readers may see of it, by the same names; at most one query."""

    def names(self, ids: set[str]) -> Iterable[str]:
        """Name, for kept pages, what a page that points at them shows, or would show."""

    def render(self, thing: Any, words: str, language: str) -> str:
        """Return the words, which are HTML, as they stand in the text. No query."""


class NotedKind(Kind, Protocol):
    """One to which a text refers by a number, as to a note."""

    def note(self, thing: Any, language: str) -> str:
        """Return what stands about it among the notes, as HTML. No query."""

    def render_alone(self, thing: Any, words: str, language: str) -> str:
        """Return the words where no notes are: they lead to what is said of it. No query."""


_KINDS: dict[str, Kind] = {}
_NOTED: dict[str, NotedKind] = {}


def register(kind: Kind) -> None:
    _KINDS[kind.name] = kind


def register_noted(kind: NotedKind) -> None:
    _KINDS[kind.name] = _NOTED[kind.name] = kind


def forget_kind(name: str) -> None:
    """For tests, which register kinds of their own."""
    del _KINDS[name]
    _NOTED.pop(name, None)


def pointed_at(raw: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Return what a raw body points at: the names by kind, in order, each once."""
    found: dict[str, dict[str, None]] = {}
    for block in raw:
        for anchor in ANCHOR.findall(texts(block["value"])):
            said = dict(ATTRIBUTE.findall(anchor))
            if said.get("linktype") in _KINDS and said.get("id"):
                found.setdefault(said["linktype"], {})[said["id"]] = None
    return {kind: list(ids) for kind, ids in found.items()}


def fetch(pointed: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], Any]:
    """Return the things by (kind, name), one query for each kind that is pointed at."""
    return {
        (kind, one): thing
        for kind, ids in pointed.items()
        for one, thing in _KINDS[kind].fetch(set(ids)).items()
    }


def shown_by(pointed: Mapping[str, Iterable[str]]) -> set[str]:
    """Name all that a page shows which points at them."""
    return {name for kind, ids in pointed.items() for name in _KINDS[kind].names(set(ids))}


def render(kind: str, thing: Any, words: str, language: str) -> str:
    return _KINDS[kind].render(thing, words, language)


def render_alone(kind: str, thing: Any, words: str, language: str) -> str:
    """Return the words as they stand where no notes are."""
    if kind in _NOTED:
        return _NOTED[kind].render_alone(thing, words, language)
    return render(kind, thing, words, language)


def is_noted(kind: str) -> bool:
    return kind in _NOTED


def note(kind: str, thing: Any, language: str) -> str:
    """Return what stands among the notes about a thing of a kind that is noted."""
    return _NOTED[kind].note(thing, language)
