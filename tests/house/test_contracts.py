"""The contracts between rooms are seen to break, each on a copy of the package."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copy2

import pytest

from tests.house.files import PACKAGE, ROOT, python_files

# One line that has no business in that file, for each contract of pyproject.toml.
BREACHES = {
    "Rooms": ("base/errors.py", "import chronique.text.slugs"),
    "Inside a room": ("articles/rules.py", "import chronique.articles.models"),
    "No circles": ("articles/links.py", "import chronique.articles.shelf"),
    "Pure code": ("text/slugs.py", "import django.db"),
    "Screens are private": ("front/context.py", "import chronique.comments.views"),
    "Wagtail is known": ("comments/rules.py", "import wagtail.models"),
    "One door": ("articles/body.py", "import httpx"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in [*python_files("src"), ROOT / "pyproject.toml"]:
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy2(path, target)
    return tmp_path


def broken_contracts(copy: Path) -> list[str]:
    """Return the names of the contracts that import-linter finds broken there."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=copy, env=os.environ | {"PYTHONPATH": str(copy / "src"), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)


def test_each_contract_is_seen_to_break(copy: Path):
    for file, line in BREACHES.values():
        path = copy / "src" / PACKAGE.name / file
        path.write_text(f"{path.read_text()}\n{line}\n")
    broken = broken_contracts(copy)
    assert [name for name in BREACHES if not any(b.startswith(name) for b in broken)] == []
    contracts = (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    assert len(broken) == contracts == len(BREACHES)


def test_a_room_that_nobody_drew_is_refused(copy: Path):
    room = copy / "src" / PACKAGE.name / "utils"
    room.mkdir()
    (room / "__init__.py").touch()
    assert "Rooms" in {name.partition(":")[0] for name in broken_contracts(copy)}
