"""What the spam filter's model costs: processor time, time to be there, memory, the file.

The texts are our own, of eight languages, once each: no memory of words can flatter it.
"""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

from bench.table import Row
from bench.words import Writer
from chronique.spam import model

COMMENTS, LONG_COMMENTS, LONG = 3_000, 300, 4_000
# Run in a process of its own, in which nothing else was loaded; of `rows` it knows nothing.
CODE = """
import json, sys, tracemalloc
from pathlib import Path
from time import perf_counter, process_time
rows = json.loads(Path(sys.argv[1]).read_text())
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
import chronique.text.words  # the room beneath, which the program has anyway
before, started = resident(), perf_counter()
from chronique.spam.opinion import opinion
from chronique.spam.submissions import Submission
there = perf_counter() - started
def score(*given):
    return opinion(Submission(*given), told_from=1.0)
score("")
ready = resident() - before
started = process_time()
for row in rows["short"]:
    score(row["text"], row["author"] or "", "", row["url"] or "", row["lang"])
each = (process_time() - started) / len(rows["short"])
times = []
for text in rows["long"]:
    started = process_time()
    score(text)
    times.append(process_time() - started)
print(json.dumps({"there": there, "ready": ready, "memory": resident() - before, "each": each,
                  "long": sorted(times)[int(len(times) * 0.99)]}))
"""


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "rows.json"
    path.write_text(json.dumps({"short": short_rows(), "long": _long()}))
    told = json.loads(
        subprocess.run(
            [sys.executable, "-c", CODE, path], check=True, capture_output=True, text=True
        ).stdout
    )
    a_second = 1 / told["each"]
    size = model.FILE.stat().st_size / 1e6
    return [
        Row("comments scored a second, one core", f"{a_second:,.0f}", "≥ 2,000", a_second >= 2_000),
        Row("  99 of 100 of 4,000 characters", f"{told['long'] * 1000:.1f} ms", "≤ 3 ms",
            told["long"] <= 0.003),
        Row("  the room is there in", f"{told['there'] * 1000:.0f} ms", "≤ 50 ms",
            told["there"] <= 0.05),
        Row("  memory, after all of these", f"{told['memory']:.1f} MB", "≤ 20 MB",
            told["memory"] <= 20),
        Row("  the file", f"{size:.2f} MB", "≤ 1.5 MB", size <= 1.5),
    ]  # fmt: skip


def short_rows(count: int = COMMENTS) -> list[dict[str, str | None]]:
    """Return so many rows of our own, drawn by lot."""
    out = subprocess.run(
        [sys.executable, "-m", "tools.spam.own_rows"], check=True, capture_output=True, text=True
    ).stdout
    rows = [json.loads(line) for line in out.splitlines()]
    return Random(1).sample(rows, count)


def _long() -> list[str]:
    writer = Writer(Random(2), "en")
    texts = []
    for _ in range(LONG_COMMENTS):
        text = ""
        while len(text) < LONG:
            text += writer.paragraph() + " "
        texts.append(text[:LONG])
    return texts
