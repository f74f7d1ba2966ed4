"""A feed and its entries, whatever form they are written in. Addresses are whole, texts typeset."""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from chronique.feeds.rules import NEVER, legal


@dataclass(frozen=True)
class Person:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Attachment:
    """A picture that goes with an entry."""

    url: str
    type: str
    size_bytes: int
    width: int
    height: int
    alt: str = ""
    credit: str = ""


@dataclass
class Entry:
    id: str
    url: str
    title: str
    language: str
    published: datetime
    updated: datetime
    # HTML.
    content: str
    # Words without markup.
    summary: str = ""
    authors: list[Person] = field(default_factory=list)
    contributors: list[Person] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    picture: Attachment | None = None
    # Where its comments are read, and where they are followed: the address of a feed.
    comments: str = ""
    comments_feed: str = ""
    # The identifier and address of what it answers.
    answers: tuple[str, str] | None = None


@dataclass
class Feed:
    title: str
    # Words without markup; what RSS calls description.
    subtitle: str
    language: str
    # The page whose feed it is, and the address of the feed as RSS.
    home: str
    address: str
    publisher: Person
    rights: str = ""
    logo: str = ""
    entries: list[Entry] = field(default_factory=list)
    # What it shows, as `articles.tags` names it.
    names: set[str] = field(default_factory=set)

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NEVER)


def made_legal(feed: Feed) -> Feed:
    """Return a copy of a feed whose texts any XML document may hold."""
    copy: Feed = _legal(feed)
    return copy


def _legal(value: Any) -> Any:
    if isinstance(value, str):
        # Not the class of a safe string: what reads this escapes it once more.
        return legal(value)
    if isinstance(value, list | tuple):
        return type(value)(_legal(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _legal(getattr(value, f.name)) for f in fields(value)})
    return value
