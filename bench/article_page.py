"""Queries and time of an article's page, built anew, beside plain pages of Wagtail's.

What is measured is done by the command `measure_pages`, in a process and a home of its own.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.program import environment, make_home
from bench.table import Row

QUERIES = 12
# A page of very many comments takes so many times what fifty take, at most.
SLOWER = 1.5


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home = folder / "home"
    make_home(home)
    found = pages(home)
    few, long, many = found["few"], found["long"], found["many"]
    plain, discussed, others = found["plain"], found["discussed"], found["others"]
    times = few["milliseconds"] / discussed["milliseconds"]
    return [
        Row("article with 50 comments, built anew", _told(few), f"≤ {QUERIES} queries",
            few["queries"] <= QUERIES),
        Row("  beside a plain Wagtail page with the same comments", f"× {times:.2f}",
            "≤ 1 × its time", times <= 1),
        Row("  forty others, each for the first time", _told(others), f"≤ {QUERIES} queries",
            others["queries"] <= QUERIES),
        Row("  ten times as long", _told(long), "as many", long["queries"] == few["queries"]),
        Row("  with 5,000 comments (first page of threads)", _told(many), "as many",
            many["queries"] <= few["queries"]),
        _beside("  with 5,000 comments, in time", many, few),
        _beside("  with 5,000 threads of one comment", found["flat"], few),
        _beside("  with one thread of 5,000, 2,500 levels deep", found["deep"], few),
        Row("  without comments", _told(found["bare"])),
        Row("a plain Wagtail page with the same words and comments", _told(discussed)),
        Row("  without comments", _told(plain)),
    ]  # fmt: skip


def pages(home: Path) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "django", "measure_pages"],
        env=environment(home) | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    answer: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return answer


def _beside(name: str, page: dict[str, Any], few: dict[str, Any]) -> Row:
    times = page["milliseconds"] / few["milliseconds"]
    told = f"{_told(page)}, × {times:.2f}"
    return Row(name, told, f"≤ {SLOWER} × the time for 50", times <= SLOWER)


def _told(page: dict[str, Any]) -> str:
    return f"{page['queries']} queries, {page['milliseconds']:.1f} ms of processor"
