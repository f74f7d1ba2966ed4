"""How programs find what a page said at a moment: RFC 7089, and the links of RFC 8288 and 6690.

Addresses are whole here, in ASCII; moments are aware.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple

LINK_FORMAT = "application/link-format"
# "Thu, 31 May 2007 20:35:00 GMT", and nothing else (RFC 7089, 2.1.1).
MOMENT = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d) GMT"
)


class Memento(NamedTuple):
    address: str
    moment: datetime


def http_moment(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def asked_for(text: str) -> datetime | None:
    """Return the moment that an `Accept-Datetime` names; None when it is none."""
    found = MOMENT.fullmatch(text.strip())
    try:
        return datetime.strptime(f"{found[1]} +0000", "%d %b %Y %H:%M:%S %z") if found else None
    except ValueError:
        return None


def links_of_original(*, root: str, path: str) -> str:
    """Return the `Link` of a page itself: where what it said before is asked for."""
    return ", ".join(_ways(root, path))


def links_of_memento(
    *, root: str, path: str, mementos: Sequence[Memento], here: Memento | None = None
) -> str:
    """Return the `Link` of one that it said before, or of who was asked for one: to the page, the
    first and the last, and those around `here`. `mementos`: all, in order.
    """
    near = {0: ["first"], len(mementos) - 1: ["last"]} if mementos else {}
    if mementos and len(mementos) == 1:
        near = {0: ["first", "last"]}
    if here in mementos:
        at = mementos.index(here)
        for place, name in ((at - 1, "prev"), (at + 1, "next")):
            if 0 <= place < len(mementos):
                near.setdefault(place, []).append(name)
        near.setdefault(at, [])
    told = [_memento(mementos[place], names) for place, names in sorted(near.items())]
    return ", ".join([f'<{root}{path}>; rel="original"', *_ways(root, path), *told])


def time_map(*, root: str, path: str, mementos: Sequence[Memento]) -> str:
    """Return all that a page said before, in order, as a document of links."""
    span = ""
    if mementos:
        start, end = (http_moment(mementos[at].moment) for at in (0, -1))
        span = f'; from="{start}"; until="{end}"'
    gate, _ = _ways(root, path)
    lines = [
        f'<{root}{path}>; rel="original"',
        gate,
        f'<{root}/timemap{path}>; rel="self"; type="{LINK_FORMAT}"{span}',
        *(_memento(one, _ends(at, len(mementos))) for at, one in enumerate(mementos)),
    ]
    return ",\n".join(lines) + "\n"


def _ways(root: str, path: str) -> tuple[str, str]:
    gate = f'<{root}/timegate{path}>; rel="timegate"'
    return gate, f'<{root}/timemap{path}>; rel="timemap"; type="{LINK_FORMAT}"'


def _ends(at: int, count: int) -> list[str]:
    return [name for name, place in (("first", 0), ("last", count - 1)) if at == place]


def _memento(memento: Memento, names: Iterable[str]) -> str:
    relation = " ".join([*names, "memento"])
    return f'<{memento.address}>; rel="{relation}"; datetime="{http_moment(memento.moment)}"'
