"""The files of the project, as the tests of its habits read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "chronique"
BINARY = {".webp", ".png", ".jpg", ".gif", ".ico", ".woff2", ".mo", ".pdf", ".mp3", ".zip", ".gz"}


@cache
def project_files() -> tuple[Path, ...]:
    """Return the project's files: those that git knows, and new ones that it does not ignore."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = (ROOT / name for name in sorted(set(names.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def python_files(*folders: str) -> list[Path]:
    """Return Python files below `folders` (of the root), without what Django wrote."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and "migrations" not in path.parts
    ]


def text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix not in BINARY]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
