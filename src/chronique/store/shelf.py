"""The hot pages in the memory of a process, ready to be given, within a bound."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from time import time
from typing import NamedTuple

from chronique.store.page import Head, Header

# What stands around the bodies of a page, bytes.
AROUND = 3_000


class Answer(NamedTuple):
    """A page in one encoding, as WSGI wants it."""

    headers: list[Header]
    body: list[bytes]
    etag: str
    # Of an answer that says that nothing changed.
    short: list[Header]


class Entry:
    """A page in memory: the answers that were asked for, ready to be given."""

    __slots__ = ("answers", "checked", "head", "size", "start", "until", "used", "where")

    def __init__(self, head: Head, *, start: int, where: Path | None) -> None:
        self.head, self.start, self.where = head, start, where
        # At which tick it was right, the last time that somebody looked.
        self.checked = -1
        self.until = head.until
        # Whether somebody asked for it since it was last thought cold.
        self.used = False
        self.answers: dict[str, Answer] = {}
        self.size = AROUND

    @property
    def is_over(self) -> bool:
        """Whether the moment has come from which on it is another page."""
        return self.until is not None and time() >= self.until


class Shelf:
    """Pages in the memory of a process, within a bound. The ones that nobody asks for go first."""

    def __init__(self, most_bytes: int) -> None:
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.bytes = 0
        self._most = most_bytes
        self._guard = threading.Lock()

    def put(self, entry: Entry) -> None:
        with self._guard:
            self._take(entry.head.address)
            self.entries[entry.head.address] = entry
            self.bytes += entry.size
            self._make_room()

    def grow(self, entry: Entry, size: int) -> None:
        """Count what was added to an entry, which may be here no more."""
        with self._guard:
            entry.size += size
            if self.entries.get(entry.head.address) is entry:
                self.bytes += size
                self._make_room()

    def drop(self, address: str) -> None:
        with self._guard:
            self._take(address)

    def _take(self, address: str) -> None:
        if before := self.entries.pop(address, None):
            self.bytes -= before.size

    def _make_room(self) -> None:
        while self.bytes > self._most and len(self.entries) > 1:
            address, cold = next(iter(self.entries.items()))
            if cold.used:
                # It gets a second chance, behind the others.
                cold.used = False
                self.entries.move_to_end(address)
            else:
                self._take(address)
