"""The tables of a list: one in a file, or several in an archive, each as a stream of lines."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from chronique.base.errors import Refused

# What of a file is looked at to know what it is, in bytes.
HEAD = 1 << 16
# A line longer than that is nobody's row, in characters.
LONGEST_LINE = 1 << 15
ENDINGS = (".csv", ".txt", ".tsv", ".json", ".jsonl")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# How bytes that are not UTF-8 stand in text, until they are read as Windows-1252.
FOREIGN = re.compile("[\udc80-\udcff]+")
WORKBOOKS = ("[Content_Types].xml", "mimetype")

Step = Callable[[int], object]


@dataclass(frozen=True)
class Source:
    """One table: a file, or a member of an archive."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        return self.member.rpartition("/")[2] if self.member else self.path.name

    @property
    def size_bytes(self) -> int:
        if not self.member:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size

    def open(self) -> IO[bytes]:
        if not self.member:
            return self.path.open("rb")
        return zipfile.ZipFile(self.path).open(self.member)

    def head(self) -> bytes:
        with self.open() as stream:
            return stream.read(HEAD)


def sources(path: Path) -> list[Source]:
    """Return the tables of a file. Raises Refused for what is no list of anything."""
    if not zipfile.is_zipfile(path):
        return [Source(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise Refused(_("The archive is damaged; export it again.")) from error
    if any(name in names for name in WORKBOOKS):
        raise Refused(_("This is a workbook: save it as CSV (UTF-8), and bring in that."))
    kept = [
        name for name in names
        if name.lower().endswith(ENDINGS) and not name.startswith("__MACOSX/")
    ]  # fmt: skip
    if not kept:
        raise Refused(_("The archive holds no list: no file in it ends in .csv."))
    return [Source(path, name) for name in sorted(kept)]


def encoding_of(head: bytes) -> str:
    """Return the codec of a file that begins so; UTF-8 where nothing says otherwise."""
    for mark, codec in MARKS:
        if head.startswith(mark):
            return codec
    odd, even = head[1:400:2].count(0), head[:400:2].count(0)
    if odd > len(head[:400]) // 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(head[:400]) // 4 else "utf-8"


class Lines:
    """The lines of a source, numbered from 1, without their ends.

    Bytes that are not UTF-8 are read as Windows-1252; `foreign` counts the lines that had some. In
    place of a line that is too long stands its beginning.
    """

    def __init__(self, source: Source, advance: Step) -> None:
        self.source, self.advance, self.foreign = source, advance, 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        codec = encoding_of(self.source.head())
        errors = "surrogateescape" if codec.startswith("utf-8") else "replace"
        with (
            self.source.open() as stream,
            io.TextIOWrapper(_Counted(stream, self.advance), codec, errors) as text,
        ):
            number, is_rest = 0, False
            while line := text.readline(LONGEST_LINE):
                if not is_rest:
                    number += 1
                    yield number, self._clean(line)
                is_rest = not line.endswith("\n")

    def _clean(self, line: str) -> str:
        line = line.removesuffix("\n").replace("\0", "")
        if line.isascii():
            return line
        read, count = FOREIGN.subn(_as_western, line)
        self.foreign += bool(count)
        return read


class _Counted(io.BufferedReader):
    """Tells how far it was read."""

    def __init__(self, stream: IO[bytes], advance: Step) -> None:
        super().__init__(stream)  # type: ignore[arg-type]
        self._advance = advance

    def read1(self, size: int = -1, /) -> bytes:
        data = super().read1(size)
        self._advance(len(data))
        return data

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._advance(len(data))
        return data


def _as_western(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
