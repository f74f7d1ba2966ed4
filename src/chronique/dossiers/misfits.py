"""Where words of likelihood and numbers disagree, or where words of two scales are mixed.

Looked for by patterns, so as to be silent rather than wrong: a number counts only where it says how
likely something is, and of what is denied ("not likely") nothing is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from chronique.dossiers.likelihood import SCALE_OF, TERMS, Scale, Term, spellings
from chronique.dossiers.passages import Passage

# Said of villages and controls, too: these count only where they were marked.
AMBIGUOUS = {"remote"}
# What turns the words behind it around, or what is part of longer words that were denied.
TURNS = (
    "not", "no", "never", "less", "more", "most", "as", "very", "highly", "extremely", "n’t",
    "pas", "peu", "plus", "moins", "aussi", "très", "fort", "trop", "si", "extrêmement",
)  # fmt: skip
NUMBER = r"-?\d{1,4}(?:[.,]\d+)?"
PERCENT = rf"(?<![\d.,])({NUMBER})(?:\s*%?\s*(?:–|-|to|and|à|et)\s*({NUMBER}))?\s*%"
CHANCE = r"chances?|odds|probabilit(?:y|é)|likelihood|vraisemblance"
BETWEEN = r"(?:\s*(?:is|are|was|of|at|about|est|sont|de|à|environ|d’environ|:|=))*\s*"
# Right behind the words, right before them, and anywhere in their sentence.
BEHIND = re.compile(
    rf"\s*[(\[][^()\[\]%]{{0,30}}?{PERCENT}|\s*[,:–—]\s*{PERCENT}(?=\s*(?:[.,;:)–—]|$))"
)
BEFORE = re.compile(rf"{PERCENT}\s*[(\[]\s*$")
# As far as a number before the words may reach.
NEAR = 40
SPOKEN = re.compile(
    rf"{PERCENT}\s+(?:de\s+)?(?:{CHANCE})\b|\b(?:{CHANCE}){BETWEEN}{PERCENT}", re.IGNORECASE
)
SENTENCE = re.compile(r"[^.!?…]*(?:\.(?=\d)[^.!?…]*)*[.!?…]*")


class Kind(Enum):
    # The number is outside the range of the words.
    NUMBER = "number"
    # It is no probability: below 0 or above 100 %.
    IMPOSSIBLE = "impossible"
    # The marked words are those of another term than the one they are marked as.
    MARK = "mark"
    # The words are of another scale than others in the text.
    SCALE = "scale"


@dataclass(frozen=True)
class Misfit:
    kind: Kind
    # As they stand in the text.
    words: str
    term: Term
    # The number as it stands in the text; empty where there is none.
    number: str = ""
    # Of Kind.MARK: the term that the words are spelled as.
    spelled_as: Term | None = None


@dataclass(frozen=True)
class _Said:
    words: str
    term: Term
    start: int
    end: int


def find_misfits(passages: Iterable[Passage], *, language: str, scale: Scale) -> list[Misfit]:
    """Return what disagrees, in the order of the text. `scale` is the publication's."""
    found: list[Misfit] = []
    said: list[_Said] = []
    for passage in passages:
        here = sorted(_said(passage, language, scale), key=lambda one: one.start)
        said += here
        found += _wrong_marks(passage, language)
        found += _wrong_numbers(passage.text, here)
    return found + _other_scales(said, scale)


def find_misfits_with(percent: float, text: str, *, language: str, scale: Scale) -> list[Misfit]:
    """Return the words of a plain text that do not mean so many percents, which stand elsewhere."""
    said = f"{percent:g}" if language[:2] == "en" else f"{percent:g}".replace(".", ",")
    number = f"{said}\N{NO-BREAK SPACE}%"
    return [
        Misfit(Kind.NUMBER, one.words, one.term, number)
        for one in _said(Passage(text), language, scale)
        if not SCALE_OF[one.term.key].allows(one.term, percent, percent)
    ]


def _said(passage: Passage, language: str, scale: Scale) -> Iterator[_Said]:
    """Give the words of likelihood of a passage: those that are marked, and others."""
    for mark in passage.marks:
        if mark.key in TERMS:
            words = passage.text[mark.start : mark.end]
            yield _Said(words, TERMS[mark.key], mark.start, mark.end)
    for match in _pattern(language).finditer(passage.text):
        if any(mark.start < match.end() and match.start() < mark.end for mark in passage.marks):
            continue
        term = _term(match[0], language, scale)
        if term and _plain(match[0]) not in AMBIGUOUS:
            yield _Said(match[0], term, match.start(), match.end())


def _term(words: str, language: str, scale: Scale) -> Term | None:
    """Return the term of the publication's scale, or of one published in that language."""
    terms = _by_words(language).get(_plain(words), [])
    own = [term for term in terms if SCALE_OF[term.key] is scale]
    others = [term for term in terms if language[:2] in SCALE_OF[term.key].languages]
    return next(iter(own + others), None)


def _wrong_marks(passage: Passage, language: str) -> Iterator[Misfit]:
    for mark in passage.marks:
        term = TERMS.get(mark.key)
        if term is None:
            continue
        words = passage.text[mark.start : mark.end]
        spelled = _spelled_in(words, language, SCALE_OF[term.key])
        if spelled and term not in spelled:
            yield Misfit(Kind.MARK, words, term, spelled_as=spelled[0])


def _spelled_in(words: str, language: str, scale: Scale) -> list[Term]:
    """Return the terms of a scale that some words name."""
    match = _pattern(language).search(words)
    terms = _by_words(language).get(_plain(match[0]), []) if match else []
    return [term for term in terms if SCALE_OF[term.key] is scale]


def _wrong_numbers(text: str, said: list[_Said]) -> Iterator[Misfit]:
    for one, match in _numbers(text, said):
        low, high = _bounds(match)
        number = _shown(match)
        if not 0 <= low <= high <= 100:
            yield Misfit(Kind.IMPOSSIBLE, one.words, one.term, number)
        elif not SCALE_OF[one.term.key].allows(one.term, low, high):
            yield Misfit(Kind.NUMBER, one.words, one.term, number)


def _numbers(text: str, said: list[_Said]) -> Iterator[tuple[_Said, re.Match[str]]]:
    """Give the words with the number that is said of them. `said` is in the text's order."""
    # Places of those that no number stands beside.
    rest = set()
    for place, one in enumerate(said):
        before = max(0, one.start - NEAR)
        if match := BEHIND.match(text, one.end) or BEFORE.search(text, before, one.start):
            yield one, match
        else:
            rest.add(place)
    starts = [one.start for one in said]
    for sentence in SENTENCE.finditer(text) if rest else ():
        first, last = (bisect_left(starts, end) for end in sentence.span())
        if last - first != 1 or first not in rest:
            continue
        spoken = list(SPOKEN.finditer(text, *sentence.span()))
        if len(spoken) == 1:
            yield said[first], spoken[0]


def _bounds(match: re.Match[str]) -> tuple[float, float]:
    numbers = [float(one.replace(",", ".")) for one in match.groups() if one]
    return numbers[0], numbers[-1]


def _shown(match: re.Match[str]) -> str:
    numbers = [one for one in match.groups() if one]
    return f"{'–'.join(numbers)}\N{NO-BREAK SPACE}%"


def _other_scales(said: list[_Said], scale: Scale) -> list[Misfit]:
    """Return the first words of each scale that is not the publication's, where there are more."""
    first: dict[str, _Said] = {}
    for one in said:
        first.setdefault(SCALE_OF[one.term.key].key, one)
    if len(first) < 2:
        return []
    return [
        Misfit(Kind.SCALE, one.words, one.term) for key, one in first.items() if key != scale.key
    ]


def _plain(words: str) -> str:
    """Return words as they are compared: small, one space between, without French endings."""
    return re.sub(r"\s+", " ", words.lower().replace("'", "’")).strip()


@cache
def _by_words(language: str) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    endings = ("", "s", "e", "es") if language[:2] == "fr" else ("",)
    for words, term in spellings(language):
        for ending in endings:
            found.setdefault(words + ending, []).append(term)
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return what finds them, the longest first."""
    known = sorted(_by_words(language), key=len, reverse=True)
    spelled = (re.escape(words).replace(r"\ ", r"\s+").replace("’", "[’']") for words in known)
    turned = "".join(rf"(?<!\b{word}\s)" for word in TURNS)
    return re.compile(rf"(?<![\w-]){turned}(?:{'|'.join(spelled)})(?![\w-])", re.IGNORECASE)
