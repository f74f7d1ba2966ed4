"""Where the files of an import come from: a folder at hand, or the old site while it answers."""

import os
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from chronique.base.errors import Unreachable
from chronique.base.http import NoAnswer, fetch

MAX_BYTES = 200 * 1024 * 1024
# For all of one file, from the old site.
SECONDS = 120.0
# A host that stayed silent so often in a row is not asked again in this run.
PATIENCE = 2
# What WordPress puts behind the name of a picture that it made from another.
SIZE = re.compile(r"-(?:\d+x\d+|scaled|rotated|e\d{10,})$")
# The folders in which WordPress keeps what was uploaded in one month.
MONTH = re.compile(r"(?:^|/)(\d{4}/\d{2})/[^/]*$")
LONGEST_PATH = 1000


@dataclass
class Media:
    """Finds the bytes of a file by the address it had.

    `folder` is a copy of wp-content/uploads, or any folder with the files below it; `online` allows
    to ask the old site.
    """

    folder: Path | None = None
    online: bool = True
    private_hosts: frozenset[str] = frozenset()
    seconds: float = SECONDS
    silences: Counter[str] = field(default_factory=Counter)
    _by_name: dict[str, list[str]] | None = None

    def get(self, address: str, *, max_bytes: int = MAX_BYTES) -> bytes:
        """Return the file's bytes. Raises Unreachable with the reason, a short clause."""
        local = self._local(address) if self.folder else None
        if local:
            return _read(local, max_bytes)
        if not self.online:
            place = "in the folder given" if self.folder else "asked for"
            raise Unreachable(f"it is not {place}")
        host = _host(address)
        if self.silences[host] >= PATIENCE:
            raise NoAnswer("its host did not answer before")
        try:
            fetched = fetch(
                address, max_bytes=max_bytes, seconds=self.seconds,
                private_hosts=self.private_hosts,
            )  # fmt: skip
        except NoAnswer:
            self.silences[host] += 1
            raise
        self.silences[host] = 0
        if fetched.media_type == "text/html":
            raise Unreachable("its host answers with a page instead")
        return fetched.content

    def _local(self, address: str) -> Path | None:
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return None
        tail = path.partition("/uploads/")[2] or path.lstrip("/")
        return next((file for name in names_of(tail) if (file := self._at(name))), None)

    def _at(self, tail: str) -> Path | None:
        """Return the file at a path below the folder, or the one of its name that it can only be.

        Two pictures of one name are two pictures: a month that differs tells them apart.
        """
        root = (self.folder or Path()).resolve()
        if not tail or len(tail) > LONGEST_PATH:
            return None
        if found := _inside(root, tail):
            return found
        month = _month(tail)
        named = self._names(root).get(_folded(tail.rpartition("/")[2]), [])
        alike = [path for path in named if not (month and _month(path)) or _month(path) == month]
        return _inside(root, alike[0]) if len(alike) == 1 else None

    def _names(self, root: Path) -> dict[str, list[str]]:
        """The paths below the folder, by name."""
        if self._by_name is None:
            self._by_name = defaultdict(list)
            for folder, _, names in os.walk(root):
                for name in names:
                    path = os.path.relpath(os.path.join(folder, name), root)
                    self._by_name[_folded(name)].append(path)
        return self._by_name


def _inside(root: Path, path: str) -> Path | None:
    """Return the file at a path below a folder; None for one that leaves it, by a link too."""
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError, RuntimeError):
        # A name that no file can have, or links in a circle.
        return None


def _month(path: str) -> str:
    found = MONTH.search(path)
    return found[1] if found else ""


def _folded(name: str) -> str:
    """Return a name as one way of writing it: a Mac's copies keep letters and accents apart."""
    return unicodedata.normalize("NFC", name)


def names_of(path: str) -> list[str]:
    """Return a file's path, and those of what WordPress may have made it from, the likeliest first.

    photo-300x200.jpg is a size of photo.jpg, or of photo-scaled.jpg when that was very large.
    """
    pure = PurePosixPath(path)
    stem = SIZE.sub("", pure.stem) or pure.stem
    others = (stem, f"{stem}-scaled") if pure.name else ()
    return list(dict.fromkeys([path, *(str(pure.with_name(n + pure.suffix)) for n in others)]))


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        if path.stat().st_size > max_bytes:
            raise Unreachable(f"it is larger than {max_bytes // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as error:
        raise Unreachable(f"it cannot be read ({error.strerror})") from error


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
