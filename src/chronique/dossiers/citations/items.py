"""What is cited, as all formats need it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from chronique.dossiers.citations.issued import Issued

# Which kinds there are, the model says; here is what each format calls them.
KINDS = ("official", "press", "document", "interview", "leak", "social", "observation", "article")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Name:
    """Of a person, in two parts where somebody told them apart, else as it was written."""

    family: str = ""
    given: str = ""
    whole: str = ""

    @classmethod
    def read(cls, written: str) -> Name:
        family, comma, given = (part.strip() for part in written.partition(","))
        return cls(family=family, given=given) if comma and given else cls(whole=written.strip())

    @property
    def inverted(self) -> str:
        return self.whole or f"{self.family}, {self.given}"

    @property
    def straight(self) -> str:
        return self.whole or f"{self.given} {self.family}"


@dataclass(frozen=True)
class Item:
    """One source. All texts are of one line, without control characters."""

    number: int
    # One of KINDS.
    kind: str
    title: str
    names: tuple[Name, ...] = ()
    publisher: str = ""
    url: str = ""
    language: str = ""
    issued: Issued = field(default_factory=Issued)
    seen: date | None = None
    # What was relied on, and how far it is believed.
    note: str = ""

    @property
    def key(self) -> str:
        """Return what a text calls it: unique, and no other the next time."""
        first = self.names[0] if self.names else Name(whole=self.publisher or self.title)
        word = _ascii(first.family or first.whole)[:30] or "source"
        return f"{word}{self.issued.year_digits}-{self.number}"


def names_of(written: str) -> tuple[Name, ...]:
    """Return the names in a text that has semicolons between them."""
    return tuple(Name.read(part) for part in written.split(";") if part.strip())


def one_line(text: str) -> str:
    """Return a text on one line, without what no file of plain words should hold."""
    kept = (c for c in _SPACES.sub(" ", text) if unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
