"""What was forgotten, in order: one file that all processes of a machine add to and read.

A line holds a tick (1, 2, 3 …), the number of the row that the change wrote (0: none), whether also
the previous copies are gone, and the tags. A page that was begun at tick 7 is right as long as
none of its tags stands in a later line. So nobody counts or removes pages when something changes:
to forget costs the same for one page and for a hundred thousand.

The newest tick stands in a memory that all processes share, so that to look whether anything
changed costs no call of the system.
"""

from __future__ import annotations

import fcntl
import logging
import mmap
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chronique.store.page import Head

logger = logging.getLogger(__name__)

# Stands for all pages.
EVERYTHING = "*"
# A record that is longer is written anew, with the last line of each tag, bytes.
LONGEST = 2_000_000
# So many numbers of rows are remembered: more than are written while one waits to be heard.
NUMBERS = 10_000
# In the shared memory: the newest tick, and a number of the file that it counts.
_TICK, _FILE = 0, 1


class Record:
    """The record in a folder, as one process knows it. Threads share one."""

    def __init__(self, folder: Path, *, made_by: str = "") -> None:
        # Which program makes pages, with which settings: those of another one are not right here.
        self._made_by = made_by
        self._path, self._shared = folder / "forgotten", folder / "forgotten.now"
        self._guard = threading.RLock()
        self._read = self._file = -1
        folder.mkdir(parents=True, exist_ok=True)
        self._map()
        self._begin()
        self.catch_up()

    @property
    def tick(self) -> int:
        """The newest tick of any process; take it before a page is begun."""
        return self.now[_TICK]

    def is_right(self, head: Head) -> bool:
        """Whether nothing that a page shows changed since it was begun."""
        self.catch_up()
        return head.record == self.name and self._is_later(self._forgotten, head)

    def may_be_shown(self, head: Head) -> bool:
        """Whether a page that is not right may be shown while it is made anew."""
        self.catch_up()
        return head.record == self.name and self._is_later(self._dropped, head)

    def knows(self, number: int) -> bool:
        """Whether the change that wrote a row was heard of here."""
        self.catch_up()
        return number in self._numbers

    def note(self, tags: Iterable[str], *, entirely: bool = False, number: int = 0) -> int:
        """Add that tags were forgotten; return the tick. Once for each number but 0.

        If it cannot be written down, nothing kept is shown until it can be: see `mend`.
        """
        with self._guard:
            try:
                with self._locked():
                    self.catch_up(is_locked=True)
                    if number and number in self._numbers:
                        return self.now[_TICK]
                    return self._add(sorted(set(tags)), entirely=entirely, number=number)
            except OSError as error:
                logger.error("store.not_noted error=%s", error)
                self.now[_FILE] = 0
                self.now[_TICK] += 1
                return self.now[_TICK]

    def mend(self) -> None:
        """Begin a new record where the old one is gone or cannot be trusted, or is too long."""
        with self._guard, suppress(OSError):
            if self.now[_FILE] == 0 or not self._is_there():
                self._map()
                self._begin()
            elif self._path.stat().st_size > LONGEST:
                with self._locked():
                    self.catch_up(is_locked=True)
                    self._shorten()
            self.catch_up()

    def catch_up(self, *, is_locked: bool = False) -> None:
        """Read what was added since the last time."""
        if self.now[_TICK] == self._read and self.now[_FILE] == self._file:
            return
        with self._guard:
            tick, file = self.now[_TICK], self.now[_FILE]
            if file != self._file:
                self._forget_all()
            if file and not self._read_on(tick):
                # Another process is writing, or died of it.
                with suppress(OSError), self._locked() if not is_locked else _nothing():
                    self._read_on(tick)
            self._read, self._file = tick, file

    def _add(self, tags: list[str], *, entirely: bool, number: int) -> int:
        tick = self.now[_TICK] + 1
        line = f"{tick} {number} {'!' if entirely else '-'} {' '.join(tags)}\n"
        with open(self._path, "ab", buffering=0) as file:
            if file.write(line.encode()) != len(line.encode()):
                raise OSError("the record was cut short")
        # Whoever sees the tick finds the line.
        self.now[_TICK] = tick
        self.catch_up(is_locked=True)
        return tick

    def _read_on(self, tick: int) -> bool:
        """Take in further lines; return whether the line of `tick` was reached."""
        try:
            with open(self._path, "rb") as file:
                file.seek(self._offset)
                data = file.read()
        except OSError:
            return False
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.decode("utf-8", "replace").splitlines():
            self._take(line)
        self._offset += len(whole)
        return self._last >= tick

    def _take(self, line: str) -> None:
        words = line.split(" ")
        if words[0] == "record":
            self._given = words[1]
            self.name = f"{words[1]} {self._made_by}"
            return
        with suppress(ValueError, IndexError):
            tick, number, manner, *tags = words
            self._last = int(tick)
            for tag in tags:
                self._forgotten[tag] = self._last
                if manner == "!":
                    self._dropped[tag] = self._last
            if int(number):
                self._numbers[int(number)] = None
                while len(self._numbers) > NUMBERS:
                    del self._numbers[next(iter(self._numbers))]

    def _is_later(self, ticks: dict[str, int], head: Head) -> bool:
        later = ticks.get(EVERYTHING, 0) <= head.stamp
        return later and all(ticks.get(tag, 0) <= head.stamp for tag in head.tags)

    def _forget_all(self) -> None:
        self.name, self._given, self._offset, self._last = "", "", 0, 0
        self._forgotten: dict[str, int] = {}
        self._dropped: dict[str, int] = {}
        self._numbers: dict[int, None] = {}

    def _map(self) -> None:
        with open(os.open(self._shared, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            if os.fstat(file.fileno()).st_size < 16:
                os.ftruncate(file.fileno(), 16)
            self.now = memoryview(mmap.mmap(file.fileno(), 16)).cast("Q")
            self._inode = os.fstat(file.fileno()).st_ino
        self._read = self._file = -1
        self._forget_all()

    def _is_there(self) -> bool:
        """Whether the files are those that this process reads."""
        try:
            return self._shared.stat().st_ino == self._inode and self._path.is_file()
        except OSError:
            return False

    def _begin(self) -> None:
        """Write the first line, if there is none that the shared memory counts."""
        with self._locked():
            if self.now[_FILE] and self._path.is_file():
                return
            self._write(f"record {secrets.token_hex(8)}\n".encode())

    def _shorten(self) -> None:
        lines = {}
        for manner, ticks in (("-", self._forgotten), ("!", self._dropped)):
            for tag, tick in ticks.items():
                lines[(tick, manner, tag)] = f"{tick} 0 {manner} {tag}\n"
        numbers = "".join(f"{self._last} {number} -\n" for number in self._numbers)
        rows = "".join(lines[place] for place in sorted(lines))
        self._write(f"record {self._given}\n{rows}{numbers}".encode())

    def _write(self, data: bytes) -> None:
        draft = self._path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(data)
        draft.replace(self._path)
        # A tick that nobody had: pages that were begun before go by another record.
        self.now[_TICK] += 1
        self.now[_FILE] = secrets.randbits(62) | 1

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes, and other threads, from writing."""
        with open(
            os.open(self._shared.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        ) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def _nothing() -> Iterator[None]:
    yield
