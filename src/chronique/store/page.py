"""A kept page: what a reader gets, finished and compressed, and what it depends on.

A file of one begins with a line that says how long its head is and which digest it has; the head is
JSON and says where each body lies, and the digest of it. So whatever is cut short or altered is
noticed before anybody reads it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from typing import Any

import brotli
import zstandard

MAGIC = "chronique-page"
# At the moment of keeping. Brotli's best takes twenty times as long: see `packed_best`.
GZIP, BROTLI, ZSTD = 6, 5, 3
BEST_BROTLI = 11
# What is shorter does not gain.
SHORTEST_BYTES = 200
# The length of the first line, so that one read finds the head.
_FIRST = len(MAGIC) + 1 + 8 + 1 + 32 + 1

Header = tuple[str, str]


class Damaged(Exception):
    """A file is not what was kept: cut short, altered, or of another version of the program."""


@dataclass(frozen=True)
class Body:
    """Where the bytes of one encoding lie in the file, and their digest."""

    start: int
    size: int
    digest: str


@dataclass(frozen=True)
class Head:
    """All of a kept page but its bytes."""

    address: str
    status: str
    headers: list[Header]
    tags: list[str]
    # Which record of what was forgotten it goes by, and how much of it was known when the page
    # was begun.
    record: str
    stamp: int
    # The digest of the plain bytes, by which browsers know the page again.
    etag: str
    # Seconds since 1970, of the last time that its bytes changed.
    changed: int
    # Seconds since 1970, from which on it is another page; None: no moment is known.
    until: float | None = None
    # Whether readers who take part see it otherwise: their own held comments, their likes.
    is_personal: bool = False
    is_best: bool = False
    bodies: dict[str, Body] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    head: Head
    bodies: dict[str, bytes]


def digest_of(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def packed(plain: bytes) -> dict[str, bytes]:
    """Return a body in each encoding that makes it smaller, and plain."""
    found = {"": plain}
    if len(plain) < SHORTEST_BYTES:
        return found
    found["gzip"] = gzip.compress(plain, GZIP, mtime=0)
    found["br"] = brotli.compress(plain, quality=BROTLI)
    found["zstd"] = zstandard.compress(plain, ZSTD)
    return {name: body for name, body in found.items() if not name or len(body) < len(plain)}


def packed_best(page: Page) -> Page:
    """Return the same page with Brotli's smallest, which takes about a tenth of a second."""
    best = brotli.compress(page.bodies[""], quality=BEST_BROTLI)
    bodies = page.bodies | ({"br": best} if "br" in page.bodies else {})
    return Page(replace(page.head, is_best=True), bodies)


def written(page: Page) -> bytes:
    """Return the bytes of the file of a page."""
    start, bodies = 0, {}
    for name, body in page.bodies.items():
        bodies[name] = Body(start, len(body), digest_of(body))
        start += len(body)
    head = json.dumps(asdict(replace(page.head, bodies=bodies)), separators=(",", ":")).encode()
    first = f"{MAGIC} {len(head):08x} {digest_of(head)}\n".encode()
    return b"".join([first, head, *page.bodies.values()])


def read_head(data: bytes) -> tuple[Head, int]:
    """Return the head in the first bytes of a file, and where the bodies begin. Raises Damaged."""
    first = data[:_FIRST].decode("ascii", "replace").split()
    if len(first) != 3 or first[0] != MAGIC:
        raise Damaged("no kept page")
    try:
        end = _FIRST + int(first[1], 16)
    except ValueError as error:
        raise Damaged("no length") from error
    head = data[_FIRST:end]
    if digest_of(head) != first[2]:
        raise Damaged("another head")
    return _head(json.loads(head)), end


def read_body(data: bytes, head: Head, start: int, encoding: str) -> bytes:
    """Return one body from the bytes of a file. Raises Damaged."""
    place = head.bodies[encoding]
    body = data[start + place.start : start + place.start + place.size]
    if digest_of(body) != place.digest:
        raise Damaged(f"another body: {encoding or 'plain'}")
    return body


def read(data: bytes) -> Page:
    """Return the whole page in the bytes of a file. Raises Damaged."""
    head, start = read_head(data)
    return Page(head, {name: read_body(data, head, start, name) for name in head.bodies})


def _head(raw: dict[str, Any]) -> Head:
    try:
        raw["bodies"] = {name: Body(**place) for name, place in raw["bodies"].items()}
        raw["headers"] = [(name, value) for name, value in raw["headers"]]
        return Head(**raw)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise Damaged("of another version") from error


def etag_for(head: Head, encoding: str) -> str:
    """Return the strong validator of one form: other bytes, another one (RFC 9110, 8.8.3)."""
    form = f"{encoding}{BEST_BROTLI}" if encoding == "br" and head.is_best else encoding
    return f'"{head.etag[:16]}{"-" if form else ""}{form}"'


def keepable(headers: Sequence[Header]) -> bool:
    """Whether an answer is the same for everybody, as far as its headers tell."""
    for name, value in headers:
        low, words = name.lower(), value.lower()
        if low in ("set-cookie", "content-encoding"):
            return False
        if low == "vary" and {word.strip() for word in words.split(",")} - {"accept-encoding"}:
            return False
        if low == "cache-control" and ("no-store" in words or "private" in words):
            return False
    return True
