"""Caches in front are told what was forgotten: Varnish, set up as docs/varnish.vcl does."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from chronique.base.errors import Unreachable
from chronique.base.http import ask_to
from chronique.store.known import EVERYTHING

logger = logging.getLogger(__name__)

# A writer waits for it: a cache that is slower is told by the worker.
SECONDS = 1.0
# Of one request, and how many there may be: more tags stand for everything. Characters.
LONGEST, MOST = 3000, 10
# How long a cache that did not answer is left in peace by those who wait for it, seconds.
REST = 30.0
_rests: dict[str, float] = {}


def write_down(folder: Path, addresses: Sequence[str]) -> None:
    """Leave the addresses for processes that have other settings than the server."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "caches").write_text(" ".join(addresses))


def written_down(folder: Path) -> list[str]:
    try:
        return (folder / "caches").read_text().split()
    except OSError:
        return []


def tell_at_once(cache: str, tags: Sequence[str]) -> None:
    """Tell it while a writer waits. One that was away a moment ago is left to the worker: who
    writes much does not wait each time.
    """
    if time.monotonic() >= _rests.get(cache, 0.0) and not tell(cache, tags):
        _rests[cache] = time.monotonic() + REST


def tell(cache: str, tags: Sequence[str]) -> bool:
    """Ask a cache to forget what shows one of `tags`; whether it did."""
    host = frozenset({urlsplit(cache).hostname or ""})
    try:
        for some in _lines(tags):
            ask_to("BAN", cache, {"Cache-Tag": some}, seconds=SECONDS, private_hosts=host)
    except Unreachable as error:
        logger.warning("store.cache_away cache=%s error=%s", cache, error)
        return False
    return True


def _lines(tags: Sequence[str]) -> list[str]:
    """Return the tags as headers that are not too long."""
    lines = list(_cut(tags))
    return [EVERYTHING] if EVERYTHING in tags or len(lines) > MOST else lines


def _cut(tags: Sequence[str]) -> Iterator[str]:
    line = ""
    for tag in tags:
        if line and len(line) + len(tag) >= LONGEST:
            yield line
            line = ""
        line += f",{tag}" if line else tag
    if line:
        yield line
