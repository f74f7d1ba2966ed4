"""Figures in a sentence, with what they count: "1 234,5 tonnes", "$2.5 million", "70 %"."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from chronique.articles.glue import GLUE
from chronique.text.words import fold, stems

SPACES = "\u0020\u00a0\u202f\u2009"
NUMBER = re.compile(
    rf"(?P<before>[$£€]?)[{SPACES}]?(?<![\w.,])(?P<number>[0-9]{{1,3}}(?:[{SPACES},.][0-9]{{3}})+(?:[.,][0-9]+)?"
    rf"|[0-9]+(?:[.,][0-9]+)?)(?![0-9])"
)
AFTER = re.compile(rf"[{SPACES}]*(?P<sign>[%€$£])|[{SPACES}]+(?P<words>[^.;:!?()\n]{{1,60}})")
# Words of two letters or more: "t" or "m" behind a figure may be anything.
WORD = re.compile(r"[^\W\d_]{2,}")
TIMES = {
    "mille": 10**3, "thousand": 10**3, "million": 10**6, "millions": 10**6,
    "milliard": 10**9, "milliards": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
# Units that are written in several ways.
SAME = {"percent": "%", "pourcent": "%", "euro": "€", "euros": "€", "dollar": "$", "dollars": "$"}


class Figure(NamedTuple):
    """How many of what; `unit` is a stem or a sign."""

    value: Decimal
    unit: str


def figures_in(sentence: str, language: str) -> list[Figure]:
    """Return the figures of a sentence whose dates are taken out; those of nothing are left out."""
    found = []
    for match in NUMBER.finditer(sentence):
        value = _value(match["number"], language)
        unit, times = match["before"], 1
        if not unit:
            unit, times = _unit(sentence[match.end() :], language)
        elif after := WORD.match(sentence[match.end() :].lstrip(SPACES)):
            times = TIMES.get(fold(after.group()), 1)
        if value is not None and unit:
            found.append(Figure(value * times, unit))
    return found


def _unit(rest: str, language: str) -> tuple[str, int]:
    """Return the unit behind a number, and by how much it is multiplied; empty for none."""
    after = AFTER.match(rest)
    if after is None:
        return "", 1
    if after["sign"]:
        return after["sign"], 1
    times = 1
    for word in WORD.findall(after["words"])[:4]:
        folded = fold(word)
        if folded in TIMES:
            times *= TIMES[folded]
        elif folded in SAME:
            return SAME[folded], times
        elif folded not in GLUE and folded not in ("de", "of", "du", "per", "pour", "cent"):
            return (stems(word, language) or [folded])[0], times
        elif folded == "cent":
            return "%", times
    return "", times


def _value(number: str, language: str) -> Decimal | None:
    """Return a number as the language writes it: a comma parts thousands in English alone."""
    bare = re.sub(rf"[{SPACES}]", "", number)
    if language == "fr":
        bare = bare.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", bare) else bare
        bare = bare.replace(",", ".")
    else:
        bare = bare.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare) else bare
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare).normalize()
    except InvalidOperation:
        return None
