"""What an export of WordPress says, record by record, as it says it.

Every value is the text of the file: ids, numbers and dates are not trusted here (ids beyond 2^53,
empty ones and words all occur); `wxr.number` and `wxr.moment` read them. `line` is where the record
begins. `remarks` are full sentences on what had to be changed to read it, for the report.
"""

import json
import os
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import IO, NamedTuple

COMMENTS_IN_MEMORY = 1000
CHARACTERS_IN_MEMORY = 4 * 1024 * 1024
_BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Channel:
    """The site itself. Comes first; once more at the end when the file names more of it later."""

    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    base_site_url: str = ""
    base_blog_url: str = ""
    wxr_version: str = ""
    generator: str = ""
    line: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    id: str = ""
    login: str = ""
    email: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""
    description: str = ""
    url: str = ""
    slug: str = ""
    line: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A category ("category"), a tag ("post_tag") or a term of another taxonomy. The parent is
    named by its slug.
    """

    taxonomy: str = ""
    id: str = ""
    slug: str = ""
    name: str = ""
    parent_slug: str = ""
    description: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    line: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentRecord:
    id: str = ""
    author: str = ""
    author_email: str = ""
    author_url: str = ""
    author_ip: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    approved: str = ""
    type: str = ""
    parent: str = ""
    user_id: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    line: int = 0
    remarks: tuple[str, ...] = ()


class TermRef(NamedTuple):
    """A term that an item carries. The slug is empty when the file names only the term's name."""

    taxonomy: str
    slug: str
    name: str


class Comments:
    """The comments of one item in the file's order: the first in memory, the rest in a file.

    May be iterated as often as wanted. The file is gone when nobody holds this object any longer,
    or after a crash.
    """

    def __init__(self) -> None:
        self._held: list[CommentRecord] = []
        self._held_characters = 0
        self._file: IO[bytes] | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[CommentRecord]:
        yield from self._held
        if self._file is not None:
            self._file.flush()
            for line in _lines(self._file.fileno()):
                yield _thaw(line)

    def append(self, comment: CommentRecord, size: int) -> None:
        """Add a comment; `size` is its characters, of all its fields together."""
        self._count += 1
        if self._file is not None:
            self._file.write(_freeze(comment))
            return
        self._held.append(comment)
        self._held_characters += size
        if self._held_characters > CHARACTERS_IN_MEMORY or self._count >= COMMENTS_IN_MEMORY:
            # It lives as long as this object, so no block could close it.
            self._file = tempfile.TemporaryFile(prefix="chronique-")  # noqa: SIM115
            weakref.finalize(self, self._file.close)


@dataclass(frozen=True, slots=True)
class Item:
    """A post, page, attachment, menu entry or anything else that WordPress keeps as a post.

    `modified` and `post_date` are in the site's own time, `modified_gmt` and `post_date_gmt` in
    UTC.
    """

    line: int = 0
    id: str = ""
    guid: str = ""
    title: str = ""
    link: str = ""
    pub_date: str = ""
    post_date: str = ""
    post_date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    description: str = ""
    slug: str = ""
    status: str = ""
    type: str = ""
    parent: str = ""
    menu_order: str = ""
    password: str = ""
    is_sticky: bool = False
    comment_status: str = ""
    ping_status: str = ""
    attachment_url: str = ""
    terms: tuple[TermRef, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: Comments | tuple[CommentRecord, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that was found and left out.

    `kind` is "author", "term", "comment" or an item's type.
    """

    line: int
    kind: str
    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that belongs to no record and was left out; `text` is a full sentence."""

    line: int
    text: str


Event = Channel | AuthorRecord | TermRecord | Item | Unreadable | Notice

_COMMENT_FIELDS = tuple(field.name for field in fields(CommentRecord))


def _freeze(comment: CommentRecord) -> bytes:
    return json.dumps([getattr(comment, name) for name in _COMMENT_FIELDS]).encode() + b"\n"


def _thaw(line: bytes) -> CommentRecord:
    values = dict(zip(_COMMENT_FIELDS, json.loads(line), strict=True))
    values["meta"] = tuple((key, value) for key, value in values["meta"])
    values["remarks"] = tuple(values["remarks"])
    return CommentRecord(**values)


def _lines(descriptor: int) -> Iterator[bytes]:
    """Read a file's lines from a place of one's own, so that two readers do not meet."""
    offset, rest = 0, b""
    while block := os.pread(descriptor, _BLOCK_BYTES, offset):
        offset += len(block)
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
