"""A view says what its page shows: `shows(request, "article:42", "articles:1")`.

A page that says nothing is not kept. What it says in vain, because nobody keeps it, costs nothing.
Parts of a page, which stand in others that are not kept, too, say `shows_too`.
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
    is_closed: bool = False


def shows(request: Any, *tags: str, until: datetime | None = None) -> None:
    """Let a page be kept until one of `tags` is forgotten, or a moment comes: the earliest told.

    Raises ValueError for what is no tag: a word.
    """
    if wrong := [tag for tag in tags if tag.split() != [tag]]:
        raise ValueError(f"no tags: {wrong}")
    shown = _of(request)
    if shown is None or shown.is_closed:
        return
    shown.tags.update(tags)
    if until is not None:
        shown.until = min(until, shown.until or until)


def shows_too(request: Any, *tags: str, until: datetime | None = None) -> None:
    """Say the same of a part of a page; nothing where the page itself is not to be kept."""
    if is_to_be_kept(request):
        shows(request, *tags, until=until)


def shows_instead(request: Any, *tags: str) -> None:
    """Say what an answer shows that takes the place of another, as a redirect does of a 404."""
    if is_to_be_kept(request):
        request.META[IN_ENVIRON].tags = set(tags)
        request.META[IN_ENVIRON].until = None


def is_not_kept(request: Any) -> None:
    """Whatever is said of this answer, also of a 404 in its place, it is not kept."""
    if shown := _of(request):
        shown.tags, shown.is_closed = set(), True


def is_personal(request: Any) -> None:
    """Readers who take part see this page otherwise: theirs is made for them, and not kept."""
    if shown := _of(request):
        shown.is_personal = True


def is_to_be_kept(request: Any) -> bool:
    """Whether the answer to a request is going to be kept: it is compressed and named there."""
    shown = _of(request)
    return shown is not None and bool(shown.tags)


def _of(request: Any) -> Shown | None:
    # A template that is filled in by itself has no request.
    found = request.META.get(IN_ENVIRON) if request else None
    return found if isinstance(found, Shown) else None
