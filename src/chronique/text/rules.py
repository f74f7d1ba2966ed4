"""What typographic rules are, and the few that French and English share.

A rule reads a line (the words of one block, whatever elements they are in) and says what to put
where: edits. Edits do not overlap and come in order. The line's `bounds`, where elements begin and
end, move with them, so that a pair of quotes may open in one element and close in another.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

NO_BREAK = "\u00a0"
NARROW = "\u202f"
# Spaces that typography may exchange for one another; a line break is not among them.
SPACES = " \u00a0\u2009\u202f"
# Stands in a line for what must not change: code, an address, a picture.
THING = "\ufffc"

Edit = tuple[int, int, str]
Edits = Callable[[str], Iterable[Edit]]


@dataclass(frozen=True)
class Rule:
    """The edits of a line that has one of the `signs` in it; without signs, of every line.

    `at_once` makes the same edits faster: where no bounds are, and where none of them has to move
    because the rule puts one character for another (`exchanging`).
    """

    edits: Edits
    signs: tuple[str, ...] = ()
    at_once: Callable[[str], str] | None = None
    exchanging: bool = False

    def apply(self, text: str, bounds: list[int]) -> str:
        if self.at_once and (self.exchanging or not bounds):
            return self.at_once(text)
        edits = [edit for edit in self.edits(text) if text[edit[0] : edit[1]] != edit[2]]
        return _edited(text, edits, bounds) if edits else text


@dataclass(frozen=True)
class Rules:
    """Rules for lines that have one of the `signs`, or where `found` finds something."""

    rules: tuple["Rule | Rules", ...]
    signs: tuple[str, ...] = ()
    found: re.Pattern[str] | None = None

    def apply(self, text: str, bounds: list[int]) -> str:
        """Return the line as the rules want it, and move the bounds along."""
        if self.found and not self.found.search(text):
            return text
        for rule in self.rules:
            for sign in rule.signs:
                if sign in text:
                    break
            else:
                if rule.signs:
                    continue
            text = rule.apply(text, bounds)
        return text


def replacing(pattern: str, replacement: str, *signs: str) -> Rule:
    r"""Make a rule that replaces what a pattern finds; \1 in the replacement is its first group."""
    found = re.compile(pattern)
    before, group, after = replacement.partition(r"\1")

    def edits(text: str) -> Iterator[Edit]:
        for match in found.finditer(text):
            new = f"{before}{match[1]}{after}" if group else replacement
            yield match.start(), match.end(), new

    return Rule(edits, signs, partial(found.sub, replacement))


def exchanging(pattern: str, replacement: str, *signs: str) -> Rule:
    """Make a rule like `replacing`, for a replacement that is as long as what it replaces."""
    return replace(replacing(pattern, replacement, *signs), exchanging=True)


def _edited(text: str, edits: list[Edit], bounds: list[int]) -> str:
    pieces, done = [], 0
    for start, end, new in edits:
        pieces += [text[done:start], new]
        done = end
    if bounds:
        _move(bounds, edits)
    return "".join([*pieces, text[done:]])


def _move(bounds: list[int], edits: list[Edit]) -> None:
    """Move each bound by what was edited before it; one inside an edit stays inside."""
    shift, number = 0, 0
    for place, bound in enumerate(bounds):
        while number < len(edits) and edits[number][1] <= bound and edits[number][0] < bound:
            start, end, new = edits[number]
            shift += len(new) - (end - start)
            number += 1
        inside = number < len(edits) and edits[number][0] < bound < edits[number][1]
        if inside:
            start, _, new = edits[number]
            bounds[place] = start + shift + min(bound - start, len(new))
        else:
            bounds[place] = bound + shift


# -- Quotes

_OPENS_AFTER = set("([{«“‘—–-/…’'\"" + SPACES + "\n\t")
_CLOSES_BEFORE = set(")]}»”’,.;:!?…—–-/'\"" + SPACES + "\n\t")


@dataclass(frozen=True)
class Quotes:
    """Where straight quotes are: pairs with how deep they are nested, and those without a match."""

    pairs: list[tuple[int, int, int]]
    opening: list[int]
    closing: list[int]


def find_quotes(text: str, mark: str) -> Quotes:
    """Find what straight quotes enclose. Inches, seconds and quotes inside words are none."""
    quotes = Quotes([], [], [])
    stack: list[int] = []
    enclosed = 0
    for match in re.finditer(f"[«»{mark}]", text):
        at = match.start()
        if match[0] != mark:
            enclosed = max(0, enclosed + (1 if match[0] == "«" else -1))
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        opens = (not before or before in _OPENS_AFTER) and after.strip() != ""
        closes = before.strip() != "" and (not after or after in _CLOSES_BEFORE)
        if closes and stack:
            start = stack.pop()
            quotes.pairs.append((start, at, len(stack) + enclosed))
        elif opens:
            stack.append(at)
        elif closes and not before.isdigit():
            quotes.closing.append(at)
    quotes.opening.extend(stack)
    return quotes


# -- Dashes and ellipses, in both languages

_DASHES = re.compile(r"(?<![-<!=+~_*])(-{2,3})(?![->])")


def dashes(two: str, *, spaced: bool) -> Edits:
    """Make the edits that turn `--` into `two` and `---` into an em dash, but leave `--options`.

    With `spaced` a dash between words gets the spaces that it lacks.
    """

    def edits(text: str) -> Iterator[Edit]:
        for match in _DASHES.finditer(text):
            before, after = (
                text[match.start() - 1 : match.start()],
                text[match.end() : match.end() + 1],
            )
            if after.isalnum() and not before.isalnum():
                continue
            if before.isdigit() and after.isdigit():
                new = "–"
            else:
                new = two if len(match[1]) == 2 else "—"
                left = " " if spaced and before.isalnum() else ""
                right = " " if spaced and after.isalnum() else ""
                new = f"{left}{new}{right}"
            yield match.start(), match.end(), new

    return edits


def _years(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"-(?<=[12][0-9]{3}-)(?=[12][0-9]{3}(?![\w/-]))", text):
        at = match.start()
        alone = at < 5 or not (text[at - 5].isalnum() or text[at - 5] in "-./")
        if alone and text[at - 4 : at] < text[at + 1 : at + 5]:
            yield at, at + 1, "–"


ELLIPSIS = replacing(r"(?<![./\\])\.{3,}(?![./\\])", "…", "...")
YEARS = Rule(_years, ("-",))
SPACED_DASH = exchanging(
    rf"-(?<=[^\s«-][{SPACES}]-)(?=[{SPACES}\n][^\s»;:!?-])", "–", *(f"{space}-" for space in SPACES)
)
