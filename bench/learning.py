"""What a decision costs the filter: learned, taken back, and asked about the next comment.

On SQLite, and on PostgreSQL where `CHRONIQUE_TEST_POSTGRES` names one. The comments are rows of our
own writing. How much a site gains by it, `tools/spam/make_filter --streams` says: that needs
training.
"""

import json
import subprocess
import sys
from pathlib import Path

from bench.both import on_both
from bench.filter import short_rows
from bench.program import PREPARE, environment
from bench.table import Row

DECISIONS, IMPORTED = 300, 2_000
CODE = (
    PREPARE
    + """
import json, sys
from time import perf_counter
from django.utils import timezone
from chronique.spam.actions import Taught, learn, learn_many, take_back
from chronique.spam.asking import what_is_learned
from chronique.spam.opinion import opinion
from chronique.spam.submissions import Submission
rows, owner, now = json.load(sys.stdin), "site:1", timezone.now()
said = [
    Submission(row["text"], row["author"] or "", f"a{number}@mail.example", row["url"] or "",
               row["lang"])
    for number, row in enumerate(rows)
]
decided, imported = said[:DECISIONS], said[DECISIONS:]
def timed(act):
    times = []
    for number, one in enumerate(decided):
        started = perf_counter()
        act(number, one)
        times.append(perf_counter() - started)
    return sorted(times)[len(times) // 2], sorted(times)[int(len(times) * 0.99)]
def teach(number, one):
    taught = Taught(f"comment:{number}", one, bool(number % 2))
    learn(owner, taught, cause=f"decision:{number}", now=now)
alone = timed(lambda number, one: opinion(one, told_from=1.0))
told = {"learn": timed(teach)}
told["ask"] = timed(lambda number, one: opinion(one, what_is_learned(owner, one), told_from=1.0))
told["alone"] = timed(lambda number, one: opinion(one, told_from=1.0))
told["undo"] = timed(lambda number, one: take_back(owner, f"decision:{number}"))
started = perf_counter()
learn_many(owner, [Taught(f"old:{n}", one, bool(n % 2)) for n, one in enumerate(imported)])
told["imported"] = (perf_counter() - started) / len(imported)
print(json.dumps(told))
"""
).replace("DECISIONS", str(DECISIONS))


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    return on_both(_learning, folder, database="learning", seconds=scale)


def _learning(home: Path, name: str, _seconds: float, settings: dict[str, str]) -> list[Row]:
    home.mkdir(parents=True)
    rows = json.dumps(short_rows(DECISIONS + IMPORTED))
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=rows, env=environment(home) | settings, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    (learn, slowest) = told["learn"]
    ask = told["ask"][0] - told["alone"][0]
    return [
        Row(f"one decision learned, {name}", f"{_ms(learn)}, 99 of 100 {_ms(slowest)}", "≤ 5 ms",
            learn <= 0.005),
        Row("  undone", f"{_ms(told['undo'][0])}, 99 of 100 {_ms(told['undo'][1])}"),
        Row("  asked about the next comment, beside the model", _ms(ask)),
        Row("  each of many imported", _ms(told["imported"])),
    ]  # fmt: skip


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"
