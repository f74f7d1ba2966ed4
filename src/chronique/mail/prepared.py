"""A text that goes to many, as bytes: made once, and then only the slots are filled.

All is plain ASCII, so that no server on the way has to write it anew, which would break
signatures. A slot stands on a line of its own, between soft breaks: no line is over 76, whatever
stands there. None begins with a dot, so that SMTP has none to double (RFC 5321, 4.5.2), which
would take a fifth of what a letter costs. Sources: RFC 5322 (lines), 2045 (quoted-printable),
2047 (words in headers).
"""

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from chronique.mail.slots import SLOT

# The longest line, without its end.
WIDTH = 76
# How many bytes one encoded word carries, so that it has room in base64 after "Subject: ".
WORD = 39
PLAIN = re.compile(r"[ -~]*")


@dataclass(frozen=True)
class Words:
    """What a letter says, whoever gets it; `SLOT`s may stand in text, HTML and headers."""

    # The name, and the address, that it comes from.
    sender: str
    address: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Prepared:
    """The bytes of a letter around what each one has of its own."""

    def __init__(self, words: Words) -> None:
        # The first is each letter's own.
        self._pieces: list[bytes] = [b""]
        # By their names, and how they are spelled: which pieces are slots.
        self._slots: dict[tuple[str, Callable[[str], bytes]], list[int]] = {}
        for name, value in _headers(words):
            self._add_header(name, value)
        parts = [("plain", words.text)] + ([("html", words.html)] if words.html else [])
        self._add(b"MIME-Version: 1.0\r\n")
        if len(parts) == 1:
            self._add_part("plain", words.text)
            self._add(b"" if words.text.endswith("\n") else b"\r\n")
        else:
            self._add_parts(parts)

    def letter(self, *, to: str, message_id: str, date: str, slots: Mapping[str, str]) -> bytes:
        """Return the whole message. Raises KeyError for a slot without a value."""
        pieces = self._pieces.copy()
        own = f"Message-ID: {message_id}\r\nDate: {date}\r\nTo: {_own_line(to)}{to}\r\n"
        pieces[0] = own.encode()
        for (name, spelled), places in self._slots.items():
            value = spelled(slots[name])
            for place in places:
                pieces[place] = value
        return b"".join(pieces)

    @property
    def size_bytes(self) -> int:
        """How long it is without what stands in the slots and what each letter has of its own."""
        return sum(map(len, self._pieces))

    def _add(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def _add_slot(self, name: str, spelled: Callable[[str], bytes]) -> None:
        self._slots.setdefault((name, spelled), []).append(len(self._pieces))
        self._pieces.append(b"")

    def _add_header(self, name: str, value: str) -> None:
        for place, piece in enumerate(SLOT.split(folded(name, value) + "\r\n")):
            if place % 2:
                self._add_slot(piece, _as_it_is)
            else:
                self._add(piece.encode())

    def _add_parts(self, parts: list[tuple[str, str]]) -> None:
        # No text in quoted-printable holds it: there a "=" is followed by digits, or by the end.
        mark = "=_" + blake2b(repr(parts).encode(), digest_size=12).hexdigest()
        self._add(f'Content-Type: multipart/alternative; boundary="{mark}"\r\n'.encode())
        # The break before a mark is the mark's: RFC 2046, 5.1.1.
        for kind, text in parts:
            self._add(f"\r\n--{mark}\r\n".encode())
            self._add_part(kind, text)
        self._add(f"\r\n--{mark}--\r\n".encode())

    def _add_part(self, kind: str, text: str) -> None:
        self._add(
            f"Content-Type: text/{kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
        )
        pieces = SLOT.split(text)
        for place, piece in enumerate(pieces):
            if place % 2:
                self._add_slot(piece, quoted)
            elif piece:
                # Soft breaks keep the slots before and after on lines of their own.
                before = b"=\r\n" if place and not piece.startswith("\n") else b""
                after = b"=\r\n" if place + 1 < len(pieces) and not piece.endswith("\n") else b""
                self._add(before + quoted(piece) + after)
            elif 0 < place < len(pieces) - 1:
                self._add(b"=\r\n")


def quoted(text: str) -> bytes:
    """Return it in quoted-printable, for the beginning of a line.

    Its lines end in CRLF, and a last one without end has none. None begins with a dot.
    """
    raw = b2a_qp(text.encode(), istext=True)
    if len(raw) - raw.rfind(b"\n") > WIDTH:
        # A soft break may follow, and needs room.
        cut = -3 if raw[-3:-2] == b"=" else -1
        raw = raw[:cut] + b"=\n" + raw[cut:]
    if raw.startswith(b".") or b"\n." in raw:
        raw = b"\n".join(map(_without_dot, raw.split(b"\n")))
    return raw.replace(b"\n", b"\r\n")


def _without_dot(line: bytes) -> bytes:
    """Return a line of quoted-printable with the dot spelled that it may begin with."""
    if not line.startswith(b"."):
        return line
    spelled = b"=2E" + line[1:]
    # Also here a soft break may follow.
    return spelled if len(spelled) < WIDTH else b"=2E=\n" + _without_dot(line[1:])


def _as_it_is(value: str) -> bytes:
    return value.encode()


def _own_line(to: str) -> str:
    return "\r\n " if len(to) > WIDTH - len("To: ") else ""


def _headers(words: Words) -> Iterable[tuple[str, str]]:
    name = f"{phrase(words.sender)} <{words.address}>" if words.sender else words.address
    yield "From", name
    yield "Subject", text_of_header(words.subject)
    if words.reply_to:
        yield "Reply-To", words.reply_to
    for known, value in words.headers.items():
        yield known, value if PLAIN.fullmatch(SLOT.sub("", value)) else _spelled(value)


def _spelled(value: str) -> str:
    """Return the value of a header with words that are not ASCII; an address at its end stays."""
    words, opening, address = value.rpartition("<")
    if opening and address.endswith(">") and PLAIN.fullmatch(SLOT.sub("", address)):
        return f"{encoded(words.strip())} <{address}"
    return encoded(value)


def phrase(name: str) -> str:
    """Return a name as it stands before an address."""
    if PLAIN.fullmatch(name) and len(name) < WIDTH // 2 and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return encoded(name)


def text_of_header(text: str) -> str:
    plain = PLAIN.fullmatch(text) and "=?" not in text and "  " not in text
    short = all(len(word) < WIDTH // 2 for word in text.split(" "))
    return text if plain and short else encoded(text)


def encoded(text: str) -> str:
    """Return a text as encoded words with spaces between, none cut within a character."""
    words: list[str] = []
    piece = b""
    for sign in text:
        raw = sign.encode(errors="replace")
        if len(piece) + len(raw) > WORD:
            words.append(_word(piece))
            piece = b""
        piece += raw
    return " ".join([*words, _word(piece)])


def _word(raw: bytes) -> str:
    return f"=?utf-8?b?{b64encode(raw).decode()}?="


def folded(name: str, value: str) -> str:
    """Return a header as lines, broken at spaces; a word with a slot has a line of its own."""
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        is_long = SLOT.search(word) or len(line) + 1 + len(word) > WIDTH
        if is_long and line not in ("", f"{name}:"):
            lines.append(line)
            line = ""
        line += f" {word}"
        if SLOT.search(word):
            lines.append(line)
            line = ""
    return "\r\n".join([*lines, line] if line.strip() else lines)
