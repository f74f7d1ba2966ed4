"""When are two things of the same number the same thing? Pure.

Numbers alone do not tell: two blogs that lived at one address (a machine of one's own, a site that
was begun anew) both have an article number 1, and an import of the second must not write over the
first.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from chronique.exchange.wxr.records import CommentRecord, Item

NO_DATE = "0000-00-00"
LONGEST = 100


def number_of(item: Item) -> str:
    """Return the number under which an item is known; what else names it where it has none."""
    return (item.id or item.guid or item.link or item.slug or item.title or "nameless")[:150]


def mark_of(item: Item) -> list[str]:
    """Return what tells an item from another of the same number."""
    date = "" if item.post_date.startswith(NO_DATE) else item.post_date
    return [_bare(item.guid), *(text[:LONGEST] for text in (item.slug, date, item.title))]


def mark_of_comment(record: CommentRecord) -> list[str]:
    return [record.date_gmt, record.author[:LONGEST], record.content[:LONGEST]]


def is_same(known: Sequence[str], mark: Sequence[str]) -> bool:
    """Whether two marks are of one thing: it may be renamed, or dated anew; not all at once."""
    if not known or not mark:
        return True
    if known[0] and mark[0] and known[0] != mark[0]:
        return False
    pairs = list(zip(known[1:], mark[1:], strict=False))
    return any(one == other or not (one and other) for one, other in pairs)


def _bare(guid: str) -> str:
    """Return a guid without what changes when a site moves to https or drops its www."""
    try:
        parts = urlsplit(guid.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return guid[:LONGEST]
    return f"{host}{parts.path}?{parts.query}"[:200] if host else guid[:LONGEST]
