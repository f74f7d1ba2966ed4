"""An import that is killed and run again ends as one that nobody disturbed."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from PIL import Image

from tests.databases import empty_database
from tests.exchange.killed import SCRIPT
from tests.exchange.test_import_again import A_SITE
from tests.exchange.wordpress import OLD, attachment, blog, comment, post

# Of some four hundred statements: before the first, between and inside of transactions, at the end.
POINTS = [3, 60, 120, 180, 240, 300, 350]


def site() -> str:
    """The site of the tests for a second import, with a picture in front and an article behind."""
    picture = attachment(30, f"{OLD}/wp-content/uploads/2013/05/tide.png")
    shows = f'<img src="{OLD}/wp-content/uploads/2013/05/tide.png" class="wp-image-30">'
    more = post(31, [comment(n) for n in range(40, 44)], content=shows, slug="shows")
    inside = A_SITE.partition("</wp:base_blog_url>\n")[2].partition("</channel>")[0]
    return blog(picture, inside, more)


def test_killed_anywhere_and_run_again_it_ends_the_same(tmp_path: Path):
    # given an export with a bit of everything, and the folder of its pictures
    (tmp_path / "export.xml").write_text(site())
    media = tmp_path / "uploads"
    media.mkdir()
    Image.new("RGB", (40, 30), "teal").save(media / "tide.png")
    # when its import is killed at one statement after another, and run again each time
    command: list[str | Path] = [
        sys.executable, "-c", SCRIPT, tmp_path / "homes", empty_database(),
        tmp_path / "export.xml", media, *map(str, POINTS),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
        env=os.environ | {"CHRONIQUE_HOME": str(tmp_path / "homes")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    # then all is there each time, once, as if nothing had happened
    whole = Counter(answer["undisturbed"])
    assert sum(row.startswith("articles.Article ") for row in whole) == 6
    for point, (ended, rows) in answer["points"].items():
        assert ended == -signal.SIGKILL, f"the import was over before statement {point}"
        assert Counter(rows) - whole == Counter(), f"too much after a kill at {point}"
        assert whole - Counter(rows) == Counter(), f"too little after a kill at {point}"
