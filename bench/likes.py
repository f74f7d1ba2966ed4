"""Likes for ten seconds, as many as the program takes: by readers who are all new, over HTTP.

On SQLite, and on PostgreSQL where `CHRONIQUE_TEST_POSTGRES` names one. Every like that was answered
with success has to be there, and none twice. The client is on the same machine, and what it takes
of the processor is not there for the program: so the program's own time for each is told too.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.both import on_both
from bench.start import tree
from bench.table import Row
from tests.flows.server import Server, running_server

RATE, SECONDS = 1_000, 10
ROOT = Path(__file__).resolve().parents[1]
MAKE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.factories import make_article, make_comment
articles = [make_article(title=title) for title in ("Tides", "Dikes")]
comments = [make_comment(article) for article in articles]
print(*(one.address for one in articles), *(one.path for one in comments))
"""
COUNT = """
from chronique.articles.models import Article
from chronique.comments.models import Comment, Like, PageLikes
for page in Article.objects.filter(title__in=["Tides", "Dikes"]):
    print(page.address, Like.objects.filter(page=page.pk).count(),
        PageLikes.objects.filter(page=page.pk).values_list("count", flat=True).first() or 0)
for one in Comment.objects.all():
    print(one.path, Like.objects.filter(comment=one.pk).count(), one.like_count)
"""


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    return on_both(_likes, folder, database="likes", seconds=max(2.0, SECONDS * scale))


def _likes(home: Path, name: str, seconds: float, settings: dict[str, str]) -> list[Row]:
    home.mkdir(parents=True)
    # The client stands for readers of many networks: it says so as a proxy would.
    settings = settings | {"CHRONIQUE_TRUSTED_PROXIES": "1", "CHRONIQUE_LOG_LEVEL": "ERROR"}
    with running_server(home, demo=False, words=["--workers", "2"], settings=settings) as server:
        paths = _shell(server, MAKE).split()[-4:]
        before = _spent(server.pid)
        done = subprocess.run(
            [sys.executable, "-m", "bench.likes_client", str(urlsplit(server.url).port),
             str(seconds), *paths],
            stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        spent = _spent(server.pid) - before
        kept = [line.split() for line in _shell(server, COUNT).splitlines()]
    rows = {path: (int(likes), int(counted)) for path, likes, counted in kept if path in paths}
    return _rows(name, json.loads(done.stdout), rows, spent)


def _shell(server: Server, code: str) -> str:
    return server.run("shell", "--verbosity", "0", "--command", code)


def _spent(pid: int) -> float:
    """Return the seconds of processor that the program and all that it started have taken."""
    ticks = 0
    for one in tree(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _rows(
    name: str, told: dict[str, Any], kept: dict[str, tuple[int, int]], spent: float
) -> list[Row]:
    accepted, refused = Counter(told["accepted"]), told["refused"]
    asked = sum(accepted.values()) + told["again"]
    lost = sum(max(0, accepted[path] - likes) for path, (likes, _) in kept.items())
    twice = sum(max(0, likes - accepted[path]) for path, (likes, _) in kept.items())
    wrong = sum(abs(likes - counted) for likes, counted in kept.values())
    rate = sum(accepted.values()) / told["lasted"]
    return [
        Row(f"likes of new readers for {told['lasted']:.0f} s, {name}",
            f"{rate:.0f} a second, {len(refused)} not accepted", f"≥ {RATE:,} a second",
            rate >= RATE and not refused),
        Row("  accepted and not there; there twice; counted wrong", f"{lost}; {twice}; {wrong}",
            "0; 0; 0", not (lost or twice or wrong)),
        Row("  processor for each: the program, the client",
            f"{spent / asked * 1000:.2f} ms, {told['spent'] / asked * 1000:.2f} ms"),
    ]  # fmt: skip
