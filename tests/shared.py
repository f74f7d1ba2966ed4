"""Where the files are that outsiders wrote: real exports, attacks, pictures. We keep none."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_inputs() -> Path:
    """Return the folder of real files; without it fail in CI, elsewhere skip and say why."""
    inputs = SHARED / "inputs"
    if inputs.is_dir():
        return inputs
    reason = f"needs the real files at {inputs}, which are not part of the project"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
