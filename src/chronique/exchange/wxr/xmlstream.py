"""Cuts the text of an export into elements as it comes, forgiving what WordPress itself writes and
reads back.

No XML parser reads every export: WordPress writes control characters, bare ampersands and unescaped
markup, and its importer falls back on regular expressions to read them. A parser that has stopped
cannot go on, so this one reader does both. On well-formed XML it says exactly what expat says (a
test holds it to that). It knows no DOCTYPE and no entities but the predefined and HTML's, which are
characters; so there is nothing to expand, to fetch or to nest.

*Leaves* are the elements that hold text only (`title`, `content:encoded`, …). Inside them markup is
text, up to their own closing tag.
"""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from chronique.exchange.wxr.oddities import Malformed, Oddity
from chronique.exchange.wxr.references import CONTROLS, resolved, without_controls

MOST_CHARACTERS_IN_A_TAG = 256 * 1024
DEEPEST = 100
HELD = 8 * 1024 * 1024
"""Characters of one CDATA section that are held back, to see where it really ends."""


class Handler(Protocol):
    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None: ...

    def text(self, text: str, *, quoted: bool, line: int) -> None:
        """Take a piece of text; `quoted` when it stood in CDATA."""

    def end(self, name: str) -> None: ...

    def odd(self, oddity: Oddity, count: int, line: int) -> None: ...


_NAME = r"[A-Za-z_:\x80-\U0010ffff][^\s<>/=\"'&]*+"
_TAG = re.compile(rf"<(/?)({_NAME})((?>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*))(>?)")
_TAG_END = re.compile(r"\s{0,64}+>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++)")
_SIMPLE_LEAF = re.compile(
    rf"\s*+<(?P<name>{_NAME})>"
    r"(?:<!\[CDATA\[(?P<quoted>[^\]]*+)\]\]>|(?P<bare>[^<&]*+))</(?P=name)>"
)
# A "<" of text for certain: it begins neither a closing tag nor CDATA nor what _STRUCTURE names.
_CERTAIN_TEXT = re.compile(r"(?>(?:<(?=[^/!icrwe])[^<]*+(?=<))+)")
_BEGUN_REFERENCE = re.compile(r"&[#0-9A-Za-z]{0,40}\Z")
_STRUCTURE = re.compile(r"</?(?:(?:item|channel|rss)[\s>]|wp:|content:encoded|excerpt:encoded)")
_STRUCTURE_LOOKAHEAD = 24
_CLOSING_LOOKAHEAD = 300
_CDATA = "<![CDATA["
_BEGINNING = re.compile(r"<\?xml\s|<rss[\s>]", re.IGNORECASE)
_FIRST_LOOK = 64 * 1024
_NEXT_EXPORT = re.compile(r"<rss[\s>]")
_DOCTYPE = re.compile("<!DOCTYPE", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class XmlStream:
    """Feed it text in pieces of any size, then close it; it calls the handler as elements appear.

    Control characters, which XML forbids, are taken out and counted; `keep_controls` lets all but
    NUL through.
    """

    def __init__(
        self, handler: Handler, *, is_leaf: Callable[[str], bool], keep_controls: bool = False
    ) -> None:
        self._handler = handler
        self._is_leaf = is_leaf
        self._keep_controls = keep_controls
        self._text = ""
        self._at = 0
        self._line = 1
        self._final = False
        self._ends_line = False
        self._open: list[tuple[str, int]] = []
        self._state: Callable[[], bool] = self._beginning
        self._closing = ""
        self._has_plain_cdata = False
        self._searched = 0
        self._trailer, self._trailer_line = "", 0

    @property
    def next_line(self) -> int:
        """The line on which the next character will stand."""
        return self._line + self._text.count("\n", self._at)

    def feed(self, text: str) -> None:
        if text:
            self._ends_line = text.endswith("\n")
        self._text = self._text[self._at :] + text
        self._at = 0
        while self._state():
            pass

    def close(self) -> None:
        self._final = True
        self.feed("")
        if self._state != self._after:
            raise self._cut_off()
        self._note_stray(self._trailer, self._trailer_line)

    # Each state looks at what stands at `_at`; it answers False when it needs more text to decide.

    def _beginning(self) -> bool:
        begin = _BEGINNING.search(self._text)
        if begin is None and not self._final and len(self._text) < _FIRST_LOOK:
            return False
        before = self._text[: begin.start()] if begin else ""
        if not _DOCTYPE.search(before) and self._note_stray(before, self._line):
            self._move(len(before))
        self._state = self._markup
        return True

    def _markup(self) -> bool:
        if self._simple_leaf():
            return True
        at = self._text.find("<", self._at)
        if at < 0:
            return self._rest()
        self._characters(at)
        if self._text.startswith(("<!", "<?"), at):
            return self._declaration(at)
        return self._tag(at)

    def _simple_leaf(self) -> bool:
        """Take a whole leaf at once when nothing in it is special, as in nearly all; for speed."""
        leaf = _SIMPLE_LEAF.match(self._text, self._at)
        if leaf is None or not 0 < len(self._open) < DEEPEST or not self._is_leaf(leaf["name"]):
            return False
        self._characters(leaf.start("name") - 1)
        self._handler.start(leaf["name"], {}, self._line)
        if leaf["quoted"] is None:
            self._move(leaf.start("bare"))
            self._characters(leaf.end("bare"))
        else:
            self._move(leaf.start("quoted"))
            self._quoted(leaf.end("quoted"))
        self._move(leaf.end())
        self._handler.end(leaf["name"])
        return True

    def _declaration(self, at: int) -> bool:
        if self._text.startswith("<?", at):
            self._state = self._instruction
        elif self._text.startswith("<!--", at):
            self._state = self._comment
        elif self._text.startswith(_CDATA, at):
            self._enter_cdata(at)
        elif len(self._text) - at < len(_CDATA) and not self._final:
            return False
        else:
            self._refuse_declaration(at)
        return True

    def _refuse_declaration(self, at: int) -> None:
        if len(self._text) - at < len(_CDATA):
            raise self._cut_off()
        if self._text[at : at + 9].upper() == "<!DOCTYPE":
            raise Malformed(
                "it declares a DOCTYPE, which no export of WordPress has and attacks are made with",
                self._line,
            )
        raise Malformed(f"“{self._text[at : at + 9]}” is not XML", self._line)

    def _tag(self, at: int) -> bool:
        tag = _TAG.match(self._text, at)
        if tag is None:
            is_unfinished = self._text[at:] in ("<", "</")
            return self._literal_or_wait(at, is_unfinished=is_unfinished)
        if tag[4]:
            name, line = tag[2], self._line
            attributes = self._attributes(tag[3]) if "=" in tag[3] else {}
            self._move(tag.end())
            if tag[1]:
                self._end(name)
            else:
                self._start(name, attributes, line, is_empty=tag[3].endswith("/"))
            return True
        # No ">" yet: a quote or the end of the text leaves it open, another "<" does not.
        is_too_long = len(self._text) - at > MOST_CHARACTERS_IN_A_TAG
        if is_too_long or self._text.startswith("<", tag.end()):
            raise Malformed(f"the tag <{tag[2][:40]}> has no end", self._line)
        return self._literal_or_wait(at, is_unfinished=True)

    def _literal_or_wait(self, at: int, *, is_unfinished: bool) -> bool:
        """Take the "<" at `at` as a character, unless more text may yet make a tag of it."""
        if is_unfinished:
            if self._final and self._open:
                raise self._cut_off()
            return False
        self._handler.text("<", quoted=False, line=self._line)
        self._move(at + 1)
        return True

    def _leaf(self) -> bool:
        at = self._text.find("<", self._at)
        if at < 0:
            return self._rest()
        self._characters(at)
        if self._text.startswith(_CDATA, at):
            self._enter_cdata(at)
            return True
        if certain := _CERTAIN_TEXT.match(self._text, at):
            self._characters(certain.end())
            return True
        return self._closes_leaf(at) or self._literal_in_leaf(at)

    def _closes_leaf(self, at: int) -> bool:
        if not self._text.startswith(self._closing, at):
            return False
        end = _TAG_END.match(self._text, at + len(self._closing))
        if end is None:
            return False
        self._move(end.end())
        self._state = self._markup
        self._end(self._closing[2:])
        return True

    def _literal_in_leaf(self, at: int) -> bool:
        seen = len(self._text) - at
        if not self._final and seen < len(self._closing) + 65 + _STRUCTURE_LOOKAHEAD:
            return False
        if self._final and ">" not in self._text[at:]:
            raise self._cut_off()
        if _STRUCTURE.match(self._text, at):
            name, line = self._open[-1]
            raise Malformed(f"<{name}>, which begins on line {line}, is not closed", self._line)
        self._handler.text("<", quoted=False, line=self._line)
        self._move(at + 1)
        return True

    def _enter_cdata(self, at: int) -> None:
        self._move(at + len(_CDATA))
        self._searched = 0
        self._state = self._cdata

    def _cdata(self) -> bool:
        end = self._text.find("]]>", self._at)
        if end < 0:
            self._quoted(len(self._text) if self._final else max(self._at, len(self._text) - 2))
            return False
        self._quoted(end)
        if self._closing and not self._has_plain_cdata:
            waits = self._skip_unsplit()
            if waits:
                return False
        self._move(self._at + 3)
        self._state = self._leaf if self._closing else self._markup
        return True

    def _skip_unsplit(self) -> bool:
        """Old versions did not split a "]]>" of the text: take all up to the last one of the
        element as text.

        Answers True when more of the file must be seen first.
        """
        start, closing = self._at, self._closing
        follows = self._text[start + 3 : start + 3 + _CLOSING_LOOKAHEAD + len(closing)]
        if follows.lstrip().startswith((closing, _CDATA)):
            return False
        if len(follows) < _CLOSING_LOOKAHEAD and not self._final:
            return True
        close = self._text.find(closing, start + self._searched)
        if close < 0 and not self._final and len(self._text) - start < HELD:
            self._searched = max(0, len(self._text) - start - len(closing))
            return True
        last = self._text.rfind("]]>", start, max(close, start + 3))
        opened = self._text.count(_CDATA, start, max(close, start))
        if self._text.count("]]>", start, max(close, start)) > opened + 1:
            self._quoted(last)
        else:
            self._has_plain_cdata = True
        return False

    def _comment(self) -> bool:
        return self._skip_past("-->")

    def _instruction(self) -> bool:
        return self._skip_past("?>")

    def _skip_past(self, end: str) -> bool:
        at = self._text.find(end, self._at)
        if at < 0:
            self._move(max(self._at, len(self._text) - len(end) + 1))
            return False
        self._move(at + len(end))
        self._state = self._markup
        return True

    def _after(self) -> bool:
        """Behind </rss>: exports that were joined into one file go on, anything else is noted."""
        following = _NEXT_EXPORT.search(self._text, self._at)
        if following is not None:
            self._move(following.start())
            self._trailer, self._state = "", self._markup
            return True
        end = len(self._text) if self._final else max(self._at, len(self._text) - 5)
        self._trailer_line = self._trailer_line or self._line
        self._trailer = (self._trailer + self._text[self._at : end])[:4096]
        self._move(end)
        return False

    def _rest(self) -> bool:
        """Hand on text that no "<" has ended yet, but for a reference that may go on in the next
        piece.
        """
        begun = None if self._final else _BEGUN_REFERENCE.search(self._text, self._at)
        self._characters(begun.start() if begun else len(self._text))
        return False

    def _start(
        self, name: str, attributes: Mapping[str, str], line: int, *, is_empty: bool
    ) -> None:
        if len(self._open) >= DEEPEST:
            raise Malformed(f"its elements are nested more than {DEEPEST} deep", line)
        self._open.append((name, line))
        self._handler.start(name, attributes, line)
        if is_empty:
            self._end(name)
        elif self._is_leaf(name):
            self._closing = f"</{name}"
            self._has_plain_cdata = False
            self._state = self._leaf

    def _end(self, name: str) -> None:
        self._closing = ""
        if not self._open:
            raise Malformed(f"</{name[:40]}> closes nothing", self._line)
        opened, line = self._open.pop()
        if opened != name:
            raise Malformed(
                f"</{name[:40]}> stands where <{opened[:40]}>, which begins on line {line}, "
                "should be closed",
                self._line,
            )
        self._handler.end(name)
        if not self._open:
            self._trailer_line, self._state = 0, self._after

    def _attributes(self, text: str) -> dict[str, str]:
        found = {}
        for name, value in _ATTRIBUTE.findall(text):
            value = value[1:-1] if value[0] in "\"'" else value
            value = value.replace("\n", " ").replace("\t", " ")
            found[name] = self._allowed(self._resolved(value))
        return found

    def _characters(self, end: int) -> None:
        if end > self._at:
            text = self._resolved(self._text[self._at : end])
            self._handler.text(self._allowed(text), quoted=False, line=self._line)
            self._move(end)

    def _quoted(self, end: int) -> None:
        if end > self._at:
            text = self._allowed(self._text[self._at : end])
            self._handler.text(text, quoted=True, line=self._line)
            self._move(end)

    def _note_stray(self, text: str, line: int) -> bool:
        """Note what is no comment in text outside the export; answers whether there was any."""
        text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
        ink = "".join(text.split())
        if ink:
            blank = text[: text.index(ink[0])]
            self._handler.odd(Oddity.STRAY_TEXT, len(ink), line + blank.count("\n"))
        return bool(ink)

    def _cut_off(self) -> Malformed:
        return Malformed("it ends here", self.next_line - self._ends_line, is_cut_off=True)

    def _move(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _resolved(self, text: str) -> str:
        if "&" not in text:
            return text
        text, halves = resolved(text)
        if halves:
            self._handler.odd(Oddity.SURROGATES, halves, self._line)
        return text

    def _allowed(self, text: str) -> str:
        control = CONTROLS.search(text)
        if control is None or (self._keep_controls and "\0" not in text):
            return text
        before = text[: control.start()]
        text, count = without_controls(text, keep=self._keep_controls)
        self._handler.odd(Oddity.CONTROLS, count, self._line + before.count("\n"))
        return text
