"""Sets text as a printer would, when it is shown. What is stored stays as it was typed.

Setting twice gives what setting once gives, and no letter or digit ever changes. Code, addresses,
attributes are left alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from chronique.text.english import ENGLISH
from chronique.text.french import FRENCH, FRENCH_ELSEWHERE, raise_ordinals
from chronique.text.rules import THING, Rules

_PARAGRAPHS = re.compile(r"(\n[ \t]*\n\s*)")
# Bounded, so that no comment can be written that takes long to set.
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"«»“”]+(?<![.,;:!?…)'’\]])"
    r"|www\.[^\s<>\"«»“”]+(?<![.,;:!?…)'’\]])"
    r"|(?:[\w-]{1,63}\.){1,8}[a-z]{2,63}/[^\s<>\"«»“”]*(?<![.,;:!?…)'’\]])"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
)
PROTECTED = {"code", "kbd", "math", "pre", "samp", "svg"}
PHRASING = set(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo big cite data del dfn em font i ins mark q s small span strike strong "
        "sub sup time tt u var wbr",
    )
)
# What a line shows for elements without words, or with words that must not change.
STANDS_FOR = {
    "br": "\n",
    "": "",  # comments, scripts
    **dict.fromkeys(("code", "img", "kbd", "math", "samp", "svg"), THING),
}
# The number of a note is no word of its line.
NOTE = 'class="note-ref"'
# Elements that hold words only, so no `<sup>`.
WORDS_ONLY = {"option", "title"}

_ATTRIBUTES = r"[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*"
# The whole; an element whose words are no HTML; or closing or not, and the name.
_TAG = re.compile(
    r"(<(?:!--.*?--|[!?][^>]*"
    rf"|(script|style|textarea)(?=[\s/>]){_ATTRIBUTES}>.*?</\2\s*"
    rf"|(/?)([a-z][^\s/>]*){_ATTRIBUTES})>)",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGE = re.compile(r"\slang\s*=\s*[\"']?([a-z-]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Script:
    """A language's rules; `raised` puts elements into escaped text, where that is allowed."""

    rules: Rules
    raised: Callable[[str], str] | None = None


SCRIPTS = {
    "fr": Script(FRENCH, raise_ordinals),
    "fr-ca": Script(FRENCH_ELSEWHERE, raise_ordinals),
    "fr-ch": Script(FRENCH_ELSEWHERE, raise_ordinals),
    "en": Script(ENGLISH),
}

# A piece of a line: what the rules see, and what stands there if they must not change it.
Piece = tuple[str, str | None]


def typeset(text: str, language: str) -> str:
    """Set plain text; empty lines part its paragraphs. Only French and English have rules."""
    script = script_of(language)
    if script is None:
        return text
    paragraphs = _PARAGRAPHS.split(text)
    paragraphs[::2] = ["".join(_set(_pieces(line), script, str)) for line in paragraphs[::2]]
    return "".join(paragraphs)


def within_quotes(text: str, language: str) -> str:
    """Return set text as it stands between that language's quotation marks: its own of the same
    kind become those of a quotation within, « « … » » “ … ”.
    """
    if language[:2].lower() == "fr":
        return _CLOSING.sub("”", _OPENING.sub("“", text))
    return text.replace("“", "‘").replace("”", "’")


_OPENING, _CLOSING = re.compile(r"«\s*"), re.compile(r"\s*»")


def typeset_html(html: str, language: str) -> str:
    """Set the text of well-formed HTML, a fragment or a page. An element's `lang` counts."""
    page = _Page(script_of(language))
    for kind, name, source in _tokens(html):
        page.take(kind, name, source)
    page.end_line()
    return "".join(page.done)


def script_of(language: str) -> Script | None:
    """Return the rules of a language, given as "fr", "fr-CA", "en_GB" …; None if there are none."""
    language = language.lower().replace("_", "-")
    return SCRIPTS.get(language) or SCRIPTS.get(language.partition("-")[0])


def _pieces(text: str) -> list[Piece]:
    """Part the addresses in a text from the words around them."""
    if "/" not in text and "@" not in text and "www." not in text:
        return [(text, None)]
    pieces: list[Piece] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        pieces += [(text[done : match.start()], None), (THING, match[0])]
        done = match.end()
    return [*pieces, (text[done:], None)]


def _set(pieces: list[Piece], script: Script, finish: Callable[[str], str]) -> list[str]:
    """Return what stands for each piece of a line once the whole line is set."""
    if len(pieces) == 1 and pieces[0][1] is None:
        return [finish(script.rules.apply(pieces[0][0], []))]
    bounds = [0]
    for seen, _ in pieces:
        bounds.append(bounds[-1] + len(seen))
    line = script.rules.apply("".join([seen for seen, _ in pieces]), bounds)
    bounds[-1] = len(line)
    done = []
    for (seen, kept), start, end in zip(pieces, bounds, bounds[1:], strict=False):
        if kept is None:
            done.append(finish(line[start:end]))
        else:
            done.append(line[start:end].replace(seen, kept, 1) if seen else kept)
    return done


def _tokens(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, element and source of: words; opening and closing tags; what comes as a whole."""
    parts: Iterator[str | None] = iter(_TAG.split(html))
    yield "words", "", next(parts) or ""
    for source, _, closing, tag_name in zip(parts, parts, parts, parts, strict=False):
        name = tag_name.lower() if tag_name else ""
        if name in PROTECTED and not closing:
            yield "whole", name, _whole_element(source or "", name, parts)
        elif source and NOTE in source:
            yield "whole", "img", _whole_element(source, name, parts)
        elif name in STANDS_FOR:
            yield "whole", name, source or ""
        else:
            yield "closing" if closing else "opening", name, source or ""
        if words := next(parts, None):
            yield "words", "", words


def _whole_element(source: str, name: str, parts: Iterator[str | None]) -> str:
    """Return the source of an element whose first tag was read, and read up to its last tag."""
    sources = [source]
    depth = 0 if source.endswith("/>") else 1
    while depth:
        words, tag, _, closing, inner = (next(parts, None) for _ in range(5))
        sources += [words or "", tag or ""]
        if tag is None:
            break
        if inner and inner.lower() == name and not tag.endswith("/>"):
            depth += -1 if closing else 1
    return "".join(sources)


@dataclass
class _Frame:
    """An element that speaks a language of its own, and the pieces of its line so far."""

    script: Script | None
    name: str = ""
    depth: int = 0
    pieces: list[Piece] = field(default_factory=list)


@dataclass
class _Page:
    """What is set of a page, and the frames that are open; a line ends where a block does."""

    script: Script | None
    done: list[str] = field(default_factory=list)
    words_only: bool = False

    def __post_init__(self) -> None:
        self.frames = [_Frame(self.script)]

    def take(self, kind: str, name: str, source: str) -> None:
        if kind == "words":
            self.words(source)
        elif kind == "whole" and name in STANDS_FOR:
            self.frames[-1].pieces.append((STANDS_FOR[name], source))
        elif name in PHRASING:
            self.tag(kind, name, source)
        else:
            self.end_line()
            self.words_only = kind == "opening" and name in WORDS_ONLY
            self.tag(kind, name, source)

    def words(self, source: str) -> None:
        frame = self.frames[-1]
        if frame.script is None:
            frame.pieces.append(("", source))
            return
        for seen, kept in _pieces(unescape(source) if "&" in source else source):
            frame.pieces.append((seen, kept and escape(kept, quote=False)))

    def tag(self, kind: str, name: str, source: str) -> None:
        """Take a tag into the line; note where another language begins and ends."""
        frame = self.frames[-1]
        if kind == "closing" and name == frame.name:
            frame.depth -= 1
            if not frame.depth:
                self.frames.pop()
                if frame.pieces:
                    self.frames[-1].pieces.append((THING, "".join(self.set(frame))))
        self.frames[-1].pieces.append(("", source))
        if kind == "closing":
            return
        language = _LANGUAGE.search(source) if "lang" in source else None
        if language and (script := script_of(language[1])) is not frame.script:
            self.frames.append(_Frame(script, name, 1))
        elif name == frame.name:
            frame.depth += 1

    def end_line(self) -> None:
        for frame in self.frames:
            self.done += self.set(frame)
            frame.pieces = []

    def set(self, frame: _Frame) -> list[str]:
        if frame.script is None or not any(seen and not seen.isspace() for seen, _ in frame.pieces):
            return [seen if kept is None else kept for seen, kept in frame.pieces]
        return _set(frame.pieces, frame.script, self.finish(frame.script))

    def finish(self, script: Script) -> Callable[[str], str]:
        raised = None if self.words_only else script.raised

        def finished(text: str) -> str:
            if "&" in text or "<" in text or ">" in text:
                text = escape(text, quote=False)
            return raised(text) if raised else text

        return finished
