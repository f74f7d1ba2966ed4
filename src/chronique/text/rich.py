"""Turns HTML that nh3 has made well-formed into what a rich text field stores.

The HTML is read into blocks of runs (some words, how they are marked, where they lead) and written
anew from them, so that whatever nesting a word processor made, one way of writing remains.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape
from itertools import groupby
from urllib.parse import parse_qs, urlsplit

# From the outermost to the innermost.
MARKS = ("b", "i", "s", "code", "sup", "sub")
MARKED = {
    **{mark: mark for mark in MARKS},
    **{"strong": "b", "em": "i", "cite": "i", "dfn": "i", "var": "i", "del": "s", "strike": "s"},
    **{"kbd": "code", "samp": "code", "tt": "code"},
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul": "ul", "ol": "ol", "dir": "ul", "menu": "ul"}
PHRASING = {"a", "abbr", "acronym", "q", "span", *MARKED}
VOID = {"br", "hr"}

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_SPACES = re.compile("[ \\t\\n\\r\\f\u00a0\u2000-\u200a\u202f\u205f]+")
_NUMBERED = re.compile(r"\(?(?:[0-9]{1,3}|[ivxlcdm]{1,6}|[a-z])[.)]", re.IGNORECASE)
_WORD_LIST = re.compile(r"(l[0-9]+) level([1-9])")
# A footnote's anchor in a Word file, which leads nowhere outside of it.
_WORD_ANCHOR = re.compile(r"#_(?:ftn|edn|msocom)")

Link = tuple[tuple[str, str], ...]
Lists = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Run:
    """Some words that are marked alike. A line break is a run whose text is a newline."""

    text: str
    marks: frozenset[str] = frozenset()
    link: Link = ()


@dataclass(frozen=True)
class Block:
    """A paragraph, or with `lists` (from the outermost: kind, identity) a list item."""

    runs: tuple[Run, ...]
    lists: Lists = ()
    item: int = 0


@dataclass(frozen=True)
class Element:
    """An open element, with what it and those around it say about the words inside."""

    name: str
    marks: frozenset[str] = frozenset()
    link: Link = ()
    lists: Lists = ()
    item: int = 0
    heading: bool = False
    preformatted: bool = False
    marker: bool = False


@dataclass
class Reader:
    """Reads tags and words into blocks; headings are bold unless all is to be one phrase."""

    inline: bool = False
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    stack: list[Element] = field(default_factory=lambda: [Element("")])
    serial: int = 0
    marker: str = ""
    word_list: tuple[str, int] | None = None

    def read(self, html: str) -> list[Block]:
        for closing, name, attributes, text in _TOKEN.findall(html):
            if text:
                self.add(unescape(text))
            elif closing:
                self.close(name)
            else:
                self.open(
                    name, {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
                )
        self.end_block()
        return self.blocks

    def add(self, text: str) -> None:
        now = self.stack[-1]
        if now.marker:
            self.marker += text
            return
        text = text.replace("\u200b", "")
        lines = text.split("\n") if now.preformatted else [text.replace("\n", " ")]
        for number, line in enumerate(lines):
            if number:
                self.runs.append(Run("\n", now.marks, now.link))
            self.runs.append(Run(line, now.marks, now.link))

    def open(self, name: str, attributes: dict[str, str]) -> None:
        style = _style(attributes.get("style", ""))
        if name == "br":
            self.runs.append(Run("\n", self.stack[-1].marks, self.stack[-1].link))
        elif name in {"td", "th"}:
            self.add(" ")
        elif name not in PHRASING:
            self.end_block()
        if name in VOID:
            return
        self.serial += 1
        self.stack.append(self._element(name, attributes, style))
        if name == "q":
            self.add('"')
        if word_list := _WORD_LIST.search(style.get("mso-list", "")):
            self.word_list = (word_list[1], int(word_list[2]))

    def close(self, name: str) -> None:
        if name == "q":
            self.add('"')
        if name not in PHRASING and name not in {"td", "th"}:
            self.end_block()
        self.stack.pop()

    def end_block(self) -> None:
        """Make a block of the words so far, if there are any."""
        runs, now, word_list = self.runs, self.stack[-1], self.word_list
        self.runs, self.word_list = [], None
        if now.heading and not self.inline:
            runs = [replace(run, marks=run.marks | {"b"}) for run in runs]
        lists, item = (self._word_item(*word_list), 0) if word_list else (now.lists, now.item)
        self.marker = ""
        if not any(run.text.strip() for run in runs):
            return
        last = self.blocks[-1] if self.blocks else None
        if item and last and last.item == item:
            self.blocks[-1] = replace(last, runs=(*last.runs, Run("\n"), *runs))
        else:
            self.blocks.append(Block(tuple(runs), lists, item))

    def _element(self, name: str, attributes: dict[str, str], style: dict[str, str]) -> Element:
        outer = self.stack[-1]
        marks = outer.marks | {MARKED[name]} if name in MARKED else outer.marks
        link = _link(attributes) if name == "a" else outer.link
        element = replace(outer, name=name, marks=_styled(marks, style), link=link)
        if name in LISTS:
            return replace(element, lists=(*outer.lists, (LISTS[name], str(self.serial))), item=0)
        if name == "li":
            return replace(element, lists=outer.lists or (("ul", ""),), item=self.serial)
        return replace(
            element,
            heading=outer.heading or name in HEADINGS,
            preformatted=outer.preformatted or name == "pre",
            marker=outer.marker or "ignore" in style.get("mso-list", "").lower(),
        )

    def _word_item(self, identity: str, level: int) -> Lists:
        """Return the lists around Word's paragraph; its marker tells bullets from numbers."""
        kind = "ol" if _NUMBERED.fullmatch(self.marker.strip()) else "ul"
        above = self.blocks[-1].lists[: level - 1] if self.blocks else ()
        missing = tuple((kind, f"{identity}.{depth}") for depth in range(len(above) + 1, level))
        return (*above, *missing, (kind, f"{identity}.{level}"))


def tidy(html: str, *, inline: bool) -> str:
    """Return well-formed HTML as a rich text field stores it; `inline` leaves phrases only."""
    blocks = Reader(inline).read(html)
    if inline:
        lines = [runs for block in blocks for runs in _paragraphs(block.runs)]
        return "<br>".join(_markup(runs) for runs in lines)
    return "".join(_write(blocks))


def _style(text: str) -> dict[str, str]:
    declarations = (declaration.partition(":") for declaration in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in declarations}


def _styled(marks: frozenset[str], style: dict[str, str]) -> frozenset[str]:
    """Return the marks after a style has added some or taken some away."""
    weight = style.get("font-weight", "").lower()
    if weight in {"normal", "lighter", "100", "200", "300", "400", "500"}:
        marks -= {"b"}
    elif weight in {"bold", "bolder", "600", "700", "800", "900"}:
        marks |= {"b"}
    slant = style.get("font-style", "").lower()
    if slant == "normal":
        marks -= {"i"}
    elif slant.startswith(("italic", "oblique")):
        marks |= {"i"}
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        marks |= {"s"}
    raised = {"super": {"sup"}, "sub": {"sub"}}
    return marks | raised.get(style.get("vertical-align", "").lower(), set())


def _link(attributes: dict[str, str]) -> Link:
    kind, number = attributes.get("linktype", ""), attributes.get("id", "")
    if kind in {"page", "document"} and number.isascii() and number.isdigit():
        return (("linktype", kind), ("id", number))
    address = _direct(attributes.get("href", "").strip())
    return (("href", address),) if address and not _WORD_ANCHOR.match(address) else ()


def _direct(address: str) -> str:
    """Return the address that a link out of a Google document means."""
    if not address.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        return address
    target = parse_qs(urlsplit(address).query).get("q", [""])[0]
    return target if target.startswith(("https://", "http://")) else address


def _write(blocks: list[Block]) -> Iterator[str]:
    around: Lists = ()
    for block in blocks:
        lines = [_markup(runs) for runs in _paragraphs(block.runs)]
        if not lines:
            continue
        same = _depth_shared(around, block.lists)
        yield from (f"</li></{kind}>" for kind, _ in reversed(around[same:]))
        if not block.lists:
            yield "".join(f"<p>{line}</p>" for line in lines)
        else:
            opened = "".join(f"<{kind}><li>" for kind, _ in block.lists[same:])
            yield (opened or "</li><li>") + "<br>".join(lines)
        around = block.lists
    yield from (f"</li></{kind}>" for kind, _ in reversed(around))


def _depth_shared(one: Lists, other: Lists) -> int:
    pairs = zip(one, other, strict=False)
    return next(
        (depth for depth, pair in enumerate(pairs) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _paragraphs(runs: Iterable[Run]) -> list[list[Run]]:
    """Tidy the spaces, and part the runs where there are two line breaks or more."""
    paragraphs: list[list[Run]] = [[]]
    for line in _lines(runs):
        if not line:
            paragraphs.append([])
        elif paragraphs[-1]:
            before, after = paragraphs[-1][-1], line[0]
            link = before.link if before.link == after.link else ()
            paragraphs[-1] += [Run("\n", before.marks & after.marks, link), *line]
        else:
            paragraphs[-1] = line
    return [paragraph for paragraph in paragraphs if paragraph]


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Part the runs at line breaks; no space at either end of a line, never two in a row."""
    lines: list[list[Run]] = [[]]
    alike = groupby(runs, key=lambda run: (run.text == "\n", run.marks, run.link))
    for (breaks, marks, link), group in alike:
        if breaks:
            lines += [[] for _ in group]
            continue
        line, text = lines[-1], _spaces("".join(run.text for run in group))
        if not line or line[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            line.append(Run(text, marks, link))
    return [_trimmed(line) for line in lines]


def _trimmed(line: list[Run]) -> list[Run]:
    while line and not (text := line[-1].text.rstrip(" ")):
        line.pop()
    return [*line[:-1], replace(line[-1], text=text)] if line else []


def _spaces(text: str) -> str:
    """Make one plain space of each run of spaces, but keep a no-break space that somebody meant."""

    def one(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        meant = before and after and (before in "«0123456789" or after in ";:!?»%€$£0123456789")
        return match[0] if meant and match[0] in {"\u00a0", "\u202f"} else " "

    return _SPACES.sub(one, text)


def _markup(runs: list[Run]) -> str:
    pieces = []
    for link, group in groupby(runs, key=lambda run: run.link):
        inner = _marked(list(group), MARKS)
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in link)
        pieces.append(f"<a{attributes}>{inner}</a>" if link else inner)
    return "".join(pieces)


def _marked(runs: list[Run], marks: tuple[str, ...]) -> str:
    if not marks:
        return "".join(
            "<br>" if run.text == "\n" else escape(run.text, quote=False) for run in runs
        )
    pieces = []
    for is_marked, group in groupby(runs, key=lambda run: marks[0] in run.marks):
        inner = _marked(list(group), marks[1:])
        pieces.append(f"<{marks[0]}>{inner}</{marks[0]}>" if is_marked else inner)
    return "".join(pieces)
