"""Keeps HTML within what a parser reads in a time, and into a size, in proportion to its length.

html5ever's time grows with the square of the depth and of the attributes of one tag, and like every
browser it repeats a mark that was left open in each paragraph that follows. What is within bounds
stays as it is, to the letter; anything else is written anew, flatter.

The tags are read as the standard's tokenizer reads them, so that nothing hides between the lines.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

# Elements in elements.
DEEPEST = 250
MOST_ATTRIBUTES = 100
# Below both of these, nothing can take long.
_FEW_TAGS = DEEPEST
_FEW_CHARACTERS = 50_000

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
# What browsers repeat in the next paragraph when it is left open.
_MARKS = frozenset(
    "a b big code em font i nobr s small strike strong tt u".split()  # noqa: SIM905
)
_PHRASING = _MARKS | VOID | frozenset(["span", "abbr", "cite", "q", "sup", "sub", "mark", "del"])
# What lies in them is no HTML.
_RAW = frozenset(
    "iframe noembed noframes noscript script style textarea title xmp".split()  # noqa: SIM905
)
# What changes how the rest is read, and shows nothing of its own.
_MODES = frozenset(
    "body frame frameset head html math plaintext select svg template".split()  # noqa: SIM905
)
_CELLS = frozenset(["td", "th"])
_GROUPS = frozenset(["tbody", "thead", "tfoot"])
# What an opening tag ends that was left open.
_ENDS = {
    "p": frozenset(["p"]), "li": frozenset(["li"]), "option": frozenset(["option"]),
    **dict.fromkeys(["dt", "dd"], frozenset(["dt", "dd"])),
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": _CELLS | {"tr"},
    **dict.fromkeys(_GROUPS, _CELLS | {"tr"} | _GROUPS),
}  # fmt: skip

_S = r"\t\n\f\r "
_VALUE = rf"""[{_S}]*+=[{_S}]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^>{_S}"'][^>{_S}]*+|(?=>)|\Z)"""
_ATTRIBUTE = rf"[^>{_S}/][^>{_S}/=]*+(?>(?:{_VALUE})?)"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TOKEN = re.compile(
    rf"<(?P<closing>/?)(?P<name>[a-zA-Z][^{_S}/>]*+)(?P<said>(?>(?:[{_S}/]++|{_ATTRIBUTE})*))(?:>|\Z)"
    r"|<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/(?=[^a-zA-Z]))[^>]*+(?:>|\Z)",
    re.DOTALL,
)
# In drawings and formulas it hides what follows, elsewhere it is a comment.
_CDATA = "<![CDATA["
# There, other elements nest than in HTML: all but those that end the drawing.
_FOREIGN = re.compile(r"<(?:svg|math)", re.IGNORECASE)
_NEVER_FOREIGN = frozenset(["br", "embed", "hr", "img", "meta"])


def bounded(html: str) -> str:
    """Return the HTML as it is, or written anew when it would take a parser too long."""
    if html.count("<") < _FEW_TAGS and len(html) < _FEW_CHARACTERS:
        return html
    html = html.replace(_CDATA, "")
    return html if _is_within(html) else _Flattened().read(html)


def _is_within(html: str) -> bool:
    """Say whether no parser can come out deeper, or much longer, than the bounds allow.

    It says no when in doubt: a closing tag closes only what was opened last.
    """
    is_foreign = _FOREIGN.search(html) is not None
    void, ends = (_NEVER_FOREIGN, frozenset[str]()) if is_foreign else (VOID, frozenset(_ENDS))
    stack: list[tuple[str, int]] = []
    hidden = repeated = open_marks = at = 0
    while token := _TOKEN.search(html, at):
        at = token.end()
        name = (token["name"] or "").lower()
        if token["closing"]:
            open_marks -= stack.pop()[1] if stack and stack[-1][0] == name else 0
        elif name in _RAW:
            end = _end_of(html, name, at)
            hidden += html.count("<", at, end)
            at = end
        elif name and name not in void:
            size = len(token[0]) if name in _MARKS else 0
            repeated += 0 if name in _PHRASING else open_marks
            if name not in ends or not stack or stack[-1][0] != name:
                stack.append((name, size))
                open_marks += size
        if len(stack) + hidden > DEEPEST or not _has_few_attributes(token):
            return False
    return repeated <= 2 * len(html) + _FEW_CHARACTERS


def _has_few_attributes(token: re.Match[str]) -> bool:
    said = token["said"] or ""
    return len(said) <= MOST_ATTRIBUTES or len(_ATTRIBUTES.findall(said)) <= MOST_ATTRIBUTES


def _end_of(html: str, name: str, at: int) -> int:
    """Return where the content of an element ends that holds no HTML."""
    found = re.compile(rf"</{name}(?=[{_S}/>])", re.IGNORECASE).search(html, at)
    return found.start() if found else len(html)


@dataclass
class _Flattened:
    """Writes tags anew, each with its end, never deeper than allowed. Words keep their order."""

    out: list[str] = field(default_factory=list)
    # The open elements; those that are too deep are not written.
    stack: list[str] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)

    def read(self, html: str) -> str:
        at = 0
        while token := _TOKEN.search(html, at):
            self.out.append(html[at : token.start()].replace("<", "&lt;"))
            at = token.end()
            name = (token["name"] or "").lower()
            if token["closing"]:
                self._close(name)
            elif name in _RAW:
                at = _end_of(html, name, at)
                self.out.append(f"{_tag(name, token)}</{name}>" if name == "iframe" else "")
            elif name and name not in _MODES:
                self._open(name, token)
        self.out.append(html[at:].replace("<", "&lt;"))
        while self.stack:
            self._pop()
        return "".join(self.out)

    def _open(self, name: str, token: re.Match[str]) -> None:
        if name in VOID:
            self.out.append(_tag(name, token))
            return
        ends = _ENDS.get(name, frozenset())
        while ends and (place := self._last_of(ends)) is not None:
            while len(self.stack) > place:
                self._pop()
        self.stack.append(name)
        self.count[name] += 1
        if len(self.stack) <= DEEPEST:
            self.out.append(_tag(name, token))

    def _last_of(self, names: frozenset[str]) -> int | None:
        """Return the place of the innermost of these, if only marks are open within it."""
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - 20), -1):
            if self.stack[place] in names:
                return place
            if self.stack[place] not in _PHRASING:
                return None
        return None

    def _close(self, name: str) -> None:
        if self.count[name]:
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        is_written = len(self.stack) <= DEEPEST
        name = self.stack.pop()
        self.count[name] -= 1
        if is_written:
            self.out.append(f"</{name}>")
        return name


def _tag(name: str, token: re.Match[str]) -> str:
    said = token["said"] or ""
    if not _has_few_attributes(token):
        said = " ".join(["", *_ATTRIBUTES.findall(said)[:MOST_ATTRIBUTES]])
    return f"<{name}{said}>"
