"""What the lines of a record say. Pure: the bytes come from `record`.

A line holds a tick, the number of the row that the change wrote (0: none), whether also the
previous copies are gone, the tags, and a sum of all that stands before it. So a line that was cut,
altered or left out is noticed by whoever reads on. The first line gives the record its name. One
with "=" says that all rows up to a number were heard of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

# Stands for all pages.
EVERYTHING = "*"
# So many numbers of rows are remembered: more than are written while one waits to be heard. What
# is older than all of them counts as known.
NUMBERS = 50_000
# Of more tags than these the older ones are told no more apart: all pages that were made before
# them are made anew.
TAGS = 20_000
# So many numbers stand in a line.
_IN_LINE = 1000


class Untrue(Exception):
    """A line is not what was written."""


class Known:
    def __init__(self) -> None:
        self.name = ""
        # The tick of the last line, and how many bytes were read.
        self.last = self.size = 0
        # Up to which row all was heard of, but for what waited.
        self.heard_to = 0
        self._sum = self._floor = 0
        self._forgotten: dict[str, int] = {}
        self._dropped: dict[str, int] = {}
        self._numbers: dict[int, None] = {}

    def is_right(self, tags: Sequence[str], stamp: int) -> bool:
        """Whether none of the tags was forgotten after a tick."""
        return _is_later(self._forgotten, tags, stamp)

    def may_be_shown(self, tags: Sequence[str], stamp: int) -> bool:
        """Whether none of the tags was forgotten entirely after a tick."""
        return _is_later(self._dropped, tags, stamp)

    def knows(self, number: int) -> bool:
        return number in self._numbers or 0 < number <= self._floor

    def read(self, data: bytes) -> None:
        """Take in further lines; what is no whole line yet is left. Raises Untrue."""
        for line in data[: data.rfind(b"\n") + 1].splitlines(keepends=True):
            text, _, told = line.rstrip(b"\n").rpartition(b" ")
            total = crc32(text, self._sum)
            if told != b"%08x" % total:
                raise Untrue(f"after byte {self.size}")
            self._take(text.decode().split(" "))
            self._sum = total
            self.size += len(line)

    def line(self, text: str) -> bytes:
        """Return the next line."""
        data = text.encode()
        return b"%b %08x\n" % (data, crc32(data, self._sum))

    def shortened(self, tick: int) -> bytes:
        """Return a record that says the same in fewer lines, and ends at `tick`."""
        short = Known()
        data = []
        for text in self._essential(tick):
            data.append(short.line(text))
            short.read(data[-1])
        return b"".join(data)

    def _take(self, words: list[str]) -> None:
        if words[0] == "record":
            self.name, self.last = words[1], int(words[2])
            return
        tick, numbers, manner, *tags = words
        self.last = int(tick)
        if manner == "=":
            self.heard_to = int(numbers)
            return
        for tag in tags:
            self._forgotten[tag] = self.last
            if manner == "!":
                self._dropped[tag] = self.last
        for number in numbers.split(","):
            if int(number):
                self._numbers[int(number)] = None
        while len(self._numbers) > NUMBERS:
            oldest = next(iter(self._numbers))
            self._floor = max(self._floor, oldest)
            del self._numbers[oldest]

    def _essential(self, tick: int) -> Iterator[str]:
        yield f"record {self.name} {self.last}"
        lines = [(at, "-", tag) for tag, at in _newest(self._forgotten)]
        # After the line that says less of the same tag at the same tick.
        lines += [(at, "!", tag) for tag, at in _newest(self._dropped)]
        yield from (f"{at} 0 {manner} {tag}" for at, manner, tag in sorted(lines, key=_tick))
        yield f"{tick} {self.heard_to} ="
        numbers = [self._floor, *self._numbers]
        for start in range(0, len(numbers), _IN_LINE):
            yield f"{tick} {','.join(map(str, numbers[start : start + _IN_LINE]))} -"


def _newest(ticks: dict[str, int]) -> Iterable[tuple[str, int]]:
    """Return the tags that were forgotten last; the others as one that stands for all."""
    all_at = ticks.get(EVERYTHING, 0)
    rows = sorted((row for row in ticks.items() if row[1] >= all_at), key=lambda row: row[1])
    if len(rows) <= TAGS:
        return rows
    older, newer = rows[: -TAGS // 2], dict(rows[-TAGS // 2 :])
    return ({EVERYTHING: older[-1][1]} | newer).items()


def _tick(line: tuple[int, str, str]) -> int:
    return line[0]


def _is_later(ticks: dict[str, int], tags: Sequence[str], stamp: int) -> bool:
    later = ticks.get(EVERYTHING, 0) <= stamp
    return later and all(ticks.get(tag, 0) <= stamp for tag in tags)
