"""A large dossier built anew, and a year of articles as an EPUB; on both databases.

Done by the command `measure_dossiers`, in a process and a home of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.both import on_both
from bench.program import environment, make_home
from bench.table import Row

MOST_MS, MOST_KB, MOST_SECONDS, MOST_MB = 400, 120, 60, 400


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    return on_both(_dossiers, folder, database="dossiers", seconds=scale)


def _dossiers(folder: Path, name: str, scale: float, settings: dict[str, str]) -> list[Row]:
    home = folder / "home"
    make_home(home, settings)
    done = subprocess.run(
        [sys.executable, "-m", "django", "measure_dossiers", str(scale)],
        env=environment(home) | settings | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    large, small = told["pages"]
    articles, events, sources = large["size"]
    kilobytes, book = large["bytes"] / 1000, told["book"]
    return [
        Row(f"dossier of {articles} articles, {events:,} events, {sources} sources, {name}",
            f"{large['cpu']:.0f} ms of processor time, {kilobytes:.0f} KB (Brotli)",
            f"≤ {MOST_MS} ms, ≤ {MOST_KB} KB",
            large["cpu"] <= MOST_MS and kilobytes <= MOST_KB),
        Row("  queries, of that and of one with a tenth of it",
            f"{large['queries']} and {small['queries']}", "equal",
            large["queries"] == small["queries"]),
        Row(f"EPUB of a year, {book['articles']} articles with pictures, {name}",
            f"{book['seconds']:.1f} s, {book['memory']:.0f} MB",
            f"≤ {MOST_SECONDS} s, ≤ {MOST_MB} MB",
            book["seconds"] <= MOST_SECONDS and book["memory"] <= MOST_MB),
    ]  # fmt: skip
