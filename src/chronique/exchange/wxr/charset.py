"""From an export's bytes to text, whatever encoding it declares or hides, with line ends made one.

A file that says UTF-8 may still hold bytes that are not: old databases kept windows-1252 text, and
WordPress wrote it as it was. A few such bytes among valid ones are read as windows-1252 and
counted, so that "caf\\xe9" stays "café" and the report says where. A long run of them is another
writing altogether, where a guess would spoil the text: it is refused.
"""

import codecs
import io
import re
from collections.abc import Iterator

FIRST_LETTER = 0xC0
MOST_LETTERS = 6
"""Letters beyond ASCII in a row, in bytes that are not UTF-8, before we stop guessing.

No Western word is written so ("éééééééé" is one letter, not seven); every Russian, Greek or Chinese
sentence is.
"""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})")
# An allow-list, because Python also has codecs that unpack ("zip") or run escapes
# ("unicode_escape").
_TEXT_CODECS = frozenset(
    ["utf-8", "ascii", "iso8859-1", "koi8-r", "koi8-u", "mac-roman", "tis-620"]
    + ["shift_jis", "cp932", "euc_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr", "cp949"]
    + [f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)]
    + [f"cp125{page}" for page in range(9)]
    + ["cp874", "cp437", "cp850"]
)
# What declares these holds windows-1252 in practice: nobody writes the control codes at 0x80-0x9F.
_REALLY_1252 = frozenset(["ascii", "iso8859-1", "cp1252"])


class BadBytes(Exception):
    """The bytes are not text in the encoding of the file. The text is a cause."""


def encoding_of(head: bytes) -> str:
    """Return the Python codec for a file that begins with `head`. Raises BadBytes for one that we
    do not know.
    """
    for mark, encoding in (*_MARKS, *_WIDE):
        if head.startswith(mark):
            return encoding
    declared = _DECLARED.search(head[:4096])
    if declared is None:
        return "utf-8"
    name = declared[1].decode("ascii")
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    # Bytes that could be searched for "<?xml" are no wide characters, whatever an editor left in
    # the declaration.
    if codec.startswith(("utf-16", "utf-32")):
        return "utf-8"
    if codec not in _TEXT_CODECS:
        raise BadBytes(f"it declares the encoding “{name}”, which is not a known encoding of text")
    return codec


class TextReader:
    """Decodes one file piece by piece; line ends come out as "\\n"."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._newlines = io.IncrementalNewlineDecoder(None, translate=True)
        self._decoder: codecs.IncrementalDecoder | None = None
        if encoding not in ("utf-8", *_REALLY_1252):
            self._decoder = codecs.getincrementaldecoder(encoding)()
        self._pending = b""
        self._begun = False
        self._letters = b""

    def decode(self, data: bytes, *, final: bool) -> Iterator[tuple[str, int]]:
        """Yield (text, how many bytes at its end are windows-1252 or could not be read)."""
        for text, foreign in self._pieces(data, final):
            if text and not self._begun:
                self._begun = True
                text = text.removeprefix("\ufeff")
            yield self._newlines.decode(text), foreign
        if final:
            yield self._newlines.decode("", final=True), 0

    def _pieces(self, data: bytes, final: bool) -> Iterator[tuple[str, int]]:
        if self.encoding == "utf-8":
            yield from self._utf8(data, final)
        elif self._decoder is None:
            yield _western(data)
        else:
            yield from self._strictly(self._decoder, data, final)

    def _strictly(
        self, decoder: codecs.IncrementalDecoder, data: bytes, final: bool
    ) -> Iterator[tuple[str, int]]:
        try:
            yield decoder.decode(data, final), 0
        except UnicodeDecodeError as error:
            yield error.object[: error.start].decode(self.encoding, "ignore"), 0
            raise BadBytes(self._cause(error.object[error.start : error.end])) from error

    def _utf8(self, data: bytes, final: bool) -> Iterator[tuple[str, int]]:
        data, start = self._pending + data, 0
        while True:
            try:
                text, used = codecs.utf_8_decode(data[start:], "strict", final)
            except UnicodeDecodeError as error:
                good = data[start : start + error.start].decode()
                foreign = data[start + error.start : start + error.end]
                yield good, 0
                self._note_run(foreign, is_first=bool(good))
                yield _foreign(foreign), len(foreign)
                start += error.end
                continue
            if text:
                self._letters = b""
            self._pending = data[start + used :]
            yield text, 0
            return

    def _note_run(self, foreign: bytes, *, is_first: bool) -> None:
        letters = bytes(byte for byte in foreign if byte >= FIRST_LETTER)
        self._letters = letters if is_first else self._letters + letters
        if len(self._letters) > MOST_LETTERS and len(set(self._letters)) > MOST_LETTERS // 2:
            raise BadBytes(self._cause(self._letters))

    def _cause(self, data: bytes) -> str:
        name = "UTF-8" if self.encoding == "utf-8" else self.encoding
        return (
            f"the bytes here ({data[:4].hex(' ')} …) are not text in the file's encoding, {name}; "
            "export it again, or save it as UTF-8"
        )


def _foreign(data: bytes) -> str:
    """Read bytes that are not UTF-8. The beginning of a character that was cut off cannot be had
    again.
    """
    if len(data) > 2 or (len(data) == 2 and data[0] == 0xF0):
        return "\ufffd"
    return data.decode("cp1252", "replace")


def _western(data: bytes) -> tuple[str, int]:
    try:
        return data.decode("cp1252"), 0
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return text, text.count("\ufffd")
