"""A view says what its page shows: `shows(request, "article:42", "articles")`.

A page that says nothing is not kept. What it says in vain, because nobody keeps it, costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Where the front waits for what a view says.
IN_ENVIRON = "chronique.shown"


@dataclass
class Shown:
    tags: set[str] = field(default_factory=set)
    until: datetime | None = None
    is_personal: bool = False


def shows(request: Any, *tags: str, until: datetime | None = None) -> None:
    """Let a page be kept until one of `tags` is forgotten, or a moment comes: the earliest told."""
    shown = _of(request)
    if shown is None:
        return
    shown.tags.update(tags)
    if until is not None:
        shown.until = min(until, shown.until or until)


def is_personal(request: Any) -> None:
    """Readers who take part see this page otherwise: theirs is made for them, and not kept."""
    if shown := _of(request):
        shown.is_personal = True


def is_to_be_kept(request: Any) -> bool:
    """Whether the answer to a request is going to be kept: it is compressed and named there."""
    shown = _of(request)
    return shown is not None and bool(shown.tags)


def _of(request: Any) -> Shown | None:
    found = request.META.get(IN_ENVIRON)
    return found if isinstance(found, Shown) else None
