"""The static files as the program gathers them at a first start, kept for all first starts.

To gather and compress them takes most of a first start. They are known by what they come from:
whoever needs them first after a change there, or on a machine without them, has them gathered.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from shutil import copytree, rmtree

from django.contrib.staticfiles.finders import get_finders

import chronique
from tests.databases import CACHE, alone

GATHER = """
import django
django.setup()
from chronique.project import prepare
assert prepare.collect_static()
"""


def lend_static_files(home: Path) -> None:
    """Put the kept files where the program would gather them; the first to ask has it gather."""
    with alone("static"):
        if not (kept := _kept()).is_dir():
            _gather(kept)
        copytree(kept, home / "static")


def _gather(kept: Path) -> None:
    for old in CACHE.glob("static-*"):
        rmtree(old)
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"CHRONIQUE_HOME": home}
        subprocess.run([sys.executable, "-c", GATHER], check=True, env=environment)
        copytree(Path(home) / "static", kept.with_name("static-draft"))
    kept.with_name("static-draft").rename(kept)


def _kept() -> Path:
    digest = hashlib.sha256()
    for name in ("project/prepare.py", "project/settings.py", "front/lean.py"):
        digest.update((Path(chronique.__file__).parent / name).read_bytes())
    tools = [f"{name} {version(name)}" for name in ("django", "whitenoise", "brotli")]
    for line in [*tools, *sorted(_sources())]:
        digest.update(line.encode())
    return CACHE / f"static-{digest.hexdigest()[:16]}"


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            yield f"{path} {state.st_size} {state.st_mtime_ns}"
