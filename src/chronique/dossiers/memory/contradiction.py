"""Where a new text seems to say otherwise than an earlier one: the same names, another figure or
date. It is a question to the writer, who may be right both times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from chronique.articles.glue import GLUE
from chronique.dossiers.memory.dates import Moment, dates_in
from chronique.dossiers.memory.figures import Figure, figures_in
from chronique.dossiers.memory.names import names_in
from chronique.text.words import fold, stems

END = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f»”\"]+(?=[«“\"(]?[\s\u00a0\u202f]?[A-ZÀ-ÖØ-Þ0-9])|\n+")
# Of a text, and of a sentence: what is longer is a table or data.
MOST_SENTENCES, LONGEST = 400, 600
# Words beside names that two sentences must share, so that they speak of one thing.
SHARED = 2
MOST = 3


@dataclass(frozen=True)
class Sentence:
    text: str
    names: frozenset[str]
    # Stems of the other words that tell something.
    words: frozenset[str]
    figures: tuple[Figure, ...]
    dates: tuple[Moment, ...]


@dataclass(frozen=True)
class Doubt:
    """Two sentences that seem to disagree, in a figure or else in a date. `weight` orders them."""

    new: str
    earlier: str
    is_figure: bool
    weight: int


@lru_cache(maxsize=16)
def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences that have a figure: others say no number and no date."""
    found = (sentence.strip() for sentence in END.split(text))
    kept = (one for one in found if len(one) <= LONGEST and re.search("[0-9]", one))
    return tuple(islice(kept, MOST_SENTENCES))


def doubts(
    new: str, earlier: Iterable[str], language: str, *, names: frozenset[str] | None = None
) -> list[Doubt]:
    """Return the weightiest doubts, at most one for each earlier sentence.

    `names`: those of the whole new text, which tell also what a sentence begins with.
    """
    known = names if names is not None else frozenset(names_in(new))
    said = [read(sentence, language, known) for sentence in sentences_of(new)]
    found = []
    for sentence in earlier:
        folded = fold(sentence)
        if not any(name in folded for name in known):
            continue
        before = read(sentence, language, known)
        each = [doubt for one in said if (doubt := _doubt(one, before))]
        found += sorted(each, key=lambda doubt: -doubt.weight)[:1]
    return sorted(found, key=lambda doubt: -doubt.weight)[:MOST]


@lru_cache(maxsize=4_000)
def read(sentence: str, language: str, known: frozenset[str]) -> Sentence:
    """Take a sentence apart; `known` are names that count also where it begins with them."""
    dates, rest = dates_in(sentence)
    parts = {fold(word) for word in re.findall(r"\w+", sentence) if word[:1].isupper()}
    names = frozenset(names_in(sentence)) | (parts & known)
    own = {stem for name in names for stem in stems(name, language)}
    words = {
        stem
        for stem in stems(re.sub(r"\d+", " ", rest), language)
        if len(stem) > 2 and stem not in GLUE and stem not in own and stem not in names
    }
    figures = tuple(figures_in(rest, language))
    return Sentence(sentence, names, frozenset(words), figures, tuple(dates))


def _doubt(new: Sentence, earlier: Sentence) -> Doubt | None:
    names = new.names & earlier.names
    words = new.words & earlier.words
    if not names or len(words) < SHARED or new.text == earlier.text:
        return None
    weight = 2 * len(names) + len(words)
    if _figures_differ(new.figures, earlier.figures):
        return Doubt(new.text, earlier.text, True, weight + 1)
    if _dates_differ(new.dates, earlier.dates):
        return Doubt(new.text, earlier.text, False, weight)
    return None


def _figures_differ(new: Iterable[Figure], earlier: Iterable[Figure]) -> bool:
    """Whether both count the same, and never alike; of different days, numbers may differ."""
    here, there = _by_unit(new), _by_unit(earlier)
    return any(not here[unit] & there[unit] for unit in here.keys() & there.keys())


def _by_unit(figures: Iterable[Figure]) -> dict[str, set[object]]:
    counted: dict[str, set[object]] = {}
    for figure in figures:
        counted.setdefault(figure.unit, set()).add(figure.value)
    return counted


def _dates_differ(new: Iterable[Moment], earlier: Iterable[Moment]) -> bool:
    pairs = [(one, two) for one in new for two in earlier if one.speaks_of(two)]
    return bool(pairs) and not any(one.agrees(two) for one, two in pairs)
