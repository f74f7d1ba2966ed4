"""Where the files of an import come from: a folder at hand, or the old site while it answers."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from chronique.base.errors import Unreachable
from chronique.base.http import NoAnswer, fetch

MAX_BYTES = 200 * 1024 * 1024
# A host that stayed silent so often in a row is not asked again in this run.
PATIENCE = 2
# What WordPress puts behind the name of a picture that it made from another.
SIZE = re.compile(r"-(?:\d+x\d+|scaled|rotated|e\d{10,})$")


@dataclass
class Media:
    """Finds the bytes of a file by the address it had.

    `folder` is a copy of wp-content/uploads, or any folder with the files below it; `online` allows
    to ask the old site.
    """

    folder: Path | None = None
    online: bool = True
    private_hosts: frozenset[str] = frozenset()
    silences: Counter[str] = field(default_factory=Counter)
    _by_name: dict[str, Path | None] | None = None

    def get(self, address: str) -> bytes:
        """Return the file's bytes. Raises Unreachable with the reason, a short clause."""
        local = self._local(address) if self.folder else None
        if local:
            return _read(local)
        if not self.online:
            place = "in the folder given" if self.folder else "asked for"
            raise Unreachable(f"it is not {place}")
        host = _host(address)
        if self.silences[host] >= PATIENCE:
            raise NoAnswer("its host did not answer before")
        try:
            fetched = fetch(address, max_bytes=MAX_BYTES, private_hosts=self.private_hosts)
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
        """Return the file at a path below the folder, or the only one of its name."""
        root = (self.folder or Path()).resolve()
        if "\0" in tail or len(tail) > 1000:
            return None
        candidate = (root / tail).resolve()
        if candidate.is_relative_to(root) and candidate.is_file():
            return candidate
        return self._names(root).get(tail.rpartition("/")[2])

    def _names(self, root: Path) -> dict[str, Path | None]:
        """The files below the folder by name; a name that stands twice leads nowhere."""
        if self._by_name is None:
            self._by_name = {}
            for path in _files(root):
                self._by_name[path.name] = None if path.name in self._by_name else path
        return self._by_name


def names_of(path: str) -> list[str]:
    """Return a file's path, and those of what WordPress may have made it from, the likeliest first.

    photo-300x200.jpg is a size of photo.jpg, or of photo-scaled.jpg when that was very large.
    """
    pure = PurePosixPath(path)
    stem = SIZE.sub("", pure.stem) or pure.stem
    others = (stem, f"{stem}-scaled") if pure.name else ()
    return list(dict.fromkeys([path, *(str(pure.with_name(n + pure.suffix)) for n in others)]))


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreachable(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
        return path.read_bytes()
    except OSError as error:
        raise Unreachable(f"it cannot be read ({error.strerror})") from error


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
