"""A start on a publication that is there already, and what its processes hold in memory."""

import re
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from bench.table import Row
from tests.flows.server import running_server

SECONDS = 5


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    folder.mkdir(parents=True)
    with running_server(folder):
        pass
    began = monotonic()
    with running_server(folder) as server:
        took = monotonic() - began
        memory = sum(map(held, tree(server.pid)))
    return [
        Row("second start with the sample", f"{took:.1f} s", f"≤ {SECONDS} s", took <= SECONDS),
        Row("  memory of all its processes (PSS)", f"{memory / 1000:.0f} MB"),
    ]


def tree(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from tree(int(child))


def held(pid: int) -> int:
    """Return the kB of a process, and its part of what several share: see proc_pid_smaps(5)."""
    told = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    return int(told[1]) if told else 0
