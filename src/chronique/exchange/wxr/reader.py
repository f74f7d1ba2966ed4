"""Reads exports of WordPress (WXR 1.0, 1.1, 1.2 and what comes near) as a stream of records.

    archive = open_archive(Path("site.xml"))
    for event in read(archive):
        match event: ...

Memory stays flat whatever the size. When the file turns out to be broken, everything before the
break has been given, and `BrokenArchive` says where and why in one sentence. Several files are
several archives.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from chronique.exchange.wxr.archives import (
    Archive,
    BrokenArchive,
    Damage,
    Document,
    Source,
    open_archive,
)
from chronique.exchange.wxr.assembly import Assembler
from chronique.exchange.wxr.charset import BadBytes, TextReader
from chronique.exchange.wxr.oddities import Malformed, Oddity
from chronique.exchange.wxr.records import (
    AuthorRecord,
    Channel,
    CommentRecord,
    Comments,
    Event,
    Item,
    Notice,
    TermRecord,
    TermRef,
    Unreadable,
)
from chronique.exchange.wxr.vocabulary import is_leaf
from chronique.exchange.wxr.xmlstream import XmlStream

__all__ = [
    "Archive",
    "AuthorRecord",
    "BrokenArchive",
    "Channel",
    "CommentRecord",
    "Comments",
    "Event",
    "Item",
    "Moment",
    "Notice",
    "TermRecord",
    "TermRef",
    "Unreadable",
    "moment",
    "number",
    "offset_between",
    "open_archive",
    "read",
]

PIECE_BYTES = 64 * 1024
_GREATEST_NUMBER = 2**63 - 1
_NO_DATE = re.compile(r"(?:0000-00-00|-0001-11-30|-001-11-30)(?:[ T]|$)|.*-0001 00:00:00")
# What WordPress writes as <pubDate> for an item that has none.
_NO_PUB_DATE = "Tue, 30 Nov 1999 00:00:00 +0000"
_FAR = timedelta(hours=26)


def read(
    archive: Archive,
    *,
    keep_controls: bool = False,
    advance: Callable[[int], None] | None = None,
) -> Iterator[Event]:
    """Yield the records of all exports in the archive: of each the channel, authors, terms, then
    items in order.

    `advance` hears how many more of `archive.size_bytes` are behind us. Control characters are
    taken out unless `keep_controls` (NUL always). Raises BrokenArchive.
    """
    for document in archive.documents:
        try:
            with document.open() as source:
                yield from _Reading(document, keep_controls).events(source, advance)
        except Damage as damage:
            raise BrokenArchive(f"{document.name} cannot be unpacked: {damage}.") from damage
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise BrokenArchive(f"{document.name} cannot be read: {cause}.") from error
    if archive.left_out:
        count, names = len(archive.left_out), ", ".join(archive.left_out[:3])
        files = "1 file" if count == 1 else f"{count} files"
        yield Notice(0, f"{archive.name} also holds {files} besides the export, left out: {names}.")


class _Reading:
    """One way through one document."""

    def __init__(self, document: Document, keep_controls: bool) -> None:
        self._name = document.name
        self._reader = TextReader(document.encoding)
        self._assembler = Assembler()
        self._stream = XmlStream(self._assembler, is_leaf=is_leaf, keep_controls=keep_controls)

    def events(self, source: Source, advance: Callable[[int], None] | None) -> Iterator[Event]:
        try:
            while True:
                before = source.position
                data = source.read(PIECE_BYTES)
                self._feed(data)
                yield from self._assembler.take()
                if advance is not None:
                    advance(source.position - before)
                if not data:
                    break
            self._stream.close()
            yield from self._assembler.finish()
        except (Malformed, BadBytes, Damage) as trouble:
            yield from self._assembler.take()
            raise BrokenArchive(self._sentence(trouble)) from trouble

    def _feed(self, data: bytes) -> None:
        for text, foreign in self._reader.decode(data, final=not data):
            self._stream.feed(text)
            if foreign:
                line = self._stream.next_line
                self._assembler.odd(Oddity.FOREIGN_BYTES, foreign, line)

    def _sentence(self, trouble: Malformed | BadBytes | Damage) -> str:
        place = self._assembler.place()
        match trouble:
            case Malformed(is_cut_off=True):
                return (
                    f"{self._name} is cut off at line {trouble.line}: the export ends {place}. "
                    "Export it again, or give the rest."
                )
            case Malformed():
                return f"{self._name}, line {trouble.line}: {trouble}."
            case BadBytes():
                return f"{self._name}, line {self._stream.next_line}: {trouble}."
            case Damage():
                return (
                    f"{self._name} ends at line {self._stream.next_line}, {place}: {trouble}. "
                    "Download it again."
                )


class Moment(NamedTuple):
    """When, in UTC, or None; and a sentence for the report when a date was no date."""

    at: datetime | None
    remark: str = ""


def moment(
    gmt: str, local: str = "", offset: timedelta = timedelta(0), *, pub_date: str = ""
) -> Moment:
    """Return the moment that an item's or comment's dates mean: the one in UTC, else the local one,
    else `pub_date`.

    `offset` is how far the site's time is ahead of UTC. Dates of zero ("0000-00-00 00:00:00", what
    a draft has) are None without a remark.
    """
    remark = ""
    for text, shift in ((gmt, timedelta(0)), (local, offset), (pub_date, timedelta(0))):
        text = text.strip()
        if not text or _NO_DATE.match(text) or text == _NO_PUB_DATE:
            continue
        try:
            return Moment(_utc(text, shift), remark)
        except (ValueError, OverflowError):
            remark = remark or f"“{text[:40]}” is not a date."
    return Moment(None, remark)


def offset_between(gmt: str, local: str) -> timedelta | None:
    """Return how far the site's time was ahead of UTC, from an item that has both dates; None when
    it does not.
    """
    utc, there = moment(gmt).at, moment(local).at
    if utc is None or there is None or abs(there - utc) > _FAR:
        return None
    return there - utc


def number(text: str) -> int | None:
    """Return an id or count as a number that a database holds, or None for anything else."""
    text = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text):
        return None
    value = int(text)
    return value if abs(value) <= _GREATEST_NUMBER else None


def _utc(text: str, shift: timedelta) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = parsedate_to_datetime(text)
    if value.tzinfo is None:
        value = (value - shift).replace(tzinfo=UTC)
    return value.astimezone(UTC)
