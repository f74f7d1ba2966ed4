"""What Isso takes to accept a comment. Run by Isso's own Python: nothing of ours is here but
`bench.wsgi`, and `bench.readers` for what is written.

`python -m bench.isso_comments FOLDER` prints milliseconds of processor time.
"""

import json
import sys
from pathlib import Path

from isso import config, make_app

from bench.readers import comment_of
from bench.wsgi import milliseconds, post

CONFIGURATION = """
[general]
dbpath = {folder}/isso.db
host = http://localhost:8000/
[guard]
enabled = false
[moderation]
enabled = true
"""


def main(folder: Path) -> None:
    file = folder / "isso.cfg"
    file.write_text(CONFIGURATION.format(folder=folder))
    application = make_app(config.load(config.default_file(), str(file)))

    def comment(number: int) -> None:
        words = {
            "text": comment_of(number), "author": "Bo", "email": f"reader{number}@example.org",
            "title": "Tides",
        }  # fmt: skip
        status = post(
            application, "/new", json.dumps(words).encode(), query="uri=%2Ftides%2F",
            content_type="application/json", network=number,
        )  # fmt: skip
        assert status in (201, 202), status

    print(milliseconds(comment, rounds=300))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
