"""What an import found, brought in, changed and left out, in words and as JSON."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, NamedTuple

MOST_SHOWN = 5
LONGEST_TITLE = 60
_PARTICULARS = re.compile(r"“[^”]*”|\d+")


class Remark(NamedTuple):
    """One item and what became of it. `reason` is a full sentence."""

    kind: str
    id: str
    title: str
    reason: str


@dataclass(slots=True)
class Report:
    """Counts by kind ("article", "comment", …), and every item that was changed or left out.

    An item is found once, and then either imported or skipped; changed ones are imported. So are
    the unchanged: they came in before, and the export says nothing new of them.
    """

    found_counts: Counter[str] = field(default_factory=Counter)
    imported_counts: Counter[str] = field(default_factory=Counter)
    unchanged_counts: Counter[str] = field(default_factory=Counter)
    skipped_counts: Counter[str] = field(default_factory=Counter)
    changes: list[Remark] = field(default_factory=list)
    skips: list[Remark] = field(default_factory=list)

    def found(self, kind: str, n: int = 1) -> None:
        self.found_counts[kind] += n

    def imported(self, kind: str, n: int = 1) -> None:
        self.imported_counts[kind] += n

    def unchanged(self, kind: str, n: int = 1) -> None:
        """Say of what is imported that it was here already, as it is."""
        self.unchanged_counts[kind] += n

    def changed(self, kind: str, id: str, title: str, reason: str) -> None:
        self.changes.append(Remark(kind, id, title, reason))

    def skipped(self, kind: str, id: str, title: str, reason: str) -> None:
        self.skipped_counts[kind] += 1
        self.skips.append(Remark(kind, id, title, reason))

    def kinds(self) -> list[str]:
        """The kinds in the order in which they were first met."""
        return list(
            dict.fromkeys((*self.found_counts, *self.imported_counts, *self.skipped_counts))
        )

    def unbalanced(self) -> list[str]:
        """The kinds of which something was neither imported nor skipped, or was so twice."""
        return [
            kind
            for kind in self.kinds()
            if self.found_counts[kind] != self.imported_counts[kind] + self.skipped_counts[kind]
        ]

    def balanced(self) -> bool:
        """Is everything accounted for: for each kind, found = imported + skipped?"""
        return not self.unbalanced()

    def as_json(self) -> dict[str, object]:
        return {
            "found": {kind: self.found_counts[kind] for kind in self.kinds()},
            "imported": {kind: self.imported_counts[kind] for kind in self.kinds()},
            "unchanged": {kind: self.unchanged_counts[kind] for kind in self.kinds()},
            "changed": [remark._asdict() for remark in self.changes],
            "skipped": [remark._asdict() for remark in self.skips],
        }

    def write(self, file: IO[str]) -> None:
        json.dump(self.as_json(), file, ensure_ascii=False, indent=1)

    def as_text(self, *, whole: str = "--report") -> str:
        """Return the report for a person at a terminal; of many alike only the first are named.

        `whole` says where the others stand: "and 7 more, see …".
        """
        parts = [table(self)]
        if self.changes:
            parts.append(_section("Changed on the way in", self.changes, whole))
        if self.skips:
            parts.append(_section("Left out", self.skips, whole))
        return "\n\n".join(parts) + "\n"


def table(report: Report) -> str:
    kinds = report.kinds()
    if not kinds:
        return "Nothing was found to import."
    counts = [report.found_counts, report.imported_counts, report.skipped_counts]
    heads = ["", "found", "imported", "left out"]
    if report.unchanged_counts.total():
        counts.insert(2, report.unchanged_counts)
        heads.insert(3, "already here, unchanged")
    rows = [heads]
    rows += [[line(kind), *(str(count[kind]) for count in counts)] for kind in kinds]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        )
        for row in rows
    )


def _section(heading: str, remarks: Sequence[Remark], whole: str) -> str:
    """List the remarks; those whose reasons differ only in numbers and quotations together."""
    groups: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        groups.setdefault((remark.kind, _PARTICULARS.sub("", remark.reason)), []).append(remark)
    lines = [f"{heading} ({len(remarks)})"]
    for group in groups.values():
        lines += _group(group)
        if len(group) > MOST_SHOWN:
            lines.append(f"    and {len(group) - MOST_SHOWN} more, see {whole}")
    return "\n".join(lines)


def _group(group: Sequence[Remark]) -> list[str]:
    kind, reason = line(group[0].kind), line(group[0].reason)
    if all(remark.reason == group[0].reason for remark in group):
        lines = [f"  {kind}: {reason}", *(f"    {_name(remark)}" for remark in group[:MOST_SHOWN])]
    else:
        lines = [f"  {kind}:"]
        lines += [f"    {_name(remark)}: {line(remark.reason)}" for remark in group[:MOST_SHOWN]]
    return lines


def _name(remark: Remark) -> str:
    title = line(remark.title)
    title = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
    number = f"number {line(remark.id)}" if remark.id else ""
    if not title:
        return number or "without a number"
    return f"“{title}” ({number})" if number else f"“{title}”"


def line(text: str) -> str:
    """Take out what could move a terminal's cursor: the words come from the file."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
