"""The stretches of time that a timeline is divided into: centuries, decades, years, months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from chronique.dossiers.moments.days import date_of, length_of, number_of
from chronique.dossiers.moments.words import words


class Unit(Enum):
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    MILLION = "million years"


YEARS = {
    Unit.YEAR: 1,
    Unit.DECADE: 10,
    Unit.CENTURY: 100,
    Unit.MILLENNIUM: 1000,
    Unit.MILLION: 10**6,
}
# So many stretches are a choice; of more the next larger ones are taken.
MOST = 24


@dataclass(frozen=True)
class Period:
    """A stretch of time, by the numbers of its first and its last day."""

    unit: Unit
    first: int
    last: int

    @property
    def since(self) -> str:
        """Its first year, or month, as EDTF writes it."""
        return _edtf(self.first, is_month=self.unit is Unit.MONTH)

    @property
    def until(self) -> str:
        return _edtf(self.last, is_month=self.unit is Unit.MONTH)

    def label(self, language: str) -> str:
        """Return it in words: “mars 1882”, “1882”, “1880 – 1889”."""
        since = words(self.since, language)
        return (
            since
            if self.unit in {Unit.MONTH, Unit.YEAR}
            else f"{since} – {words(self.until, language)}"
        )


def unit_for(first: int, last: int, *, most: int = MOST) -> Unit:
    """Return the smallest unit of which not more than `most` lie between two days."""
    start, end = date_of(first), date_of(last)
    if (end[0] - start[0]) * 12 + end[1] - start[1] < most:
        return Unit.MONTH
    for unit, years in YEARS.items():
        if end[0] // years - start[0] // years < most:
            return unit
    return Unit.MILLION


@lru_cache(maxsize=20_000)
def period_of(day: int, unit: Unit) -> Period:
    """Return the period in which a day lies."""
    year, month, _ = date_of(day)
    if unit is Unit.MONTH:
        return Period(unit, number_of(year, month), number_of(year, month, length_of(year, month)))
    first = year // YEARS[unit] * YEARS[unit]
    return Period(unit, number_of(first), number_of(first + YEARS[unit]) - 1)


def counted(days: Iterable[int], unit: Unit) -> list[tuple[Period, int]]:
    """Return the periods in which some of these days lie, in order, with how many."""
    counts = Counter(period_of(day, unit) for day in days)
    return sorted(counts.items(), key=lambda pair: pair[0].first)


def _edtf(day: int, *, is_month: bool) -> str:
    year, month, _ = date_of(day)
    if abs(year) > 9999:
        return f"Y{year}"
    text = f"{'-' if year < 0 else ''}{abs(year):04}"
    return f"{text}-{month:02}" if is_month else text
