"""From lines to rows of cells, whatever the separator, and however the quotes are broken."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterator
from typing import Any

from chronique.base.addresses import is_mail_address
from chronique.exchange.subscribers.sources import Lines, Source, Step
from chronique.newsletter.taking import harmless

# No cell that was written on purpose has more lines; nor signs than Python's csv takes.
MOST_LINES, LONGEST_CELL = 200, 1 << 16
SEPARATORS = ",;\t|"
# A record of JSON that is longer is none of a subscriber, in characters.
LONGEST_RECORD = 1 << 18

Row = tuple[int, list[str]]


class Table:
    """The rows of one source. `header` is empty where the file has none; `at` is the column of
    the addresses, which tells rows from lines of a cell.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.is_json = source.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")
        self.separator, self.at = ",", 0
        self.lines = Lines(source, lambda _size: None)
        self.header: list[str] = []
        self.header = self._header()

    @property
    def name(self) -> str:
        return self.source.name

    def rows(self, advance: Step) -> Iterator[Row]:
        """Yield each row with the number of its line; the header and empty lines are left out."""
        self.lines = Lines(self.source, advance)
        rows = self._records(iter(self.lines)) if self.is_json else self._cells(iter(self.lines))
        for place, (number, cells) in enumerate(rows):
            if any(cells) and not (place == 0 and cells == self.header):
                yield number, cells

    def first(self, count: int) -> list[list[str]]:
        """Return the first rows, for who wants to see what is in them."""
        rows = self.rows(lambda _size: None)
        return [cells for (_, cells), _ in zip(rows, range(count), strict=False)]

    def _header(self) -> list[str]:
        if self.is_json:
            found = next(_objects(iter(self.lines)), (0, {}))[1]
            return [str(name) for name in found]
        first = next((line for _, line in self.lines if line.strip()), "")
        if first.lower().startswith("sep=") and len(first.strip()) == 5:
            self.separator = first.strip()[4]
            first = next((line for n, line in self.lines if n > 1 and line.strip()), "")
        else:
            self.separator = max(SEPARATORS, key=first.count)
        cells = self._split(first)
        return (
            [] if any(is_mail_address(cell.strip(), beyond_ascii=True) for cell in cells) else cells
        )

    def _split(self, line: str) -> list[str]:
        return next(self._reader(iter([line])), [])

    def _reader(self, records: Iterator[str]) -> Iterator[list[str]]:
        return csv.reader(records, delimiter=self.separator, skipinitialspace=True)

    def _cells(self, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
        self._number = 0
        for cells in self._reader(self._whole(lines)):
            yield self._number, [cell.strip() for cell in cells]

    def _whole(self, lines: Iterator[tuple[int, str]]) -> Iterator[str]:
        """Yield records that are whole: a cell in quotes may go over several lines."""
        waiting: deque[tuple[int, str]] = deque()
        while True:
            found = waiting.popleft() if waiting else next(lines, None)
            if found is None:
                return
            self._number, line = found
            if line.lower().startswith("sep=") and self._number == 1:
                continue
            if line.count('"') % 2:
                line = self._glued(line, lines, waiting)
            if line.strip():
                yield line

    def _glued(
        self, line: str, lines: Iterator[tuple[int, str]], waiting: deque[tuple[int, str]]
    ) -> str:
        """Return a line with those that its open quote goes over; alone, and without quotes, when
        that one is never closed.
        """
        state, whole = self._quotes(line), line
        taken: list[tuple[int, str]] = []
        while state == "open" and len(taken) < MOST_LINES and len(whole) < LONGEST_CELL:
            further = waiting.popleft() if waiting else next(lines, None)
            if further is None:
                break
            taken.append(further)
            whole += f"\n{further[1]}"
            if self._is_row(further[1]):
                break
            if further[1].count('"') % 2:
                state = self._quotes(whole)
        if state == "closed":
            return whole
        waiting.extendleft(reversed(taken))
        return line.replace('"', "")

    def _is_row(self, line: str) -> bool:
        """Whether a line that an open quote swallows is a row of its own."""
        cells = self._split(line) if line.count('"') % 2 == 0 else line.split(self.separator)
        width = len(self.header) or self.at + 1
        return len(cells) == width and is_mail_address(
            cells[self.at].strip().strip('"'), beyond_ascii=True
        )

    def _quotes(self, text: str) -> str:
        """Say of a record whether its last quote is "open", all are "closed", or one is "broken":
        something stands between it and the separator.
        """
        place = 0
        while True:
            place += len(text[place:]) - len(text[place:].lstrip(" "))
            if text[place : place + 1] == '"':
                end = _closing(text, place + 1)
                if end < 0:
                    return "open"
                rest = text[end + 1 :].lstrip(" ")
                if rest and not rest.startswith(self.separator):
                    return "broken"
                place = end + 1
            place = text.find(self.separator, place) + 1
            if not place:
                return "closed"

    def _records(self, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
        for number, record in _objects(lines):
            # Nothing is a formula here; it is quoted as it would be in a table.
            yield number, [harmless(_text(record.get(name))) for name in self.header]


def _closing(text: str, place: int) -> int:
    """Return where a quoted cell ends whose words begin at `place`; -1 when it does not."""
    while (place := text.find('"', place)) >= 0:
        if text[place + 1 : place + 2] != '"':
            return place
        place += 2
    return -1


def _objects(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a list of JSON, or of lines of JSON, each with its line's number."""
    decoder, rest, begun = json.JSONDecoder(), "", 0
    for number, line in lines:
        begun = begun if rest else number
        rest = f"{rest}\n{line}".lstrip(" \t\n,[]") if rest else line.lstrip(" \t,[]")
        while rest:
            try:
                found, end = decoder.raw_decode(rest)
            except ValueError:
                break
            if isinstance(found, dict):
                yield begun, found
            rest, begun = rest[end:].lstrip(" \t\n,[]"), number
        if len(rest) > LONGEST_RECORD:
            rest = ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_text(one) for one in value)
    return "" if value is None or isinstance(value, dict) else str(value).strip()
