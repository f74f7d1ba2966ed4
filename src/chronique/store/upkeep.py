"""What is done to kept pages in quiet hours: the smallest form, and room for others.

It works on the files alone, beside servers that read and write them.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, time

from chronique.store.folder import drafts, files, head_of
from chronique.store.page import Damaged, packed_best, read, written
from chronique.store.pages import Pages

logger = logging.getLogger(__name__)

# What is younger may be made anew in a moment: it is not packed yet, seconds.
SETTLED = 10.0
# A draft that is older was left by a crash; an old copy that nobody read so long goes, seconds.
CRASHED, UNREAD = 3600.0, 7 * 86_400.0
# What the folder may hold, and what is left when it is cleared, bytes.
LARGEST, LEFT = 2_000_000_000, 1_800_000_000


def pack(pages: Pages, *, seconds: float) -> int:
    """Give pages that were made lately Brotli's smallest form, in so many seconds; return how many.

    How far it came is the date of a file, so that no page is looked at twice.
    """
    limit, ends, count = time() - SETTLED, monotonic() + seconds, 0
    with _alone(pages.folder / "packed") as done:
        if done is None:
            return 0
        since = os.fstat(done).st_mtime
        waiting = [file for file in files(pages.folder, since=since) if since <= file.made < limit]
        for file in sorted(waiting, key=lambda file: file.made):
            if monotonic() >= ends:
                limit = file.made
                break
            count += _packed(pages, file.path)
        os.utime(done, (limit, limit))
    return count


def sweep(pages: Pages, *, largest: int = LARGEST, left: int = LEFT) -> int:
    """Remove what a crash left, old copies that nobody reads, and, of a folder that is too large,
    what was not used for the longest time; return how many.
    """
    now = time()
    count = sum(_remove(path) for path in drafts(pages.folder, before=now - CRASHED))
    whole = sorted(files(pages.folder), key=lambda file: file.used)
    size, is_full = sum(file.size for file in whole), sum(file.size for file in whole) > largest
    for file in whole:
        if (is_full and size > left) or (
            file.used < now - UNREAD and not _is_right(pages, file.path)
        ):
            count += _remove(file.path)
            size -= file.size
    return count


def clear(pages: Pages) -> int:
    """Remove all pages, which were forgotten; return how many. What a crash leaves is not shown."""
    return sum(_remove(file.path) for file in files(pages.folder))


def _packed(pages: Pages, path: Path) -> bool:
    """Pack a page, unless it was forgotten or made anew meanwhile."""
    try:
        before = path.stat()
        page = read(path.read_bytes())
    except (OSError, Damaged):
        return False
    head = page.head
    if head.is_best or "br" not in head.bodies or not pages.record.is_right(head):
        return False
    data = written(packed_best(page))
    with pages.making(head.address, patience=False) as is_ours:
        if not is_ours or not pages.record.is_right(head):
            return False
        return _put(path, data, instead_of=before)


def _put(path: Path, data: bytes, *, instead_of: os.stat_result) -> bool:
    draft = path.with_suffix(f".{os.getpid()}-best")
    try:
        draft.write_bytes(data)
        # It was made when it was made: only its form is another.
        os.utime(draft, ns=(instead_of.st_atime_ns, instead_of.st_mtime_ns))
        if path.stat().st_ino != instead_of.st_ino:
            return False
        draft.replace(path)
    except OSError as error:
        logger.warning("store.not_packed error=%s", error)
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def _is_right(pages: Pages, path: Path) -> bool:
    head = head_of(path)
    return head is not None and pages.record.is_right(head)


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


@contextmanager
def _alone(path: Path) -> Iterator[int | None]:
    """Yield a file that is ours alone, new ones from the beginning of time; None when it is not."""
    try:
        is_new = not path.exists()
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield None
        return
    try:
        if is_new:
            os.utime(file, (1, 1))
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield None
    else:
        yield file
    finally:
        os.close(file)
