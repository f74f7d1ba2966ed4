"""Where the files of an import come from: a folder at hand, or the old site while it answers."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from chronique.base.errors import Unreachable
from chronique.base.http import fetch

MAX_BYTES = 200 * 1024 * 1024
# A host that failed so often in a row is not asked again in this run.
PATIENCE = 2


@dataclass
class Media:
    """Finds the bytes of a file by the address it had.

    `folder` is a copy of wp-content/uploads, or any folder with the files below it; `online` allows
    to ask the old site.
    """

    folder: Path | None = None
    online: bool = True
    private_hosts: frozenset[str] = frozenset()
    failures: Counter[str] = field(default_factory=Counter)
    _by_name: dict[str, Path] | None = None

    def get(self, address: str) -> bytes:
        """Return the file's bytes. Raises Unreachable with the reason, a short clause."""
        local = self._local(address)
        if local:
            return local.read_bytes()
        if not self.online:
            raise Unreachable("it is not in the folder given")
        host = _host(address)
        if self.failures[host] >= PATIENCE:
            raise Unreachable("its host did not answer before")
        try:
            fetched = fetch(address, max_bytes=MAX_BYTES, private_hosts=self.private_hosts)
        except Unreachable:
            self.failures[host] += 1
            raise
        self.failures[host] = 0
        if fetched.media_type == "text/html":
            raise Unreachable("its host answers with a page instead")
        return fetched.content

    def _local(self, address: str) -> Path | None:
        if self.folder is None:
            return None
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return None
        tail = path.partition("/uploads/")[2] or path.lstrip("/")
        root = self.folder.resolve()
        candidate = (root / tail).resolve()
        if candidate.is_relative_to(root) and candidate.is_file():
            return candidate
        return self._names(root).get(path.rpartition("/")[2])

    def _names(self, root: Path) -> dict[str, Path]:
        """The files below the folder by name; a name that stands twice leads nowhere."""
        if self._by_name is None:
            count = Counter(path.name for path in root.rglob("*"))
            self._by_name = {
                path.name: path
                for path in root.rglob("*")
                if count[path.name] == 1 and path.is_file()
            }
        return self._by_name


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
