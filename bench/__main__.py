"""Measure, and print a table.

python -m bench                      everything, about a quarter of an hour
python -m bench article_page         one of them
python -m bench --scale 0.1          with a tenth of the import
"""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from bench.table import Row, show

ALL = [
    "start", "import_wordpress", "article_page", "accept_comment", "filter", "learning", "storm",
    "likes", "first_visit", "every_page", "kept_pages",
    "publishing", "ready", "letters", "bounces", "dkim", "subscribers", "list_bombing", "matrix",
    "memory", "dossiers",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, print a table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ALL)}")
    parser.add_argument("--scale", type=float, default=1.0, help="of the import: 1 is the whole")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(ALL):
        parser.error(f"there is no {', '.join(unknown)}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="chronique-bench-") as folder:
        for name in arguments.names or ALL:
            print(f"{name} …", file=sys.stderr, flush=True)
            module = import_module(f"bench.{name}")
            rows += module.measure(Path(folder) / name, scale=arguments.scale)
    show(rows)
    if not all(row.reached for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
