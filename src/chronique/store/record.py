"""What was forgotten, in order: one file that all processes of a machine add to and read.

A page that was begun at tick 7 is right as long as none of its tags stands in a later line: see
`known`. So nobody counts or removes pages when something changes: to forget costs the same for one
page and for a hundred thousand.

The newest tick stands in a memory that all processes share, so that to look whether anything
changed costs no call of the system. Ticks are microseconds by the clock, or follow the last one
where that is later: none comes twice, whatever is lost. Where the file is gone, or is not what was
written, a new one is begun, by which no page is right that was made before. Where that cannot be
done either, no kept page is shown.
"""

from __future__ import annotations

import fcntl
import logging
import mmap
import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from chronique.store.known import Known, Untrue
from chronique.store.page import Head

logger = logging.getLogger(__name__)

# A record that is longer is written anew, with the last line of each tag, bytes.
LONGEST = 4_000_000
# In the shared memory: the newest tick, and a number of the file that it counts; 0: there is none.
_TICK, _FILE = 0, 1
_SHARED_BYTES = 16


class Record:
    """The record in a folder, as one process knows it. Threads share one."""

    now: memoryview[int]
    known: Known
    _inode: int
    _read: int
    _file: int

    def __init__(self, folder: Path, *, made_by: str = "") -> None:
        # Which program makes pages, with which settings: those of another one are not right here.
        self._made_by = made_by
        self._path, self._shared = folder / "forgotten", folder / "forgotten.now"
        self._guard = threading.RLock()
        self._leave()
        self.mend()

    @property
    def tick(self) -> int:
        """The newest tick of any process."""
        return self.now[_TICK]

    @property
    def name(self) -> str:
        """By which record pages go that are made now; empty: none can be kept."""
        return self._name_by(self.known)

    def begin_page(self) -> tuple[str, int]:
        """Return by which record a page goes that is begun now, and how much of it is known."""
        with self._guard:
            self.catch_up()
            return self.name, self._read

    def is_right(self, head: Head) -> bool:
        """Whether nothing that a page shows changed since it was begun."""
        self.catch_up()
        known = self.known
        return self._goes_by(known, head) and known.is_right(head.tags, head.stamp)

    def may_be_shown(self, head: Head) -> bool:
        """Whether a page that is not right may be shown while it is made anew."""
        self.catch_up()
        known = self.known
        return self._goes_by(known, head) and known.may_be_shown(head.tags, head.stamp)

    def knows(self, number: int) -> bool:
        """Whether the change that wrote a row was heard of here."""
        self.catch_up()
        return self.known.knows(number)

    @property
    def heard_to(self) -> int:
        """The row up to which all was heard of, but for what waited; 0: unknown."""
        self.catch_up()
        return self.known.heard_to

    def hear_to(self, number: int) -> None:
        """Write down that all was heard of up to a row. If it cannot be, it is heard again."""
        with self._guard:
            try:
                with self._locked():
                    self._read_or_begin()
                    self._add([str(number), "="])
            except OSError as error:
                logger.error("store.not_noted error=%s", error)

    def note(self, tags: Iterable[str], *, entirely: bool = False, number: int = 0) -> int:
        """Add that tags were forgotten; return the tick. Once for each number but 0.

        If it cannot be written down, nothing kept is shown until it can be. Raises ValueError for
        what is no tag.
        """
        words = sorted(set(tags))
        if wrong := [tag for tag in words if tag.split() != [tag]]:
            raise ValueError(f"no tags: {wrong}")
        with self._guard:
            try:
                with self._locked():
                    self._read_or_begin()
                    if not self.known.knows(number):
                        self._add([str(number), "!" if entirely else "-", *words])
            except OSError as error:
                logger.error("store.not_noted error=%s", error)
                self._trust_nothing()
            return self.now[_TICK]

    def mend(self) -> None:
        """Look whether the record is where it was; begin a new one where it is gone, or could not
        be written to. Shorten one that is too long. Costs two calls of the system.
        """
        with self._guard:
            size = self._size()
            if self.now[_FILE] and self.known.size <= size <= LONGEST:
                self.catch_up()
                return
            try:
                with self._locked():
                    self._read_or_begin()
                    if self._size() > LONGEST:
                        self._shorten()
            except OSError as error:
                logger.error("store.not_mended error=%s", error)

    def catch_up(self) -> None:
        """Read what was added since the last time."""
        if self.now[_TICK] == self._read and self.now[_FILE] == self._file:
            return
        with self._guard:
            if self._read_on():
                return
            try:
                # Another process is writing, or died of it.
                with self._locked():
                    self._read_or_begin()
            except OSError as error:
                logger.error("store.not_read error=%s", error)
                self._know_nothing()

    def _name_by(self, known: Known) -> str:
        return f"{known.name} {self._made_by}" if known.name else ""

    def _goes_by(self, known: Known, head: Head) -> bool:
        return head.record == self._name_by(known) != ""

    def _read_on(self) -> bool:
        """Take in further lines; return whether all is known that there is to know."""
        tick, file = self.now[_TICK], self.now[_FILE]
        # Other threads go by what is known: they never see half of another file.
        known = self.known if file == self._file else Known()
        if not file:
            return False
        try:
            with open(self._path, "rb") as lines:
                lines.seek(known.size)
                known.read(lines.read())
        except (OSError, Untrue):
            return False
        # Or another one came into its place.
        if self.now[_FILE] != file or known.last < tick:
            return False
        self.known, self._file, self._read = known, file, tick
        return True

    # What follows is done under the lock.

    def _read_or_begin(self) -> None:
        if self.now[_FILE]:
            if self._read_on() and self._size() >= self.known.size:
                return
            logger.error("store.record_lost path=%s", self._path.name)
        tick = self._next_tick()
        self._write(Known().line(f"record {secrets.token_hex(8)} {tick}"), tick)

    def _add(self, words: list[str]) -> None:
        tick = self._next_tick()
        line = self.known.line(" ".join([str(tick), *words]))
        with open(self._path, "r+b", buffering=0) as file:
            # What somebody began to write who was killed.
            file.truncate(self.known.size)
            file.seek(self.known.size)
            if file.write(line) != len(line):
                raise OSError("the record was cut short")
        # Whoever sees the tick finds the line.
        self.now[_TICK] = tick
        self._read_on()

    def _shorten(self) -> None:
        tick = self._next_tick()
        self._write(self.known.shortened(tick), tick)

    def _write(self, data: bytes, tick: int) -> None:
        draft = self._path.with_suffix(".new")
        draft.write_bytes(data)
        # As long as there is none nobody reads one in the place of the other.
        self.now[_FILE] = 0
        draft.replace(self._path)
        self.now[_TICK] = tick
        self.now[_FILE] = secrets.randbits(62) | 1
        self._read_on()

    def _next_tick(self) -> int:
        return max(self.now[_TICK] + 1, time.time_ns() // 1000)

    # The files.

    def _size(self) -> int:
        """Return the size of the record; -1 when the files are not those that are read here."""
        try:
            is_same = self._shared.stat().st_ino == self._inode
            return self._path.stat().st_size if is_same else -1
        except OSError:
            return -1

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes, and other threads, from writing."""
        path = self._shared.with_suffix(".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600)) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._map()
            yield

    def _map(self) -> None:
        """Share the memory that the others share now."""
        with open(os.open(self._shared, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            inode = os.fstat(file.fileno()).st_ino
            if inode == self._inode:
                return
            # On a full disk this is an error; without it, to write there would be the end.
            os.posix_fallocate(file.fileno(), 0, _SHARED_BYTES)
            now = memoryview(mmap.mmap(file.fileno(), _SHARED_BYTES)).cast("Q")
        if self._inode != -1:
            # Whoever shares the old one yet is told at once to look for another.
            self._trust_nothing()
        self._leave()
        self.now, self._inode = now, inode

    def _leave(self) -> None:
        """Know nothing, and share nothing."""
        self.now = memoryview(bytearray(_SHARED_BYTES)).cast("Q")
        self._inode = -1
        self._know_nothing()

    def _know_nothing(self) -> None:
        self.known = Known()
        self._read = self._file = -1

    def _trust_nothing(self) -> None:
        """Let all who share the memory show nothing kept, until somebody begins a new record."""
        self.now[_FILE] = 0
        self.now[_TICK] = self._next_tick()
        self._know_nothing()
