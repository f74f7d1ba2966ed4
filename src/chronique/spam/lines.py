"""Comments as lines of JSON: id, text, author, url, lang, created; for training, label too."""

import json
from dataclasses import dataclass

from chronique.base.errors import Refused
from chronique.spam.submissions import Submission

FIELDS = ("text", "author", "url", "lang")


@dataclass(frozen=True)
class Line:
    """A comment as it came; `label`: 1 is spam, 0 honest, None where it is not said."""

    id: object
    submission: Submission
    label: int | None = None


def read_line(line: bytes, number: int) -> Line:
    """Read a comment; raise Refused, with a sentence that names the line, when it is none."""
    try:
        # Broken characters are somebody's disguise, not a reason to stop.
        row = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise Refused(f"Line {number} is no object with a text.")
    for name in FIELDS:
        row[name] = row.get(name) or ""
        if not isinstance(row[name], str):
            raise Refused(f"Line {number}: “{name}” is no text.")
    label = row.get("label")
    if label not in (None, 0, 1):
        raise Refused(f"Line {number}: “label” is neither 0 (honest) nor 1 (spam).")
    submission = Submission(
        text=row["text"], author_name=row["author"], author_url=row["url"], language=row["lang"]
    )
    return Line(row.get("id"), submission, None if label is None else int(label))
