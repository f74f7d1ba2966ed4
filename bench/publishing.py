"""What a change adds to the writer's request where there is much to forget: ten thousand articles,
a hundred thousand kept pages.

Done by the command `measure_publishing`, in a process and a home of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.program import environment, make_home
from bench.table import Row

ARTICLES, PAGES = 10_000, 100_000
MOST_MS = 100.0


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home = folder / "home"
    make_home(home)
    done = subprocess.run(
        [sys.executable, "-m", "django", "measure_publishing", str(int(ARTICLES * scale)),
         str(int(PAGES * scale))],
        env=environment(home) | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return [
        Row(f"publishing among {told['articles']:,} articles, {told['pages']:,} kept pages",
            f"{told['added']:.1f} ms added to {told['without']:.0f} ms", f"≤ {MOST_MS:.0f} ms",
            told["added"] <= MOST_MS),
        Row("  pages that are forgotten", f"{told['forgotten']}", f"{told['expected']}, no others",
            told["forgotten"] == told["expected"]),
        Row("  all pages at once (a menu, the title)", f"{told['everything']:.1f} ms"),
    ]  # fmt: skip
