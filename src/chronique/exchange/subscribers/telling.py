"""What an import of subscribers did, row by row, without holding all rows in memory."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO

from chronique.exchange.report import MOST_SHOWN, Remark, Report, line, table

# So much is kept in memory, in bytes; the rest goes into a file that has no name.
IN_MEMORY = 1 << 20
# The words and numbers in which reasons of one kind differ.
PARTICULARS = re.compile(r"“[^”]*”|«[^»]*»|\d+")


@dataclass
class Group:
    """Remarks that say the same, but for names: the first of them, and how many there are."""

    kind: str
    reason: str
    count: int = 0
    first: list[Remark] = field(default_factory=list)


class Remarks:
    """A list of remarks that may be long."""

    def __init__(self) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.groups: dict[tuple[str, str], Group] = {}
        self.count = 0

    def add(self, remark: Remark) -> None:
        self.count += 1
        key = remark.kind, PARTICULARS.sub("", remark.reason)
        group = self.groups.setdefault(key, Group(remark.kind, remark.reason))
        group.count += 1
        if group.count <= MOST_SHOWN:
            group.first.append(remark)
        self._file.write(json.dumps(remark, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def __iter__(self) -> Iterator[Remark]:
        self._file.seek(0)
        try:
            for written in self._file:
                yield Remark(*json.loads(written))
        finally:
            self._file.seek(0, 2)


class Telling:
    """Counts by what rows say ("subscriber", "left", …), and all that was changed or left out.

    A row is found once, and then either imported or skipped. What was here already, as the row
    says, is imported and unchanged.
    """

    def __init__(self) -> None:
        self.counts = Report()
        self.changes, self.skips = Remarks(), Remarks()

    def found(self, kind: str) -> None:
        self.counts.found(kind)

    def imported(self, kind: str, *, is_new: bool) -> None:
        self.counts.imported(kind)
        if not is_new:
            self.counts.unchanged(kind)

    def changed(self, kind: str, id: str, title: str, reason: str) -> None:
        self.changes.add(Remark(kind, id, title, reason))

    def skipped(self, kind: str, id: str, title: str, reason: str) -> None:
        self.counts.skipped_counts[kind] += 1
        self.skips.add(Remark(kind, id, title, reason))

    def balanced(self) -> bool:
        return self.counts.balanced()

    def write(self, file: IO[str]) -> None:
        """Write it as JSON, as other reports are."""
        numbers = self.counts.as_json()
        heads = [f" {json.dumps(name)}: {json.dumps(numbers[name])}" for name in _COUNTS]
        file.write("{\n" + ",\n".join(heads))
        for name, remarks in (("changed", self.changes), ("skipped", self.skips)):
            file.write(f',\n "{name}": [')
            for place, remark in enumerate(remarks):
                told = json.dumps(remark._asdict(), ensure_ascii=False)
                file.write(("," if place else "") + f"\n  {told}")
            file.write("\n ]" if remarks.count else "]")
        file.write("\n}\n")

    def as_text(self, *, whole: str = "--report") -> str:
        """Return it for a person at a terminal; of many alike only the first are named."""
        parts = [table(self.counts)]
        for heading, remarks in (
            ("Changed on the way in", self.changes), ("Left out", self.skips)
        ):  # fmt: skip
            if remarks.count:
                told = [one for group in remarks.groups.values() for one in _told(group, whole)]
                parts.append("\n".join([f"{heading} ({remarks.count})", *told]))
        return "\n\n".join(parts) + "\n"

    def summary(self) -> dict[str, object]:
        """Return the counts and the first of each kind of remark, for a screen."""
        kinds = self.counts.kinds()
        numbers = {
            "found": self.counts.found_counts, "imported": self.counts.imported_counts,
            "unchanged": self.counts.unchanged_counts, "skipped": self.counts.skipped_counts,
        }  # fmt: skip
        return {
            "kinds": [
                {"kind": kind, **{name: count[kind] for name, count in numbers.items()}}
                for kind in kinds
            ],
            "changed": _groups(self.changes),
            "left_out": _groups(self.skips),
        }


_COUNTS = ("found", "imported", "unchanged")
# So many kinds of remark are named on a screen.
MOST_GROUPS = 40


def _groups(remarks: Remarks) -> list[dict[str, object]]:
    shown: Counter[tuple[str, str]] = Counter(
        {key: group.count for key, group in remarks.groups.items()}
    )
    return [
        {
            "kind": group.kind, "count": count,
            "rows": [[one.id, one.title, one.reason] for one in group.first],
        }
        for key, count in islice(shown.most_common(), MOST_GROUPS)
        for group in [remarks.groups[key]]
    ]  # fmt: skip


def _told(group: Group, whole: str) -> list[str]:
    is_one = all(one.reason == group.reason for one in group.first)
    head = f"  {group.kind}: {line(group.reason)}" if is_one else f"  {group.kind}:"
    lines = [head]
    for one in group.first:
        reason = "" if is_one else f": {line(one.reason)}"
        lines.append(f"    {_name(one)}{reason}")
    if group.count > len(group.first):
        lines.append(f"    and {group.count - len(group.first)} more, see {whole}")
    return lines


def _name(remark: Remark) -> str:
    return ", ".join(part for part in (line(remark.title), line(remark.id)) if part)
