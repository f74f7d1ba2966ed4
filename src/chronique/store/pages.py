"""The kept pages: files in a folder, and the hot ones in a bounded memory of each process.

A file is written beside its place and moved there, so that it is whole or not there. Pages that
were forgotten stay until they are made anew: while that is done, others get them.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from email.utils import formatdate
from hashlib import blake2b
from pathlib import Path
from time import time

from chronique.store.laid import Laid
from chronique.store.page import (
    Damaged,
    Head,
    Page,
    digest_of,
    etag_for,
    packed,
    read,
    read_body,
    read_head,
    written,
)
from chronique.store.record import Record
from chronique.store.shelf import Answer, Entry, Shelf

logger = logging.getLogger(__name__)

# What a process keeps of hot pages, bytes.
MEMORY = 48_000_000
# Of answers that say that nothing is there, or that it is elsewhere: as many as anybody likes to
# ask for. They are kept in memory alone, apart from the others, which they cannot push out.
SMALL_MEMORY = 4_000_000
# So much of a file is read at once, to find its head.
FIRST_READ = 16_384
# How many pages are made at once, at most, without one waiting for an unrelated other.
LOCKS = 4096
WRONG_FILE = (Damaged, OSError)
# RFC 9211, and what RFC 9110, 15.4.5 wants to be said again to those who have the page already.
HIT = ("Cache-Status", "chronique; hit")
SAID_AGAIN = {"etag", "vary", "cache-control", "cdn-cache-control", "content-location", "expires",
              "last-modified", "cache-status"}  # fmt: skip


class Pages:
    """The kept pages under a folder, as one process sees them. Threads share one."""

    def __init__(self, folder: Path, record: Record) -> None:
        self.folder, self.record = folder, record
        self.laid = Laid(folder.with_name("laid"))
        self._large, self._small = Shelf(MEMORY), Shelf(SMALL_MEMORY)
        # Without order and lock, for those who look first.
        self.hot = self._large.entries

    def find(self, address: str) -> Entry | None:
        """Return the page of an address if it is kept and right."""
        tick = self.record.tick
        entry = self.hot.get(address) or self._nothing_at(address)
        if entry is None or entry.is_over or not self._is_right(entry, tick):
            # Another process may have made it anew.
            entry = self._from_disk(address)
            if entry is None or entry.is_over or not self._is_right(entry, tick):
                return None
            self._large.put(entry)
        else:
            entry.used = True
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
            self._large.grow(entry, len(body))
        return found

    def keep(self, head: Head, plain: bytes) -> Entry:
        """Keep a page that was just made. What nobody needs twice is kept in memory alone, and so
        is a page for which the disk has no room.
        """
        before = self._from_disk(head.address)
        head = _changed(replace(head, etag=digest_of(plain)), before.head if before else None)
        bodies = packed(plain)
        data = written(Page(head, bodies))
        head, start = read_head(data)
        entry = Entry(head, start=start, where=None)
        for name, body in bodies.items():
            entry.answers[name] = _answer(head, name, body)
            entry.size += len(body)
        if before and before.head.record == head.record and before.head.stamp > head.stamp:
            # It was made by another at the same time, who knew more.
            return entry
        self.drop(head.address)
        if head.status.startswith("200"):
            entry = self._written(head, data) or entry
            self._large.put(entry)
            self._lay(entry)
        else:
            self._unlink(head.address)
            self._small.put(entry)
        return entry

    def note(self, tags: Sequence[str], *, entirely: bool, number: int = 0) -> None:
        """Note that tags were forgotten: see `Record.note`."""
        with self.laid.forgetting(tags):
            self.record.note(tags, entirely=entirely, number=number)

    def remove(self, entry: Entry) -> bool:
        """Remove a page that is damaged; False when it was another that was written into its place,
        as when it was packed.
        """
        self.drop(entry.head.address)
        there = self._from_disk(entry.head.address)
        if there is not None and there.head != entry.head:
            return False
        self._unlink(entry.head.address)
        return True

    def drop(self, address: str) -> None:
        """Leave a page to its file alone."""
        self._large.drop(address)
        self._small.drop(address)

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
            except BlockingIOError:
                is_ours = False
            except OSError:
                # A disk that knows no locks.
                is_ours = True
            else:
                is_ours = True
            yield is_ours

    def _nothing_at(self, address: str) -> Entry | None:
        """Return what was found not to be there, unless another process has found it since: what
        is published is there a moment before it is forgotten that it was not.
        """
        entry = self._small.entries.get(address)
        return entry if entry and not self.file_of(address).exists() else None

    def _is_right(self, entry: Entry, tick: int) -> bool:
        """Whether a page is right; one that is found so anew is laid out."""
        if entry.checked == tick:
            return True
        if not self.record.is_right(entry.head):
            return False
        entry.checked = tick
        self._lay(entry)
        return True

    def _lay(self, entry: Entry) -> None:
        """Lay a page out for the web server in front, if there is one that reads it."""
        if entry.where is None:
            return
        where = entry.where
        with suppress(Damaged):
            self.laid.lay(
                entry.head, lambda: read(where.read_bytes()), now=time(),
                is_right=self.record.is_right,
            )  # fmt: skip

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

    def _written(self, head: Head, data: bytes) -> Entry | None:
        """Return the page from its file; None when it cannot be written."""
        try:
            self._write(head.address, data)
        except OSError as error:
            logger.error("store.not_kept error=%s", error)
            # What stands there is older than what was given to somebody.
            self._unlink(head.address)
            return None
        return self._from_disk(head.address)

    def _write(self, address: str, data: bytes) -> None:
        path = self.file_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _unlink(self, address: str) -> None:
        with suppress(OSError):
            self.file_of(address).unlink()


def _changed(head: Head, before: Head | None) -> Head:
    """Tell since when the bytes are what they are: also before it was made the last time.

    Each change has a second of its own: browsers that know no more than the date miss none.
    """
    if before is None:
        return head
    if before.etag == head.etag:
        return replace(head, changed=before.changed)
    return replace(head, changed=max(head.changed, before.changed + 1))


def _answer(head: Head, encoding: str, body: bytes) -> Answer:
    etag = etag_for(head, encoding)
    headers = [*head.headers, ("ETag", etag), ("Vary", "Accept-Encoding"), HIT]
    if head.changed <= time():
        # No server may say that something changed in the future (RFC 9110, 8.8.2.1).
        headers.append(("Last-Modified", formatdate(head.changed, usegmt=True)))
    short = [header for header in headers if header[0].lower() in SAID_AGAIN]
    headers.append(("Content-Length", str(len(body))))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    return Answer(headers, [body], etag, short)
