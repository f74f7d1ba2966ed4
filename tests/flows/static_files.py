"""The static files that the program gathered at its first start, kept for its next first starts.

To gather and compress them takes most of a first start. They are known by what they come from: a
change there, and a machine without them (as in CI), lets the program gather them itself.
"""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from shutil import copytree, rmtree

from django.contrib.staticfiles.finders import get_finders

from chronique.project import prepare
from tests.databases import CACHE, alone


def lend_static_files(home: Path) -> None:
    """Put the kept files where the program would gather them, when there are any."""
    with alone("static"):
        if (kept := _kept()).is_dir():
            copytree(kept, home / "static")


def keep_static_files(home: Path) -> None:
    """Keep what the program has gathered, in place of what an older one had."""
    with alone("static"):
        if (kept := _kept()).is_dir():
            return
        for old in CACHE.glob("static-*"):
            rmtree(old)
        copytree(home / "static", kept.with_name("static-draft"))
        kept.with_name("static-draft").rename(kept)


def _kept() -> Path:
    digest = hashlib.sha256()
    for name in ("prepare.py", "settings.py"):
        digest.update(Path(prepare.__file__).with_name(name).read_bytes())
    tools = [f"{name} {version(name)}" for name in ("django", "whitenoise", "brotli")]
    for line in [*tools, *sorted(_sources())]:
        digest.update(line.encode())
    return CACHE / f"static-{digest.hexdigest()[:16]}"


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            yield f"{path} {state.st_size} {state.st_mtime_ns}"
