"""What lies in the folder of kept pages, beside servers that read and write there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from chronique.store.page import Damaged, Head, read_head
from chronique.store.pages import FIRST_READ

FOLDER, PAGE = re.compile("[0-9a-f]{2}"), re.compile("[0-9a-f]{30}")


class File(NamedTuple):
    path: Path
    size: int
    made: float
    # When it was last read or made, as far as the disk knows.
    used: float


class Kept(NamedTuple):
    number: int
    size: int


def files(folder: Path, *, since: float = 0.0) -> Iterator[File]:
    """Yield the files of pages; with `since`, only of folders in which something changed."""
    for place in _folders(folder):
        if since and place.stat().st_mtime < since:
            continue
        for entry in _entries(place.path):
            if PAGE.fullmatch(entry.name):
                with suppress(OSError):
                    state = entry.stat()
                    used = max(state.st_atime, state.st_mtime)
                    yield File(Path(entry.path), state.st_size, state.st_mtime, used)


def kept(folder: Path) -> Kept:
    """Return how many pages lie there, and their bytes."""
    sizes = [file.size for file in files(folder)]
    return Kept(len(sizes), sum(sizes))


def heads(folder: Path) -> Iterator[Head]:
    """Yield the heads of all pages that are whole."""
    for file in files(folder):
        if head := head_of(file.path):
            yield head


def head_of(path: Path) -> Head | None:
    """Return the head of a page in a file; None when it is gone or not whole."""
    try:
        with path.open("rb") as file:
            data = file.read(FIRST_READ)
            try:
                return read_head(data)[0]
            except Damaged:
                return read_head(data + file.read())[0]
    except (OSError, Damaged):
        return None


def drafts(folder: Path, *, before: float) -> Iterator[Path]:
    """Yield what was to become a page, or a record, and was begun before a moment."""
    for place in [folder, *(Path(entry.path) for entry in _folders(folder))]:
        for entry in _entries(str(place)):
            name, _, rest = entry.name.partition(".")
            is_page, is_record = PAGE.fullmatch(name), name == "forgotten" and rest.isdecimal()
            if rest and (is_page or is_record) and entry.stat().st_mtime < before:
                yield Path(entry.path)


def _folders(folder: Path) -> Iterator[os.DirEntry[str]]:
    return (entry for entry in _entries(str(folder)) if FOLDER.fullmatch(entry.name))


def _entries(folder: str) -> Iterable[os.DirEntry[str]]:
    """Return what stands in a folder; nothing when it is gone."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []
