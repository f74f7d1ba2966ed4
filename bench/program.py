"""The program in a home of its own, as child processes: this one stays small."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREPARE = """
import django
django.setup()
from chronique.project import prepare
prepare.migrate()
prepare.sites()
"""


@dataclass(frozen=True)
class Spent:
    seconds: float
    peak_mb: float


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    return kept | {
        "CHRONIQUE_HOME": str(home),
        "CHRONIQUE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "chronique.project.settings",
    }


def make_home(home: Path, settings: Mapping[str, str] | None = None) -> None:
    """Make an empty publication there."""
    home.mkdir(parents=True)
    environ = environment(home) | dict(settings or {})
    subprocess.run([sys.executable, "-c", PREPARE], env=environ, check=True)


def chronique(home: Path, *words: str | Path) -> Spent:
    """Run a command; return its time and the most memory that it held at once.

    The kernel counts the child's memory from its first moment, when it is still a copy of this
    process, which is therefore kept small: nothing here imports Django.
    """
    command = [sys.executable, "-m", "chronique.project", *map(str, words)]
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"chronique {words[0]} ended with {process.returncode}.")
    return Spent(time.monotonic() - started, usage.ru_maxrss / 1024)
