"""One series of numbers for what a text refers to: notes, and sources, in order of appearance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Note:
    number: int
    html: str = ""
    # How often the text refers to it; each reference has a place to come back to.
    references: int = 0
    # What it tells about; None where a writer wrote it.
    thing: Any = None

    @property
    def places(self) -> list[str]:
        return [place(self.number, n) for n in range(1, self.references + 1)]


def place(number: int, occurrence: int) -> str:
    """Return the id of the n-th reference to a note."""
    return f"note-ref-{number}" if occurrence == 1 else f"note-ref-{number}-{occurrence}"


@dataclass
class Series:
    notes: list[Note] = field(default_factory=list)
    # Of what a text refers to again and again: one number for all times.
    _about: dict[tuple[str, str], Note] = field(default_factory=dict)

    def new(self) -> Note:
        """Return the next note, yet to be filled in."""
        self.notes.append(Note(len(self.notes) + 1))
        return self.notes[-1]

    def about(self, kind: str, name: str) -> Note:
        """Return the note about a thing; the first time it has no thing yet."""
        if (kind, name) not in self._about:
            self._about[kind, name] = self.new()
        return self._about[kind, name]


def reference(note: Note) -> str:
    """Return what stands in the text, once more."""
    note.references += 1
    return (
        f'<sup class="note-ref"><a href="#note-{note.number}"'
        f' id="{place(note.number, note.references)}"'
        f' role="doc-noteref">{note.number}</a></sup>'
    )
