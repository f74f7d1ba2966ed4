"""Where snapshots lie: files in the home folder, which no reader is given."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings


def folder() -> Path:
    """Return where they lie; it is there afterwards, and for the owner alone."""
    path: Path = settings.SNAPSHOTS_ROOT
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def put(name: str, write: Any) -> Path:
    """Let `write` fill a file, and give it its name when it is whole and on the disk."""
    whole, begun = folder() / name, folder() / f".{name}.{uuid4().hex}"
    try:
        with begun.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(whole)
    finally:
        begun.unlink(missing_ok=True)
    return whole


def take_away(names: Iterable[str]) -> None:
    for name in names:
        if name:
            (folder() / name).unlink(missing_ok=True)
