"""The reports of the last imports, beside the database, to be read later."""

from datetime import datetime
from itertools import count
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.utils import timezone

from chronique.base.errors import Refused

# So many stay; an older one goes when a new one comes.
KEPT = 20
# Titles and names of what is not public stand in it.
PRIVATE = 0o600


class Written(Protocol):
    """A report that can be written as JSON."""

    def write(self, file: IO[str]) -> None: ...


def write_report(report: Written, path: Path) -> None:
    with path.open("w", encoding="utf-8", errors="replace") as file:
        report.write(file)


def try_to_write(path: Path) -> None:
    """Find out before an import, not after it, that a report cannot be written. Raises Refused."""
    is_new = not path.exists()
    try:
        with path.open("a"):
            pass
        if is_new:
            path.unlink()
    except OSError as error:
        raise Refused(f"The report cannot be written to {path}: {error.strerror}.") from error


def keep_report(report: Written, *, now: datetime) -> Path:
    """Write the report of an import as JSON into the home folder; return where it is."""
    folder = Path(settings.CONF.home) / "reports"
    folder.mkdir(exist_ok=True)
    path = _free(folder, f"import-{timezone.localtime(now):%Y-%m-%d-%H%M%S}")
    path.touch(PRIVATE)
    write_report(report, path)
    others = [other for other in folder.glob("import-*.json") if other != path]
    for other in sorted(others, key=_age, reverse=True)[KEPT - 1 :]:
        other.unlink(missing_ok=True)
    return path


def _free(folder: Path, name: str) -> Path:
    """Return a path of that name; with a number behind it where one of the same second has it."""
    names = (name if n == 1 else f"{name}-{n}" for n in count(1))
    return next(path for one in names if not (path := folder / f"{one}.json").exists())


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        # Another import has just removed it.
        return 0.0
