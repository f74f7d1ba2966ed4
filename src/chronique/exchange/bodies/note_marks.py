"""Puts notes where they are referred to: below the paragraph, as `[^1]` in its text."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from chronique.articles.notes import MARKER
from chronique.exchange.bodies.conversion import (
    NOTE_CLOSES,
    NOTE_OPENS,
    BodyBlock,
    Context,
    paragraph,
)

_MARK = re.compile(rf" ?{NOTE_OPENS}(\d+){NOTE_CLOSES}")
_ENDS = re.compile(r"((?:</(?:p|li|ul|ol)>)*)$")
_JOINER = "\u2060"


def place_notes(context: Context, blocks: list[BodyBlock], html_of: Callable[[str], str]) -> None:
    """Replace the marks in the blocks and give the notes, as `html_of` writes them, to paragraphs.

    Only paragraphs have notes: one of a heading, a quotation, a table … moves to the end of the
    paragraph that follows, or of the last.
    """
    notes = Notes(context.notes, html_of)
    waiting: list[int] = []
    for block in blocks:
        if block["type"] == "paragraph":
            _place(block, waiting, notes)
            waiting = []
        elif found := _without_marks(block):
            waiting += found
            context.changed(
                f"A note of a {block['type'].replace('_', ' ')} moved to the next paragraph."
            )
    if waiting:
        last = next((block for block in reversed(blocks) if block["type"] == "paragraph"), None)
        if last is None:
            last = paragraph("")
            blocks.append(last)
        _append(last, waiting, notes)


class Notes:
    """The notes of an article, by the numbers in their marks."""

    def __init__(self, notes: Sequence[str], html_of: Callable[[str], str]) -> None:
        self._notes, self._html_of = notes, html_of

    def __getitem__(self, number: int) -> str:
        return self._html_of(self._whole(number))

    def _whole(self, number: int) -> str:
        """Return a note with the notes inside of it, which were made before it, in parentheses."""
        return _MARK.sub(lambda mark: f" ({self._whole(int(mark[1]))})", self._notes[number])


def _place(block: BodyBlock, waiting: Sequence[int], notes: Notes) -> None:
    value = block["value"]
    # What only looks like a reference to a note must not become one.
    text = MARKER.sub(lambda found: f"[{_JOINER}{found[0][1:]}", value["text"])
    numbers: dict[int, int] = {}

    def refer(mark: re.Match[str]) -> str:
        return f"[^{numbers.setdefault(int(mark[1]), len(numbers) + 1)}]"

    value["text"] = _MARK.sub(refer, text)
    value["notes"] = [notes[number] for number in numbers]
    _append(block, waiting, notes)


def _append(block: BodyBlock, waiting: Sequence[int], notes: Notes) -> None:
    """Let the end of a paragraph refer to more notes."""
    value = block["value"]
    for number in dict.fromkeys(waiting):
        value["notes"].append(notes[number])
        end = _ENDS.search(value["text"] or "<p></p>")
        before, after = (value["text"][: end.start()], end[1]) if end else (value["text"], "")
        value["text"] = f"{before or '<p>'}[^{len(value['notes'])}]{after or '</p>'}"


def _without_marks(value: Any) -> list[int]:
    """Take the marks out of all texts of a value, and return the numbers of their notes."""
    found: list[int] = []
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(parts):
        if isinstance(part, str) and NOTE_OPENS in part:
            found += [int(number) for number in _MARK.findall(part)]
            value[key] = _MARK.sub("", part)
        elif isinstance(part, dict | list):
            found += _without_marks(part)
    return found
