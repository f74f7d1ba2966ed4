"""Time and memory of bringing in a long list of subscribers, and of writing it back."""

import json
from pathlib import Path

from bench.program import Spent, chronique, make_home
from bench.table import Row

SUBSCRIBERS, SECONDS, MEGABYTES = 100_000, 60, 200
# Ten times more may take a tenth more memory: a larger database has larger caches.
GROWTH = 1.15
HEAD = "Email Address,First Name,Last Name,OPTIN_TIME,CONFIRM_TIME,Status,LEID,TAGS\n"


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    count = round(SUBSCRIBERS * scale)
    tenth, _ = _import(folder / "tenth", count // 10)
    whole, again = _import(folder / "whole", count)
    growth = whole.peak_mb / tenth.peak_mb
    out = chronique(folder / "whole", "export_subscribers", folder / "out.csv")
    return [
        Row(
            f"import of {count:,} subscribers", f"{whole.seconds:.1f} s",
            f"≤ {SECONDS * scale:g} s", whole.seconds <= SECONDS * scale,
        ),
        Row(
            "  its peak memory", f"{whole.peak_mb:.0f} MB",
            f"≤ {MEGABYTES} MB", whole.peak_mb <= MEGABYTES,
        ),
        Row(
            "  that, beside a tenth of the list's", f"{growth:.2f} ×",
            f"flat (≤ {GROWTH} ×)", growth <= GROWTH,
        ),
        Row("  the same list again", f"{again.seconds:.1f} s, {again.peak_mb:.0f} MB"),
        Row(
            f"export of the {count:,} subscribers with proof, {out.seconds:.1f} s",
            f"{out.peak_mb:.0f} MB", f"≤ {MEGABYTES} MB", out.peak_mb <= MEGABYTES,
        ),
    ]  # fmt: skip


def write_list(path: Path, count: int) -> None:
    """Write a list of so many, of whom one in twenty has left."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for n in range(count):
            status = "unsubscribed" if n % 20 == 0 else "subscribed"
            out.write(
                f'bo{n}@mail{n % 50}.example.org,Bo {n},"Müller, {n % 97}",2023-04-21 11:16:57,'
                f'2023-04-{n % 28 + 1:02} 11:16:57,{status},{n},"""The best"""\n'
            )


def _import(home: Path, count: int) -> tuple[Spent, Spent]:
    """Bring in a list of that size twice, and see that all of it came."""
    make_home(home)
    file, report = home / "list.csv", home / "report.json"
    write_list(file, count)
    first, again = (
        chronique(home, "import_subscribers", file, "--report", report) for _ in range(2)
    )
    told = json.loads(report.read_text())
    if sum(told["unchanged"].values()) != count:
        raise SystemExit(f"The second import changed something: {told['imported']}.")
    return first, again
