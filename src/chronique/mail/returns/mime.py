"""The parts of a mail as it came, however broken: never an error, bounded in time and memory.

Python's own parser builds the whole tree and asks each open part at each line; a mail of ten
thousand nested parts stops it. What a returned mail says stands at its beginning, so only that is
looked at. Texts are str with one sign a byte (latin-1) until a part is decoded.
"""

from __future__ import annotations

import binascii
import quopri
import re
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import cached_property
from html import unescape

# How much of a mail is looked at, in bytes; what stands behind is the mail that came back.
BEGINNING = 512 * 1024
# How many parts of one kind of nesting, and how deep.
PARTS, DEPTH = 40, 5
# How much of a part is read as words.
WORDS, HTML = 64 * 1024, 16 * 1024

HEADER = re.compile(r"([!-9;-~]{1,80})[ \t]*:[ \t]*(.*)")
# Charsets that mails are written in. Python knows others, some of which take very long.
CHARSET = re.compile(
    r"(?:utf-?(?:8|16)|us-ascii|iso-?8859-?\d+|(?:windows|cp|ibm)-?\d+|koi8-[ru]|gb(?:2312|k|18030)"
    r"|big5|euc-?(?:jp|kr)|iso-2022-(?:jp|kr)|shift_?jis|ks_c_5601-1987|latin-?\d)(?:[-_]\w+)?",
    re.I,
)
TAG = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h\d)\b[^<>]{0,500}>", re.I)
# Addresses stand in pointed brackets too, and are no tags.
ANY_TAG = re.compile(r"<(?:!--.{0,2000}?--|/?[a-z][a-z0-9]*(?:\s[^<>]{0,2000})?/?)>", re.I | re.S)
UNSEEN = re.compile(r"<(style|script|head)\b.{0,20000}?</\1\s*>", re.I | re.S)


Headers = dict[str, list[str]]


@dataclass(frozen=True)
class Part:
    headers: Headers
    body: str
    depth: int = 0
    inside: list[Part] = field(default_factory=list)

    def first(self, name: str) -> str:
        """Return the first header of a name, on one line; empty without one."""
        return next(iter(self.headers.get(name, [])), "")

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.headers.get(name, [])]

    @cached_property
    def kind(self) -> str:
        """Return such as `text/plain`."""
        kind = self.first("content-type").partition(";")[0].strip().lower()
        return kind if "/" in kind else "text/plain"

    @property
    def is_words(self) -> bool:
        """Whether people are to read it; also where the parts were not to be told apart."""
        return self.kind in {"text/plain", "text/html"} or self.kind.startswith("multipart/")

    def parameter(self, name: str) -> str:
        pattern = rf"(?:^|[;\s]){name}\*?\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))"
        found = re.search(pattern, self.first("content-type")[:2000], re.I)
        return (found[1] or found[2] or "") if found else ""

    @cached_property
    def text(self) -> str:
        """Return the body as words: decoded, without marks of HTML, its beginning only."""
        text = _in_charset(_unpacked(self), self.parameter("charset"))[:WORDS]
        text = text.replace("\r\n", "\n").replace("\0", "")
        return _without_tags(text[:HTML]) if self.kind == "text/html" else text


def parse(raw: bytes) -> Part:
    """Return a mail as its first part, with the parts that stand in it."""
    text = raw[:BEGINNING].decode("latin-1").replace("\r\n", "\n").lstrip("\n")
    if text.startswith(("From ", ">From ")):
        text = text.partition("\n")[2]
    return _part(text, 0)


def leaves(part: Part) -> list[Part]:
    """Return the parts that hold no others, in order; a mail that came back is one."""
    return [leaf for inner in part.inside for leaf in leaves(inner)] if part.inside else [part]


def header_words(value: str) -> str:
    """Return a header with its encoded words decoded."""
    plain = _in_charset(value.encode("latin-1", "replace"), "")[:2000]
    if "=?" not in plain:
        return plain
    try:
        return str(make_header(decode_header(plain)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return plain


def fields_of(text: str) -> tuple[Headers, str]:
    """Return the headers that a text begins with, and what comes after them."""
    headers: Headers = {}
    name, place = "", 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line, after = text[place:end], end + 1
        if not line.strip():
            return headers, text[after:]
        if line[0] in " \t" and name:
            headers[name][-1] += " " + line.strip()
        elif found := HEADER.match(line):
            name = found[1].lower()
            headers.setdefault(name, []).append(found[2].strip())
        else:
            return headers, text[place:]
        place = after
    return headers, ""


def _part(text: str, depth: int) -> Part:
    headers, body = fields_of(text)
    part = Part(headers, body, depth)
    if part.kind.startswith("multipart/") and depth < DEPTH:
        part.inside.extend(_part(inner, depth + 1) for inner in _inner(part))
    return part


def _inner(part: Part) -> list[str]:
    boundary = part.parameter("boundary").rstrip()
    if not boundary:
        return []
    ends = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*(?:\n|\Z)", re.M)
    # Before the first there is what old programs show, and behind the closing one nothing.
    found = ends.split(part.body, maxsplit=PARTS)[1:]
    return [text for closing, text in zip(found[::2], found[1::2], strict=False) if not closing]


def _unpacked(part: Part) -> bytes:
    body = part.body[: WORDS * 3].encode("latin-1", "replace")
    way = part.first("content-transfer-encoding").strip().lower()
    if way == "quoted-printable":
        return quopri.decodestring(body)
    if way == "base64":
        # Whole groups of four, which is all that can be read.
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    return body


def _in_charset(raw: bytes, charset: str) -> str:
    """Return bytes as text: as they call themselves, else as UTF-8, else as Windows-1252."""
    for name in (charset if CHARSET.fullmatch(charset) else "", "utf-8"):
        try:
            return raw.decode(name or "utf-8")
        except (LookupError, UnicodeError):
            continue
    return raw.decode("cp1252", "replace")


def _without_tags(html: str) -> str:
    flat = re.sub(r"[ \t]*\n[ \t]*", " ", UNSEEN.sub(" ", html))
    return unescape(ANY_TAG.sub("", TAG.sub("\n", flat))).replace("\xa0", " ")
