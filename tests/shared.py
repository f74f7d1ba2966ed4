"""Where the files are that outsiders wrote: exports, attacks, pictures, spam. We keep none."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_inputs() -> Path:
    """Return the folder of real files; without it fail in CI, elsewhere skip and say why."""
    return _folder("inputs", "files")


def shared_spam() -> Path:
    """Return the folder of labelled comments; without it fail in CI, elsewhere skip and say why."""
    return _folder("spam", "comments")


def _folder(name: str, what: str) -> Path:
    folder = SHARED / name
    if folder.is_dir():
        return folder
    reason = f"needs the real {what} at {folder}, which are not part of the project"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
