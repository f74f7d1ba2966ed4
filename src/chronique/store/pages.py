"""The kept pages: files in a folder, and the hot ones in a bounded memory of each process.

A file is written beside its place and moved there, so that it is whole or not there. Pages that
were forgotten stay until they are made anew: while that is done, others get them.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from email.utils import formatdate
from hashlib import blake2b
from pathlib import Path
from time import time
from typing import NamedTuple

from chronique.store.page import (
    Damaged,
    Head,
    Header,
    Page,
    digest_of,
    etag_for,
    packed,
    read_body,
    read_head,
    written,
)
from chronique.store.record import Record

logger = logging.getLogger(__name__)

# What a process keeps of hot pages, bytes of bodies and of what stands around them.
MEMORY = 48_000_000
AROUND = 3_000
# Of answers that say that nothing is there, or that it is elsewhere: as many as anybody likes to
# ask for. They are kept in memory alone, apart from the others, which they cannot push out.
MOST_SMALL = 500
# So much of a file is read at once, to find its head.
FIRST_READ = 16_384
# How many pages are made at once, at most, without one waiting for an unrelated other.
LOCKS = 4096
WRONG_FILE = (Damaged, OSError)
# RFC 9211, and what RFC 9110, 15.4.5 wants to be said again to those who have the page already.
HIT = ("Cache-Status", "chronique; hit")
SAID_AGAIN = {"etag", "vary", "cache-control", "cdn-cache-control", "content-location", "expires",
              "last-modified", "cache-status"}  # fmt: skip


class Answer(NamedTuple):
    """A page in one encoding, as WSGI wants it."""

    headers: list[Header]
    body: list[bytes]
    etag: str
    # Of an answer that says that nothing changed.
    short: list[Header]


class Entry:
    """A page in memory: the answers that were asked for, ready to be given."""

    __slots__ = ("answers", "checked", "head", "size", "start", "until", "where")

    def __init__(self, head: Head, *, start: int, where: Path | None) -> None:
        self.head, self.start, self.where = head, start, where
        # At which tick it was right, the last time that somebody looked.
        self.checked = -1
        self.until = head.until
        self.answers: dict[str, Answer] = {}
        self.size = AROUND


class Pages:
    """The kept pages under a folder, as one process sees them. Threads share one."""

    def __init__(self, folder: Path, record: Record) -> None:
        self.folder, self.record = folder, record
        self._hot: OrderedDict[str, Entry] = OrderedDict()
        self._small: OrderedDict[str, Entry] = OrderedDict()
        self._guard = threading.Lock()
        self._size = 0
        # Without order and lock, for those who look first.
        self.hot = self._hot

    def find(self, address: str) -> Entry | None:
        """Return the page of an address if it is kept and right."""
        entry = self._hot.get(address) or self._small.get(address)
        tick = self.record.tick
        if entry is None or (entry.checked != tick and not self.record.is_right(entry.head)):
            entry = self._from_disk(address)
            if entry is None or not self.record.is_right(entry.head):
                return None
            self._remember(address, entry)
        if entry.until is not None and time() >= entry.until:
            return None
        entry.checked = tick
        self._touch(address)
        return entry

    def previous(self, address: str) -> Entry | None:
        """Return the newest copy of a page that is not right any more, if it may be shown."""
        entry = self._from_disk(address)
        return entry if entry and self.record.may_be_shown(entry.head) else None

    def answer(self, entry: Entry, encoding: str) -> Answer:
        """Return the answer in an encoding, or plain where that makes nothing smaller. Raises
        Damaged or OSError when the file is not whole.
        """
        if encoding not in entry.head.bodies:
            encoding = ""
        found = entry.answers.get(encoding)
        if found is None:
            body = self._body(entry, encoding)
            found = entry.answers[encoding] = _answer(entry.head, encoding, body)
            with self._guard:
                entry.size += len(body)
                if self._hot.get(entry.head.address) is entry:
                    self._size += len(body)
                    self._make_room()
        return found

    def keep(self, head: Head, plain: bytes) -> Entry:
        """Keep a page that was just made. What nobody needs twice is kept in memory alone.

        A disk that is full, or away, costs the keeping, not the page.
        """
        head = self._changed(replace(head, etag=digest_of(plain)))
        bodies = packed(plain)
        data = written(Page(head, bodies))
        head, start = read_head(data)
        entry = Entry(head, start=start, where=None)
        for name, body in bodies.items():
            entry.answers[name] = _answer(head, name, body)
            entry.size += len(body)
        if head.status.startswith("200"):
            try:
                self._write(head.address, data)
            except OSError as error:
                logger.error("store.not_kept error=%s", error)
                self.remove(head.address)
            else:
                self._remember(head.address, self._from_disk(head.address) or entry)
        else:
            self.remove(head.address)
            with self._guard:
                self._small[head.address] = entry
                while len(self._small) > MOST_SMALL:
                    self._small.popitem(last=False)
        return entry

    def remove(self, address: str) -> None:
        with suppress(OSError):
            self.file_of(address).unlink()
        self.drop(address)

    def drop(self, address: str) -> None:
        """Leave a page to its file alone."""
        with self._guard:
            if entry := self._hot.pop(address, None):
                self._size -= entry.size
            self._small.pop(address, None)

    def file_of(self, address: str) -> Path:
        name = blake2b(address.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        return self.folder / name[:2] / name[2:]

    @contextmanager
    def making(self, address: str, *, patience: bool) -> Iterator[bool]:
        """Be the only one who makes a page; whether one is. With `patience`, wait for it."""
        name = int(digest_of(address.encode("utf-8", "surrogateescape"))[:8], 16) % LOCKS
        path = self.folder / "making" / f"{name:03x}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # noqa: SIM115 - closed below
        except OSError:
            # Nothing can be kept: each makes their own.
            yield True
            return
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if patience else fcntl.LOCK_NB))
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                yield False
            else:
                yield True

    def _changed(self, head: Head) -> Head:
        """Tell since when the bytes are what they are: also before it was made the last time.

        Each change has a second of its own: browsers that know no more than the date miss none.
        """
        before = self._from_disk(head.address)
        if before is None:
            return head
        if before.head.etag == head.etag:
            return replace(head, changed=before.head.changed)
        return replace(head, changed=max(head.changed, before.head.changed + 1))

    def _body(self, entry: Entry, encoding: str) -> bytes:
        if entry.where is None:
            raise Damaged("in memory alone")
        return read_body(entry.where.read_bytes(), entry.head, entry.start, encoding)

    def _from_disk(self, address: str) -> Entry | None:
        path = self.file_of(address)
        try:
            with open(path, "rb") as file:
                data = file.read(FIRST_READ)
                try:
                    head, start = read_head(data)
                except Damaged:
                    head, start = read_head(data + file.read())
        except FileNotFoundError:
            return None
        except WRONG_FILE as error:
            logger.warning("store.damaged file=%s error=%s", path.name, error)
            return None
        if head.address != address:
            return None
        return Entry(head, start=start, where=path)

    def _write(self, address: str, data: bytes) -> None:
        path = self.file_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _remember(self, address: str, entry: Entry) -> None:
        with self._guard:
            if before := self._hot.pop(address, None):
                self._size -= before.size
            self._hot[address] = entry
            self._size += entry.size
            self._make_room()

    def _make_room(self) -> None:
        while self._size > MEMORY and len(self._hot) > 1:
            _, cold = self._hot.popitem(last=False)
            self._size -= cold.size

    def _touch(self, address: str) -> None:
        with self._guard, suppress(KeyError):
            self._hot.move_to_end(address)


def _answer(head: Head, encoding: str, body: bytes) -> Answer:
    etag = etag_for(head, encoding)
    headers = [
        *head.headers, ("Last-Modified", formatdate(head.changed, usegmt=True)), ("ETag", etag),
        ("Vary", "Accept-Encoding"), HIT,
    ]  # fmt: skip
    short = [header for header in headers if header[0].lower() in SAID_AGAIN]
    headers.append(("Content-Length", str(len(body))))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    return Answer(headers, [body], etag, short)
