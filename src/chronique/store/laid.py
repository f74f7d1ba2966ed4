"""Kept pages laid out as files by host and path, so that a web server in front reads them itself.

That server cannot compare ticks. So a page lies there only while it is right: whoever forgets
a tag takes away first what shows it, and nobody lays anything meanwhile. Each tag has a folder
of links to the pages that show it. Only what all readers of whom nothing is known get the
same is laid out, and only pages with a plain address: docs/nginx.conf sends all else on.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from chronique.store.known import EVERYTHING
from chronique.store.page import Head, Page

logger = logging.getLogger(__name__)

# What is laid out: host, and a path that reads the same in every web server.
PLAIN = re.compile(r"[a-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9_~-]{1,200})*/")
HTML = ("Content-Type", "text/html; charset=utf-8")
ENDINGS = {"": "", "gzip": ".gz", "br": ".br"}
# More pages than these are not taken away one by one while a writer waits, but all at once.
MOST = 500
# A page that is another one from a moment on is taken away so long before, seconds: nobody may look
# at that very moment.
BEFORE = 120


class Laid:
    """The folder, as one process sees it. Threads share one. Where it is not there, nothing is laid
    out; `serve` makes it, so commands that do not know the setting take away, too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._pages, self._tags = folder, folder / "pages", folder / "tags"

    def lay(self, head: Head, page: Callable[[], Page], *, now: float,
            is_right: Callable[[Head], bool]) -> None:  # fmt: skip
        """Lay out a page, unless it lies there, or is not for everybody. `page` reads it."""
        place = self._pages / head.address
        if not (_may_be_laid(head, now) and self._folder.is_dir()):
            return
        if (place / "index.html").exists():
            return
        try:
            made = page()
            with self._locked(fcntl.LOCK_SH):
                is_still_there = self._folder.is_dir()
                if is_still_there and is_right(made.head) and _may_be_laid(made.head, now):
                    # Who is stopped in between leaves links without a page, which do no harm.
                    self._link(made.head)
                    _write(place, made)
        except OSError as error:
            logger.warning("store.not_laid error=%s", error)

    @contextmanager
    def forgetting(self, tags: Iterable[str]) -> Iterator[None]:
        """Take away what shows one of `tags`; what is done within is done before more is laid.

        To note what was forgotten belongs there: who is killed before that has taken too much away,
        and whoever hears of it does it again.
        """
        with ExitStack() as stack:
            try:
                if self._folder.is_dir():
                    stack.enter_context(self._locked(fcntl.LOCK_EX))
                    self._take_away(set(tags))
            except OSError as error:
                logger.error("store.not_taken_away error=%s", error)
            yield

    def take_away_before(self, now: float) -> None:
        """Take away what is about to be another page, and delete what was put aside."""
        for path in _entries(self._folder):
            if path.name.startswith("old-"):
                shutil.rmtree(path, ignore_errors=True)
        minutes = [path.name for path in _entries(self._tags) if path.name.startswith("at-")]
        due = [name for name in minutes if int(name[3:]) * 60 <= now + BEFORE]
        if due:
            with self._locked(fcntl.LOCK_EX):
                for name in due:
                    self._take_away_folder(self._tags / name)

    def begin(self, *, is_wanted: bool) -> None:
        """Have the folder, empty, or none. Another program, or another start of the machine, may
        have left what lies there.
        """
        if is_wanted:
            _make(self._folder)
            self.take_all_away()
        elif self._folder.is_dir():
            with self._locked(fcntl.LOCK_EX):
                self._put_aside()
                shutil.rmtree(self._folder, ignore_errors=True)

    def take_all_away(self) -> None:
        """Take all away at once, however much it is; it is deleted later."""
        if self._folder.is_dir():
            with self._locked(fcntl.LOCK_EX):
                self._put_aside()

    def _put_aside(self) -> None:
        for folder in (self._pages, self._tags):
            with suppress(FileNotFoundError):
                folder.rename(self._folder / f"old-{secrets.token_hex(8)}")

    def _take_away(self, tags: set[str]) -> None:
        folders = [self._tags / _digest(tag) for tag in tags if tag != EVERYTHING]
        if EVERYTHING in tags or sum(map(_count, folders)) > MOST:
            self._put_aside()
            return
        try:
            for folder in folders:
                self._take_away_folder(folder)
        except OSError as error:
            logger.warning("store.put_aside error=%s", error)
            self._put_aside()

    def _take_away_folder(self, folder: Path) -> None:
        for entry in _entries(folder):
            place = self._pages / os.readlink(entry.path)
            for ending in ENDINGS.values():
                (place / f"index.html{ending}").unlink(missing_ok=True)
            os.unlink(entry.path)

    def _link(self, head: Head) -> None:
        names = [_digest(tag) for tag in head.tags]
        if head.until is not None:
            names.append(f"at-{int(head.until // 60)}")
        for name in names:
            folder = self._tags / name
            folder.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.symlink(head.address, folder / _digest(head.address))

    @contextmanager
    def _locked(self, manner: int) -> Iterator[None]:
        """Keep others from laying, or (shared) from taking away."""
        with open(os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)) as file:
            fcntl.flock(file, manner)
            yield


def _may_be_laid(head: Head, now: float) -> bool:
    return (
        head.status.startswith("200")
        and HTML in head.headers
        and PLAIN.fullmatch(head.address) is not None
        and (head.until is None or head.until > now + 2 * BEFORE)
    )


def _write(place: Path, page: Page) -> None:
    """Write the plain page last: where that is missing nobody looks for the others."""
    _make(place)
    for encoding, ending in reversed(ENDINGS.items()):
        path = place / f"index.html{ending}"
        if encoding not in page.bodies:
            path.unlink(missing_ok=True)
            continue
        draft = place / f"draft.{secrets.token_hex(8)}"
        try:
            draft.write_bytes(page.bodies[encoding])
            draft.chmod(0o644)
            os.utime(draft, (page.head.changed, page.head.changed))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def _make(folder: Path) -> None:
    """Make a folder that the web server may enter, whoever it is: all may read what lies there."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        yield from entries


def _count(folder: Path) -> int:
    """Return how many there are, or that it is more than anybody takes away one by one."""
    return sum(1 for _ in islice(_entries(folder), MOST + 1))


def _digest(name: str) -> str:
    return blake2b(name.encode(), digest_size=16).hexdigest()
