"""What a book says of itself: on its first page, and to the library that it comes to stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class Facts:
    title: str
    language: str
    publication: str
    # The site's whole address, and that of what the book holds.
    root: str
    address: str
    # What no two books share, and a new making of the same one does.
    identifier: str
    made_at: datetime
    subtitle: str = ""
    description: str = ""
    authors: list[str] = field(default_factory=list)
    licence: str = ""
    licence_url: str = ""
    # Of what it holds.
    published: datetime | None = None

    @property
    def modified(self) -> str:
        """When it was made, as EPUB says it."""
        return self.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
