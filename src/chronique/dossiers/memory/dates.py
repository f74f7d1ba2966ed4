"""Dates in a sentence, in French and English words or figures."""

from __future__ import annotations

import re
from typing import NamedTuple

from chronique.text.words import fold

_MONTHS = (
    "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june",
    "juillet july", "aout august", "septembre september", "octobre october", "novembre november",
    "decembre december",
)  # fmt: skip
MONTHS = {word: number for number, pair in enumerate(_MONTHS, 1) for word in pair.split()}

_MONTH = r"(?P<month>[A-Za-zéûÉ]{3,9})"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
FORMS = [
    re.compile(
        rf"\b(?P<day>[0-3]?[0-9])(?:er|st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b"
    ),
    re.compile(rf"\b{_MONTH}\s+(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?(?![0-9])"),
    re.compile(rf"\b{_MONTH}\s+{_YEAR}\b"),
    re.compile(r"\b(?P<year>[12][0-9]{3})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])\b"),
    re.compile(rf"(?<![0-9.,\u202f\u00a0])\b{_YEAR}\b(?![\u202f\u00a0.,]?[0-9%])"),
]


class Moment(NamedTuple):
    """A day, a month or a year; None for what is not said."""

    year: int | None
    month: int | None
    day: int | None

    def agrees(self, other: Moment) -> bool:
        """Whether what both say is the same, and they say something in common."""
        pairs = [pair for pair in zip(self, other, strict=True) if None not in pair]
        return bool(pairs) and all(one == two for one, two in pairs)

    def speaks_of(self, other: Moment) -> bool:
        """Whether there is something that both say."""
        return any(None not in pair for pair in zip(self, other, strict=True))


def dates_in(sentence: str) -> tuple[list[Moment], str]:
    """Return the dates of a sentence, and the sentence with spaces in their places."""
    found = []
    for form in FORMS:
        for match in list(form.finditer(sentence)):
            if moment := _moment(match.groupdict()):
                found.append(moment)
                blank = " " * len(match.group())
                sentence = sentence[: match.start()] + blank + sentence[match.end() :]
    return found, sentence


def _moment(said: dict[str, str | None]) -> Moment | None:
    """Return what was said; None where a word is no month, or a day is none."""
    word, number = said.get("month"), _whole(said.get("number"))
    month = MONTHS.get(fold(word)) if word else number
    if word and month is None:
        return None
    day = _whole(said.get("day"))
    if (day is not None and not 1 <= day <= 31) or (month is not None and not 1 <= month <= 12):
        return None
    return Moment(_whole(said.get("year")), month, day)


def _whole(said: str | None) -> int | None:
    return int(said) if said else None
