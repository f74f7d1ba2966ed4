"""Opens an export as people have it: plain, gzip or zip, and says in one sentence when it is
something else.

What a file is, its content tells and not its name. Everything is streamed: nothing of an archive is
written to disk, and no more of it is in memory than the piece at hand.
"""

import gzip
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from chronique.base.errors import Refused
from chronique.exchange.wxr.charset import BadBytes, TextReader, encoding_of

HEAD_BYTES = 64 * 1024
MOST_ENTRIES = 10_000
GREATEST_RATIO = 250
"""Unpacked to packed; text of people reaches 30. Measured only beyond FREE_BYTES, so that small
files may be silly.
"""
FREE_BYTES = 256 * 1024 * 1024

_DAMAGES = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError)
_LOCKED = 0x1
_FOREIGN_MAGIC = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_UNPACK_IT = "unpack it and give the .xml file that is inside"
_HOW = "in WordPress, choose Tools, then Export, and give the file that it saves"
_RSS = re.compile(r"<rss[\s>]", re.IGNORECASE)
_XML = re.compile(r"<\?xml\s|<!--|<rss[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_SQL_BEGINS = ("--", "/*", "create", "drop", "insert", "set ", "use ", "begin", "start")
_SQL = re.compile(
    r"^(?:--\s*(?:MySQL|MariaDB|phpMyAdmin|PostgreSQL|Host:|Dump)"
    r"|(?:CREATE|DROP)\s+TABLE|INSERT\s+INTO|SET\s+SQL_MODE|/\*!\d+)",
    re.IGNORECASE | re.MULTILINE,
)


class BrokenArchive(Refused):
    """An export cannot be read, or not any further. The sentence names the file, the line and the
    cause.
    """


class Damage(Exception):
    """The packed bytes are spoilt from here on. The text is a cause."""


class Source:
    """The bytes of one export, unpacked as they are read. `position` moves from 0 to the document's
    `size_bytes`.
    """

    def __init__(
        self, stream: IO[bytes] | gzip.GzipFile, packed: IO[bytes] | None, size_bytes: int
    ) -> None:
        self._stream = stream
        self._packed = packed
        self._size_bytes = size_bytes
        self._unpacked_bytes = 0

    @property
    def position(self) -> int:
        if self._packed is None:
            return min(self._unpacked_bytes, self._size_bytes)
        return min(self._packed.tell(), self._size_bytes)

    def read(self, size: int) -> bytes:
        """Return the next bytes, b"" at the end. Raises Damage."""
        try:
            data = self._stream.read(size)
        except _DAMAGES as error:
            raise Damage("its compressed data are cut off or damaged") from error
        self._unpacked_bytes += len(data)
        if (
            self._packed is not None
            and self._unpacked_bytes > FREE_BYTES
            and self._unpacked_bytes > GREATEST_RATIO * max(self._packed.tell(), 1)
        ):
            raise Damage("it unpacks to more than any text would; it may be an attack")
        return data


@dataclass(frozen=True, slots=True)
class Document:
    """One export. `name` is for people; `size_bytes` is what `Source.position` counts up to."""

    name: str
    size_bytes: int
    path: Path
    packing: Literal["plain", "gzip", "zip"]
    encoding: str
    entry: int = 0

    @contextmanager
    def open(self) -> Iterator[Source]:
        """Open it from the start. Raises OSError, and Damage for a zip that is spoilt."""
        with self.path.open("rb") as file:
            if self.packing == "plain":
                yield Source(file, None, self.size_bytes)
            elif self.packing == "gzip":
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield Source(unpacked, file, self.size_bytes)
            else:
                with _entry(file, self.entry) as unpacked:
                    yield Source(unpacked, None, self.size_bytes)


@dataclass(frozen=True, slots=True)
class Archive:
    """The exports in one file, in order. May be read as often as wanted."""

    name: str
    documents: tuple[Document, ...]
    left_out: tuple[str, ...] = ()
    """Names of what else is in a zip and was not taken for an export."""

    @property
    def size_bytes(self) -> int:
        return sum(document.size_bytes for document in self.documents)


def open_archive(path: Path) -> Archive:
    """Find out what `path` holds. Raises BrokenArchive when it holds no export of WordPress."""
    name = printable(path.name)
    try:
        _refuse_what_is_no_file(path, name)
        return _opened(path, name)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise BrokenArchive(f"{name} cannot be read: {cause}.") from error
    except Damage as damage:
        raise BrokenArchive(f"{name} cannot be unpacked: {damage}.") from damage


def printable(name: str) -> str:
    """Make a file's name fit for a sentence: no control characters, no bytes that are not text."""
    return "".join(character if character.isprintable() else "�" for character in name)


def _refuse_what_is_no_file(path: Path, name: str) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise BrokenArchive(f"{name} is a folder; give the export file that is inside.")
    if not stat.S_ISREG(mode):
        raise BrokenArchive(f"{name} is not a regular file, and an import must read it twice.")


def _opened(path: Path, name: str) -> Archive:
    with path.open("rb") as file:
        packing = _packing(file.read(4))
        if packing == "zip":
            return _open_zip(path, name)
        file.seek(0)
        if packing == "gzip":
            with gzip.GzipFile(fileobj=file) as unpacked:
                head = _head(Source(unpacked, file, 0))
        else:
            head = file.read(HEAD_BYTES)
    refusal = _refusal(head)
    if refusal:
        raise BrokenArchive(f"{name} {refusal}.")
    size_bytes = path.stat().st_size
    return Archive(name, (Document(name, size_bytes, path, packing, encoding_of(head)),))


def _packing(magic: bytes) -> Literal["plain", "gzip", "zip"]:
    if magic.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zip" if magic in (b"PK\x03\x04", b"PK\x05\x06") else "plain"


def _open_zip(path: Path, name: str) -> Archive:
    documents: list[Document] = []
    left_out: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, path.stat().st_size, name)
            for number, entry in sorted(enumerate(entries), key=lambda pair: _order(pair[1])):
                inner = printable(entry.filename)
                if not _is_of_interest(entry):
                    continue
                if entry.flag_bits & _LOCKED:
                    raise BrokenArchive(f"{name} is locked with a password; {_UNPACK_IT}.")
                with archive.open(entry) as unpacked:
                    head = _head(Source(unpacked, None, entry.file_size))
                if _refusal(head):
                    left_out.append(inner)
                    continue
                part, encoding = f"{name}: {inner}", encoding_of(head)
                documents.append(Document(part, entry.file_size, path, "zip", encoding, number))
    except _DAMAGES as error:
        raise Damage("the zip archive is cut off or damaged") from error
    if not documents:
        inside = f"it holds {_some(left_out)}" if left_out else "it is empty"
        raise BrokenArchive(f"{name} holds no export of WordPress: {inside}; {_HOW}.")
    return Archive(name, tuple(documents), tuple(left_out))


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed_bytes: int, name: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise BrokenArchive(f"{name} holds {len(entries)} files, more than {MOST_ENTRIES}.")
    unpacked_bytes = sum(entry.file_size for entry in entries)
    if unpacked_bytes > max(FREE_BYTES, GREATEST_RATIO * packed_bytes):
        raise BrokenArchive(
            f"{name} would unpack to {unpacked_bytes // 1024**2} MB, more than any text would; "
            "it may be an attack and was not opened."
        )


def _is_of_interest(entry: zipfile.ZipInfo) -> bool:
    """Leave folders, links and what macOS adds; they hold nothing of the export."""
    if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16):
        return False
    parts = entry.filename.split("/")
    return parts[0] != "__MACOSX" and not parts[-1].startswith("._")


def _order(entry: zipfile.ZipInfo) -> list[tuple[int, str]]:
    """Order parts as people count: part 2 before part 10."""
    pieces = re.split(r"(\d{1,18})", entry.filename)
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces]


@contextmanager
def _entry(file: IO[bytes], number: int) -> Iterator[IO[bytes]]:
    try:
        with zipfile.ZipFile(file) as archive:
            entry = archive.infolist()[number]
            unpacked = archive.open(entry)
    except (*_DAMAGES, IndexError) as error:
        raise Damage("the zip archive is cut off or damaged") from error
    with unpacked:
        yield unpacked


def _head(source: Source) -> bytes:
    """Return how an export begins. Later damage is for the reading, which knows the line."""
    head = b""
    try:
        while len(head) < HEAD_BYTES and (data := source.read(HEAD_BYTES)):
            head += data
    except Damage:
        if not head:
            raise
    return head


def _refusal(head: bytes) -> str:
    """Say what the file is when it is no export, to follow its name; "" when it may be one."""
    if not head.strip(b"\0\t\n\r \xef\xbb\xbf"):
        return "is empty"
    for magic, kind in _FOREIGN_MAGIC:
        if head.startswith(magic):
            return f"is {kind}, not an export of WordPress; {_HOW}"
    try:
        text = _text_of(head)
    except BadBytes as bad:
        return f"cannot be read: {bad}"
    if _RSS.search(text):
        return ""
    if head[257:262] == b"ustar":
        return f"holds a tar archive; {_UNPACK_IT}"
    return _refusal_of_text(text)


def _text_of(head: bytes) -> str:
    encoding = encoding_of(head)
    try:
        pieces = list(TextReader(encoding).decode(head, final=False))
    except BadBytes:
        return head.decode("ascii", "replace")
    return "".join(text for text, _ in pieces)


def _refusal_of_text(text: str) -> str:
    start = text.lstrip()[:1]
    if start in ("{", "[") and "\0" not in text:
        if re.search(r'"(?:db|exported_on|posts_tags)"', text):
            return "is an export of Ghost, not one of WordPress"
        return f"is a JSON file, not an export of WordPress; {_HOW}"
    if "\0" in text:
        return f"is not text; {_HOW}"
    if text.lstrip()[:8].lower().startswith(_SQL_BEGINS) and _SQL.search(text):
        return f"is a copy of a database (SQL), not an export; {_HOW}"
    if _HTML.search(text):
        return (
            "is a web page, not an export; perhaps the site asked to sign in before the download. "
            f"To get one: {_HOW}"
        )
    if _XML.search(text):
        return ""
    return f"is not an export of WordPress: it does not hold <rss> where one begins; {_HOW}"


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
