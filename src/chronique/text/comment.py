"""Writes a comment's HTML anew, so that everything stands where it may stand.

Words at the top and in quotations are in paragraphs, lists hold items and nothing else, marks are
within paragraphs, never around them, and what says nothing goes. What comments do not hold (tables,
headings, sections) becomes paragraphs.
"""

import re
from dataclasses import dataclass, field

MARKS = frozenset("a b cite code del em i q strong".split())  # noqa: SIM905
LISTS = frozenset(["ul", "ol"])
CONTAINERS = LISTS | {"blockquote", "li", "pre"}
# What comments do not hold, and what still stands out of them.
BOLD = frozenset("h1 h2 h3 h4 h5 h6 dt caption summary".split())  # noqa: SIM905
# Quotations in quotations and lists in lists; what is deeper stands in the deepest.
DEEPEST = 12

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s=>"]+="[^"]*")*)\s*/?>|([^<]+)')
_SPACES = re.compile(r"[ \t\n\r\f]+")
# Characters that show nothing, so that a paragraph of them is empty.
_SAYS_NOTHING = re.compile(r"(?:[\s\u200b-\u200f\u2060\ufeff\u00ad]|&nbsp;)*")


def written(html: str) -> str:
    """Return well-formed HTML as a comment may hold it. Its tags are those of `allowed`."""
    return _Writer().read(html)


@dataclass(eq=False)
class _Mark:
    name: str
    tag: str


@dataclass(eq=False)
class _Holder:
    """A quotation, a list, an item or code that is open; written when something stands in it."""

    name: str
    is_written: bool = False
    # An item that has ended: the next one closes it, anything else that comes goes into it.
    is_done: bool = False


@dataclass
class _Writer:
    out: list[str] = field(default_factory=list)
    holders: list[_Holder] = field(default_factory=lambda: [_Holder("", is_written=True)])
    # Of each element that is open in what is read: what was opened for it.
    sources: list[_Holder | _Mark | None] = field(default_factory=list)
    # Marks that are open there, and here.
    wanted: list[_Mark] = field(default_factory=list)
    shown: list[_Mark] = field(default_factory=list)
    # Whether words may follow on the same line, in a paragraph that must be closed or not.
    in_line: bool = False
    in_paragraph: bool = False
    # What stands between the words so far and the next, if there are any.
    between: str = ""
    # Characters that tags of marks may still take: one around many paragraphs stands in each.
    allowance: int = 0

    def read(self, html: str) -> str:
        self.allowance = 2 * len(html) + 1000
        for closing, name, said, text in _TOKEN.findall(html):
            if text:
                self.text(text)
            elif name == "br":
                self.line_break()
            elif name == "hr":
                self.end_line()
            elif closing:
                self.close(name)
            else:
                self.open(name, said)
        self.end_line()
        while len(self.holders) > 1:
            self._leave()
        return "".join(self.out)

    @property
    def holder(self) -> _Holder:
        return self.holders[-1]

    def text(self, text: str) -> None:
        if self.holder.name == "pre":
            self._code(text)
            return
        if not self.in_line and _SAYS_NOTHING.fullmatch(text):
            return
        words = _SPACES.sub(" ", text)
        if words.startswith(" "):
            self.between = self.between or " "
        if words.strip(" "):
            self._begin_line()
            self._show_marks()
            self.out.append(words.strip(" "))
            self.between = " " if words.endswith(" ") else ""

    def _code(self, text: str) -> None:
        if not self.holder.is_written:
            text = text.lstrip("\n")
        if not _SAYS_NOTHING.fullmatch(text):
            self._begin()
            self._show_marks()
            self.out.append(text)
        elif self.holder.is_written:
            # A mark around nothing but spaces would be empty.
            self._end_marks()
            self.out.append(text)

    def line_break(self) -> None:
        if self.holder.name == "pre":
            self._code("\n")
        elif self.in_line:
            self.between = f"{self.between.strip()}<br>"

    def open(self, name: str, said: str) -> None:
        opened: _Holder | _Mark | None = None
        if name in MARKS:
            if name != "a" or ' href="' in said:
                opened = _Mark(name, f"<{name}{said}>")
                self.wanted.append(opened)
        elif name in ("td", "th"):
            self.text(" ")
        elif self.holder.name == "pre":
            self._code("\n")
        elif name in BOLD:
            self.end_line()
            opened = _Mark("b", "<b>")
            self.wanted.append(opened)
        else:
            opened = self._open_holder(name)
        self.sources.append(opened)

    def _open_holder(self, name: str) -> _Holder | None:
        """End the line, and open what holds others unless it is too deep or stands elsewhere."""
        self.end_line()
        if name == "li" and self.holder.is_done:
            self._leave()
        if name not in CONTAINERS or len(self.holders) > DEEPEST:
            return None
        in_list = self.holder.name in LISTS
        if name == "li" and not in_list:
            return None
        if name != "li" and in_list:
            self._enter("li").is_done = True
        return self._enter(name)

    def _enter(self, name: str) -> _Holder:
        self.holders.append(_Holder(name))
        return self.holder

    def close(self, name: str) -> None:
        opened = self.sources.pop()
        if name in BOLD and self.holder.name != "pre":
            self.end_line()
        if isinstance(opened, _Mark):
            self.wanted.remove(opened)
        elif name in ("td", "th"):
            self.text(" ")
        elif isinstance(opened, _Holder):
            self.end_line()
            while self.holder is not opened:
                self._leave()
            opened.is_done = opened.name == "li" and opened.is_written
            if not opened.is_done:
                self._leave()
        elif name not in MARKS and self.holder.name != "pre":
            self.end_line()

    def _leave(self) -> None:
        """Close the innermost of what holds others."""
        self.end_line()
        left = self.holders.pop()
        if left.is_written:
            self.out.append(f"</{left.name}>")

    def _begin(self) -> None:
        """Write the opening tags of what is open and was empty so far."""
        if self.holder.name in LISTS:
            self._enter("li").is_done = True
        for holder in self.holders:
            if not holder.is_written:
                self.out.append(f"<{holder.name}>")
                holder.is_written = True

    def _begin_line(self) -> None:
        if self.in_line:
            return
        self.between = ""
        name, is_written = self.holder.name, self.holder.is_written
        is_bare = name in LISTS or (name == "li" and not is_written)
        self._begin()
        self.in_line, self.in_paragraph = True, not is_bare
        if self.in_paragraph:
            self.out.append("<p>")

    def _show_marks(self) -> None:
        """Close and open marks here as they are in what is read; the same within itself is none."""
        missing = self._end_marks()
        self.out.append(self.between)
        self.between = ""
        for mark in missing:
            self.allowance -= len(mark.tag)
            if self.allowance > 0:
                self.out.append(mark.tag)
                self.shown.append(mark)

    def _end_marks(self) -> list[_Mark]:
        """Close the marks that are no longer open in what is read; return those still to open."""
        by_name: dict[str, _Mark] = {}
        for mark in self.wanted:
            by_name.setdefault(mark.name, mark)
        wanted = list(by_name.values())
        same = 0
        while same < min(len(wanted), len(self.shown)) and wanted[same] is self.shown[same]:
            same += 1
        self._hide_marks(same)
        return wanted[same:]

    def _hide_marks(self, kept: int = 0) -> None:
        self.out += [f"</{mark.name}>" for mark in reversed(self.shown[kept:])]
        del self.shown[kept:]

    def end_line(self) -> None:
        """End the paragraph, if there is one; spaces and line breaks at its end go."""
        self._hide_marks()
        self.between = ""
        if self.in_paragraph:
            self.out.append("</p>")
        self.in_line = self.in_paragraph = False
