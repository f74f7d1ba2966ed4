"""The table that `make bench` prints."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    what: str
    measured: str
    # What the house wants to reach, in words; empty for a figure that is there to compare with.
    wanted: str = ""
    reached: bool = True


def machine() -> str:
    """Return the machine's name, its processor, cores and Python, in one line."""
    return (
        f"{platform.node()}, {_processor()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()


def show(rows: Iterable[Row]) -> None:
    table = Table(title=machine(), title_justify="left", title_style="bold")
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("to reach", justify="right")
    table.add_column("")
    for row in rows:
        mark = "" if not row.wanted else "✓" if row.reached else "✗"
        table.add_row(row.what, row.measured, row.wanted, mark)
    # As wide as it must be, also into a file.
    Console(width=max(100, Console().width), highlight=False).print(table)
