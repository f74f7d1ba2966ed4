"""What a writer is reminded of, among ten thousand articles, two thousand events, 800 sources.

Done by the command `measure_memory`, in a process and a home of its own, on both databases.
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

ARTICLES = 10_000
MOST_MS = 50.0


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    return on_both(_memory, folder, database="memory", seconds=scale)


def _memory(folder: Path, name: str, scale: float, settings: dict[str, str]) -> list[Row]:
    home = folder / "home"
    make_home(home, settings)
    done = subprocess.run(
        [sys.executable, "-m", "django", "measure_memory", str(int(ARTICLES * scale))],
        env=environment(home) | settings | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return [
        Row(f"memory among {told['articles']:,} articles, {name}",
            f"{told['usual']:.1f} ms a proposal, at most {told['worst']:.1f} ms",
            f"≤ {MOST_MS:.0f} ms", told["usual"] <= MOST_MS),
        Row("  texts for which the right article came first",
            f"{told['found']} of {told['rounds']}"),
    ]  # fmt: skip
