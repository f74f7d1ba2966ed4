"""Time and memory of bringing in a large export and of writing it back, and whether it grows."""

import json
from pathlib import Path

from bench.make_wxr import write_wxr
from bench.program import Spent, chronique, make_home
from bench.table import Row

ARTICLES, COMMENTS = 5000, 50_000
MINUTES, MEGABYTES = 8, 400
# Ten times more may take a tenth more memory: a larger database has larger caches.
GROWTH = 1.15


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    articles, comments = round(ARTICLES * scale), round(COMMENTS * scale)
    tenth = _import(folder / "tenth", articles // 10, comments // 10)
    whole = _import(folder / "whole", articles, comments)
    growth = whole.peak_mb / tenth.peak_mb
    crowded = _import(folder / "crowded", 1, 2 * comments)
    out = chronique(folder / "whole", "export_wordpress", folder / "whole/out.xml")
    what = f"import of {articles:,} articles, {comments:,} comments"
    return [
        Row(
            what, f"{whole.seconds / 60:.1f} min",
            f"≤ {MINUTES * scale:g} min", whole.seconds <= MINUTES * 60 * scale,
        ),
        Row(
            "  its peak memory", f"{whole.peak_mb:.0f} MB",
            f"≤ {MEGABYTES} MB", whole.peak_mb <= MEGABYTES,
        ),
        Row(
            "  that, beside a tenth of the export's", f"{growth:.2f} ×",
            f"flat (≤ {GROWTH} ×)", growth <= GROWTH,
        ),
        Row("  a tenth of it", f"{tenth.seconds:.0f} s, {tenth.peak_mb:.0f} MB"),
        Row(
            f"import of one article with {2 * comments:,} comments",
            f"{crowded.seconds:.0f} s, {crowded.peak_mb:.0f} MB",
            f"≤ {MEGABYTES} MB", crowded.peak_mb <= MEGABYTES,
        ),
        Row(
            f"export of the {articles:,} articles, {out.seconds:.0f} s",
            f"{out.peak_mb:.0f} MB", f"≤ {MEGABYTES} MB", out.peak_mb <= MEGABYTES,
        ),
    ]  # fmt: skip


def _import(folder: Path, articles: int, comments: int) -> Spent:
    """Bring in a generated export of that size, and see that all of it came."""
    make_home(folder)
    file, report = folder / "export.xml", folder / "report.json"
    with file.open("w", encoding="utf-8") as out:
        write_wxr(out, articles=articles, comments=comments)
    spent = chronique(folder, "import_wordpress", file, "--offline", "--report", report)
    imported = json.loads(report.read_text())["imported"]
    counts = imported.get("post"), imported.get("comment")
    if counts != (articles, comments):
        raise SystemExit(f"The import brought in {counts}, not {articles} and {comments}.")
    return spent
