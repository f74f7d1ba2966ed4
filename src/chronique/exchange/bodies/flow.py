"""Turns a stretch of HTML into the blocks of a body, in reading order.

Words and the tags around them gather in a run; whatever is a block of its own ends the run, which
becomes a paragraph, and the tags that were open go on in the next. What an element becomes is said
by the handlers: by name ("table") or by class (".wp-block-gallery").

In the classic editor's HTML line breaks mean something (`classic`): an empty line parts paragraphs.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple

from chronique.exchange.bodies.conversion import (
    BodyBlock,
    Context,
    embed,
    paragraph,
)
from chronique.exchange.bodies.markup import Element
from chronique.text.embeds import provider
from chronique.text.rich import MARKED

Handler = Callable[["Flow", Element], None]

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark nobr
    output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905
)
_STYLES = re.compile(r"font-weight|font-style|line-through|vertical-align")

BREAK = "<br>"
_EMPTY_LINE = re.compile(r"\n\s*\n\s*")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NAME = re.compile(r"<(\w+)")
_TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_UPLOADED = re.compile(r"/(?:wp-content/uploads|files)/|\.files\.wordpress\.com/", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tspg]|rtf|txt|csv|zip|gz|epub|mobi|mp3|ogg|m4a|wav|mp4|mov|webm)$",
    re.IGNORECASE,
)
_SOUND = re.compile(r"\.(?:mp3|ogg|oga|opus|m4a|m4b|wav|flac|aac|wma)$", re.IGNORECASE)
_FILM = re.compile(r"\.(?:mp4|m4v|mov|webm|ogv|wmv|avi|mpg|mpeg|flv|3gp)$", re.IGNORECASE)


def media_kind(address: str) -> str:
    """Return "audio" or "video" when an address is that of a file with sound or film, or ""."""
    path = address.partition("#")[0].partition("?")[0]
    return "audio" if _SOUND.search(path) else "video" if _FILM.search(path) else ""


class Opened(NamedTuple):
    """An inline element that is open, with its tags as they are written."""

    element: Element
    opener: str
    closer: str


class Flow:
    """Reads elements and gathers `blocks`. `hints` are what the editor's block says of them."""

    def __init__(
        self,
        context: Context,
        handlers: Mapping[str, Handler],
        *,
        classic: bool = False,
        embeds: bool = True,
        opened: Sequence["Opened"] = (),
        hints: Mapping[str, str] | None = None,
    ) -> None:
        self.context, self.handlers = context, handlers
        self.classic, self.embeds, self.hints = classic, embeds, dict(hints or {})
        self.blocks: list[BodyBlock] = []
        self._open: list[Opened] = list(opened)
        self._run: list[str] = []
        # Of the paragraph so far: whether it says something, whether it ends with a space, and
        # where in the run its last words are.
        self._has_words, self._after_space, self._last_words = False, True, -1
        self._begin()

    def child(self, *, embeds: bool | None = None) -> "Flow":
        """Return a flow for what stands inside an element: same mode, same tags open."""
        return Flow(
            self.context,
            self.handlers,
            classic=self.classic,
            embeds=self.embeds if embeds is None else embeds,
            opened=self._open,
            hints=self.hints,
        )

    def convert(self, nodes: Iterable[Element | str]) -> list[BodyBlock]:
        self.walk(nodes)
        self.flush()
        return self.blocks

    def walk(self, nodes: Iterable[Element | str]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.text(node)
            else:
                self.element(node)

    def element(self, element: Element) -> None:
        handler = self._handler(element)
        if handler:
            handler(self, element)
        elif element.name in INLINE:
            self.inline(element)
        else:
            self.container(element)

    def _handler(self, element: Element) -> Handler | None:
        for name in element.classes:
            if handler := self.handlers.get(f".{name}"):
                return handler
        return self.handlers.get(element.name)

    def container(self, element: Element) -> None:
        """Read an element that only holds others: what it holds begins and ends on its own."""
        self.flush()
        self.walk(element.children)
        self.flush()

    def inline(self, element: Element) -> None:
        opener = self._opener(element)
        name = _NAME.match(opener)
        opened = Opened(element, opener, f"</{name[1]}>" if name else "")
        self._open.append(opened)
        self._run.append(opened.opener)
        self.walk(element.children)
        self._run.append(opened.closer)
        self._open.pop()

    def add(self, *blocks: BodyBlock) -> None:
        self.flush()
        self.blocks.extend(blocks)

    @property
    def link(self) -> Element | None:
        """The link inside of which we are."""
        opened = (opened.element for opened in reversed(self._open))
        return next((element for element in opened if element.name == "a"), None)

    def text(self, text: str) -> None:
        if not self.classic:
            self._words(text)
            return
        for number, stretch in enumerate(_EMPTY_LINE.split(text)):
            if number:
                self.flush()
            for line_number, line in enumerate(stretch.split("\n")):
                if line_number:
                    self.line_break(soft=True)
                self._words(line)

    def _words(self, text: str) -> None:
        text = _SPACES.sub(" ", text)
        if self._after_space:
            text = text.lstrip(" ")
        if text.strip() or (text and self._has_words):
            self._has_words = self._has_words or bool(text.strip())
            self._after_space = text.endswith(" ")
            self._last_words = len(self._run)
            self._run.append(escape(text, quote=False))

    def _trim(self) -> None:
        """Take the space away at the end of a line."""
        if self._after_space and 0 <= self._last_words < len(self._run):
            self._run[self._last_words] = self._run[self._last_words].rstrip(" ")
        self._after_space = True

    @property
    def at_line_start(self) -> bool:
        return not self._has_words or self._last() == BREAK

    def line_break(self, *, soft: bool = False) -> None:
        """Break the line. A `soft` break, which was only a newline, adds nothing to a hard one."""
        if not self._has_words:
            return
        self._trim()
        if self._last() != BREAK:
            self._run.append(BREAK)
        elif not soft and self.classic:
            self.flush()
        elif not soft:
            self._run.append(BREAK)

    def _last(self) -> str:
        return next((piece for piece in reversed(self._run) if piece and not piece.isspace()), "")

    def flush(self) -> None:
        """End the paragraph, if there is one."""
        self._trim()
        run, has_words = self._run, self._has_words
        closers = [opened.closer for opened in reversed(self._open)]
        self._begin()
        if has_words:
            self._paragraphs([*_without_end(run), *closers])

    def _begin(self) -> None:
        self._run = [opened.opener for opened in self._open]
        self._has_words, self._after_space, self._last_words = False, True, -1

    def _paragraphs(self, run: list[str]) -> None:
        """Make a paragraph of the run; an address alone on a line is what it leads to."""
        if not self.embeds or "://" not in "".join(run):
            self.blocks.append(paragraph(f"<p>{''.join(run)}</p>"))
            return
        lines: list[str] = []
        for line in "".join(run).split(BREAK):
            address = unescape(line.strip())
            if not ADDRESS.fullmatch(address):
                lines.append(line)
            elif found := self._from_elsewhere(address):
                self._lines(lines)
                lines = []
                self.blocks.extend(found)
            else:
                lines.append(f'<a href="{escape(address)}">{escape(address)}</a>')
        self._lines(lines)

    def _from_elsewhere(self, address: str) -> list[BodyBlock]:
        """Return the block for an address that WordPress would show as a player or a card."""
        if provider(address):
            return [embed(address)]
        if kind := media_kind(address):
            return self.child().convert([Element(kind, {"src": address})])
        return []

    def _lines(self, lines: list[str]) -> None:
        html = BREAK.join(lines).strip()
        if _TAG.sub("", html).strip():
            self.blocks.append(paragraph(f"<p>{html}</p>"))

    def _opener(self, element: Element) -> str:
        """Return the tag as a rich text field shall read it; "" when it would say nothing."""
        if element.name == "a":
            destination = self._destination(element)
            return f"<a {destination}>" if destination else ""
        style = element.get("style")
        if _STYLES.search(style):
            return f'<{element.name} style="{escape(style)}">'
        name = "q" if element.name == "q" else MARKED.get(element.name)
        return f"<{name}>" if name else ""

    def _destination(self, element: Element) -> str:
        """Return where a link leads: to a file of ours, if it led to one that was uploaded."""
        address = element.get("href")
        path = address.partition("#")[0].partition("?")[0]
        if _DOCUMENT.search(path) and _UPLOADED.search(path):
            number = self.context.resolve.file(address=address, wp_id="")
            if number is not None:
                return f'linktype="document" id="{number}"'
        return f'href="{escape(address)}"' if address else ""


def _without_end(run: list[str]) -> list[str]:
    """Return a run without the line breaks and spaces at its end."""
    kept, closers = list(run), []
    while kept and (kept[-1] == BREAK or not kept[-1].strip() or kept[-1].startswith("</")):
        last = kept.pop()
        if last.startswith("</"):
            closers.append(last)
    return [*kept, *reversed(closers)]
