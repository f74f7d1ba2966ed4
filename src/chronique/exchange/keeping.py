"""The reports of the last imports, beside the database, to be read later."""

import json
from datetime import datetime
from itertools import count
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from chronique.exchange.report import Report

# So many stay; an older one goes when a new one comes.
KEPT = 20
# Titles and names of what is not public stand in it.
PRIVATE = 0o600


def write_report(report: Report, path: Path) -> None:
    told = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    path.write_text(told, encoding="utf-8", errors="replace")


def keep_report(report: Report, *, now: datetime) -> Path:
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
