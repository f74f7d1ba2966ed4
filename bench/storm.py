"""Two hundred comments a second for half a minute under one article, and somebody who reads it.

On SQLite, and on PostgreSQL where `CHRONIQUE_TEST_POSTGRES` names one (`make bench` starts one of
its own). Every comment that was answered with success has to be there, and none twice.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

from bench.both import on_both
from bench.table import Row
from tests.flows.server import Server, running_server

RATE, SECONDS = 200, 30
P99, SLOWER = 0.5, 2.0
# So many stand there before: the page that is read meanwhile is as long as the one before.
BEFORE = 50
ROOT = Path(__file__).resolve().parents[1]
OPEN = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.factories import make_article, make_comment, the_site
from chronique.comments.models import Discussion
Discussion.objects.update_or_create(site=the_site(), defaults={{"mode": "open"}})
article = make_article(title="Tides")
for number in range({BEFORE}):
    make_comment(article, "The tide was higher than the table says.", author_name="Early")
print(article.address)
"""
ROWS = """
from chronique.comments.models import Comment
print(*Comment.objects.values_list("author_name", flat=True), sep="\\n")
"""


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    return on_both(_storm, folder, database="storm", seconds=max(3.0, SECONDS * scale))


def _storm(home: Path, name: str, seconds: float, settings: dict[str, str]) -> list[Row]:
    home.mkdir(parents=True)
    # The client stands for readers of many networks: it says so as a proxy would.
    settings = settings | {"CHRONIQUE_TRUSTED_PROXIES": "1", "CHRONIQUE_LOG_LEVEL": "ERROR"}
    workers = ["--workers", str(os.cpu_count() or 2)]
    with running_server(home, demo=False, words=workers, settings=settings) as server:
        path = _shell(server, OPEN).split()[-1]
        done = subprocess.run(
            [sys.executable, "-m", "bench.storm_client", str(urlsplit(server.url).port), path,
             str(RATE), str(seconds)],
            stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        told = json.loads(done.stdout)
        authors = _shell(server, ROWS).splitlines()
    return _rows(name, told, authors, seconds)


def _shell(server: Server, code: str) -> str:
    return server.run("shell", "--verbosity", "0", "--command", code)


def _rows(name: str, told: dict[str, Any], authors: list[str], seconds: float) -> list[Row]:
    answers = told["answers"]
    accepted = {number for number, status, _, _ in answers if status == 303}
    refused = Counter(status for _, status, _, _ in answers if status != 303)
    kept = Counter(author for author in authors if author != "Early")
    lost = [number for number in accepted if f"Reader {number}" not in kept]
    twice = sum(count - 1 for count in kept.values())
    p99 = quantiles([took for _, _, took, _ in answers], n=100)[98]
    rate = len(accepted) / told["lasted"]
    quiet, meanwhile = median(told["quiet"]), median(told["meanwhile"] or [99.0])
    return [
        Row(f"{RATE} comments a second for {seconds:.0f} s, {name}",
            f"{rate:.0f} a second, {len(accepted)} accepted, others {dict(refused)}",
            f"≥ {RATE * 0.98:.0f} a second", rate >= RATE * 0.98 and not refused),
        Row("  accepted and not there; there twice", f"{len(lost)}; {twice}", "0; 0",
            not lost and not twice),
        Row("  99 of 100 are answered within", f"{p99 * 1000:.0f} ms", f"≤ {P99 * 1000:.0f} ms",
            p99 <= P99),
        Row("  reading the article meanwhile, beside before",
            f"{meanwhile * 1000:.0f} ms, {meanwhile / quiet:.1f} ×", f"≤ {SLOWER:.0f} ×",
            meanwhile <= quiet * SLOWER),
    ]  # fmt: skip
