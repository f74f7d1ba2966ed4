"""What a conversion is given, what it finds out on the way, and what it hands back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

BodyBlock = dict[str, Any]
"""One block of a body, as docs/architecture.md describes them: {"type", "value"}."""

# Characters that no text may hold stand around a note's number until all notes are known.
NOTE_OPENS, NOTE_CLOSES = "\ufdd0", "\ufdd1"


class Resolver(Protocol):
    """Knows which of our pictures and files stood where in WordPress.

    `address` may be empty, and so may `wp_id`, the number of the attachment there.
    """

    def picture(self, *, address: str, wp_id: str) -> int | None: ...

    def file(self, *, address: str, wp_id: str) -> int | None: ...


class Attachment(NamedTuple):
    """A file that was uploaded to the post itself, or `below` the post of that number."""

    wp_id: str
    address: str
    caption: str
    below: str = ""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was. `reason` is a full sentence."""

    what: Literal["changed", "lost"]
    reason: str


@dataclass(frozen=True)
class Conversion:
    blocks: list[BodyBlock]
    remarks: list[Finding]


@dataclass
class Context:
    """One conversion: what it may ask, and what it has found so far."""

    resolve: Resolver
    footnotes: Mapping[str, str] = field(default_factory=dict)
    reusable: Callable[[str], str | None] | None = None
    attached: Sequence[Attachment] = ()
    # How often each finding was made, in the order in which they were first made.
    findings: dict[Finding, int] = field(default_factory=dict)
    # The HTML of the notes; a mark in the text gives the place of its note here.
    notes: list[str] = field(default_factory=list)
    # The footnotes of the editor, by the number of their note here.
    marks: dict[str, str] = field(default_factory=dict)
    # The reusable blocks that are being read: one may not hold itself.
    open_references: list[str] = field(default_factory=list)
    # Blocks that left from here and came back as they were; an element gives the place of each.
    own: list[BodyBlock] = field(default_factory=list)

    def changed(self, reason: str) -> None:
        self._find("changed", reason)

    def lost(self, reason: str) -> None:
        self._find("lost", reason)

    def _find(self, what: Literal["changed", "lost"], reason: str) -> None:
        finding = Finding(what, reason)
        self.findings[finding] = self.findings.get(finding, 0) + 1

    def remarks(self) -> list[Finding]:
        """Return the findings, each once; one that was made more often says how often."""
        return [
            finding if times == 1 else Finding(finding.what, f"{finding.reason} ({times} times.)")
            for finding, times in self.findings.items()
        ]

    def note(self, html: str) -> str:
        """Keep a note and return the mark that stands for it in the text."""
        self.notes.append(html)
        return f"{NOTE_OPENS}{len(self.notes) - 1}{NOTE_CLOSES}"


def paragraph(text: str) -> BodyBlock:
    return {"type": "paragraph", "value": {"text": text, "notes": []}}


def embed(url: str, *, title: str = "", author: str = "", text: str = "") -> BodyBlock:
    return {"type": "embed", "value": {"url": url, "title": title, "author": author, "text": text}}
