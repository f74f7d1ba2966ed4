"""What is odd in an export: what reading it had to change, and what it could not read."""

from enum import Enum

LONGEST_SHOWN = 80


class Oddity(Enum):
    """What was changed in reading; each becomes a sentence of the report."""

    CONTROLS = "control characters"
    FOREIGN_BYTES = "bytes outside the encoding"
    STRAY_TEXT = "text outside any element"
    SURROGATES = "halves of characters"


class Malformed(Exception):
    """Not even WordPress reads this. The text is a cause, `line` where; `is_cut_off` when the file
    just ends.
    """

    def __init__(self, cause: str, line: int, *, is_cut_off: bool = False) -> None:
        super().__init__(cause)
        self.line = line
        self.is_cut_off = is_cut_off


_WORDS = {
    Oddity.CONTROLS: ("control character was", "control characters were", "taken out"),
    Oddity.FOREIGN_BYTES: (
        "byte was",
        "bytes were",
        "not in the file's encoding and read as windows-1252, or marked “�”",
    ),
    Oddity.STRAY_TEXT: (
        "character was",
        "characters were",
        "outside any element of the export and left out",
    ),
    Oddity.SURROGATES: (
        "half of a character was",
        "halves of characters were",
        "replaced by “�”",
    ),
}


def shown(text: str) -> str:
    """Make a file's words fit for a sentence: one line, nothing that moves a terminal's cursor, not
    too long.
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in text[:1000]).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def sentence(oddity: Oddity, count: int, line: int) -> str:
    where = f"line {line}" if count == 1 else f"the first on line {line}"
    one, many, done = _WORDS[oddity]
    return f"{count} {one if count == 1 else many} {done} ({where})."


def unread_sentence(name: str, count: int, line: int) -> str:
    times = "once" if count == 1 else f"{count} times"
    return (
        f"The element <{shown(name)}> stands {times} in the export (line {line}) "
        "and was left out: there is no place for it."
    )
