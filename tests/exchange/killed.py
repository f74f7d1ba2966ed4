"""Imports that are killed at one statement after another, each in a process and a home of its own.

    python -c SCRIPT HOME DATABASE EXPORT MEDIA POINT…

For each point an import is killed before it has run so many statements, then run again; what there
is at the end is printed as JSON: {"undisturbed": rows, "points": {point: rows}}. One process sets
Django up and forks: that is quick, and nothing but the kill is shared.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection
from wagtail.models import Site

from chronique.exchange.actions import import_wordpress
from chronique.exchange.arriving.fetching import Media
from chronique.project import prepare

SCRIPT = """
import django
django.setup()
from tests.exchange.killed import main
main()
"""
NOW = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
# What differs between any two runs: random numbers, and when a row was written.
RANDOM = {
    "translation_key", "uuid", "created_at", "latest_revision_created_at", "key", "mark",
}  # fmt: skip
LOGS = ("store.", "django_tasks_database.", "wagtailcore.pagelogentry", "wagtailcore.modellogentry")


class Kill:
    """Ends the process, as kill -9 does, in place of a statement."""

    def __init__(self, point: int) -> None:
        self.left = point

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*rest)


def run(home: Path, export: Path, media: Path, kill_at: int = 0) -> int:
    """Import in a process of its own; return how it ended (a signal's number is negative)."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        bring(home, export, media, kill_at)
        status = 0
    finally:
        os._exit(status)


def bring(home: Path, export: Path, media: Path, kill_at: int) -> None:
    open_home(home)
    with ExitStack() as stack:
        if kill_at:
            stack.enter_context(connection.execute_wrapper(Kill(kill_at)))
        import_wordpress(
            [export], site=Site.objects.get(is_default_site=True),
            media=Media(media, online=False), now=NOW,
        )  # fmt: skip
    if not kill_at:
        (home / "rows.json").write_text(json.dumps(rows(home)))


def open_home(home: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(home / "chronique.sqlite3")
    # A killed process loses nothing that it has written; only the power's failing would.
    options = connection.settings_dict["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    settings.MEDIA_ROOT = home / "media"
    setting_changed.send(None, setting="MEDIA_ROOT", value=settings.MEDIA_ROOT, enter=True)


def rows(home: Path) -> list[str]:
    """Return all that is there: rows, and the names of files."""
    found = [
        f"{model._meta.label} {told(row)}"
        for model in apps.get_models()
        if not model._meta.label_lower.startswith(LOGS)
        for row in model._default_manager.values()
    ]
    files = [str(path.relative_to(home)) for path in (home / "media").rglob("*.*")]
    return sorted(found + files)


def told(row: dict[str, Any]) -> str:
    return repr(sorted((name, plain(value)) for name, value in row.items() if name not in RANDOM))


def plain(value: Any) -> Any:
    """Return a value without random numbers: those of a body's blocks, those in a revision."""
    value = value.get_prep_value() if hasattr(value, "get_prep_value") else value
    if isinstance(value, str) and value.startswith("[{"):
        value = json.loads(value)
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if name not in {"id", *RANDOM}}
        return {name: plain(part) for name, part in kept.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def main() -> None:
    home, database, export, media, *points = (Path(word) for word in sys.argv[1:])

    def fresh(name: str) -> Path:
        folder = home / name
        folder.mkdir(parents=True)
        shutil.copy(database, folder / "chronique.sqlite3")
        open_home(folder)
        prepare.sites()
        return folder

    whole = fresh("whole")
    # Here and not in a child: what follows finds everything loaded.
    bring(whole, export, media, kill_at=0)
    answer: dict[str, Any] = {"undisturbed": json.loads((whole / "rows.json").read_text())}
    answer["points"] = {}
    for point in map(str, points):
        place = fresh(point)
        ended = run(place, export, media, int(point))
        assert run(place, export, media) == 0
        answer["points"][point] = [ended, json.loads((place / "rows.json").read_text())]
    sys.stdout.write(json.dumps(answer))
