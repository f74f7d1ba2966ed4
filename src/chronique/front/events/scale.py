"""The axis of a timeline's picture: which days it shows, and where the ticks stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chronique.dossiers.moments.days import date_of, number_of
from chronique.dossiers.moments.words import words

# Ticks stand so many months apart, or so many years.
MONTHS = (1, 2, 3, 6)
YEARS = tuple(step * 10**power for power in range(12) for step in (1, 2, 5))
MOST = 9
# What lies at the edges is not cut by them.
MARGIN = 0.02


@dataclass(frozen=True)
class Tick:
    # Hundredths of the width.
    x: float
    label: str
    # Of these there is room on a wide picture only.
    is_minor: bool


@dataclass(frozen=True)
class Scale:
    """From the first to the last day of a picture, by their numbers."""

    first: int
    last: int

    @classmethod
    def around(cls, first: int, last: int) -> Scale:
        """Return one with a little room on both sides."""
        room = max(int((last - first) * MARGIN), 1)
        return cls(first - room, last + room)

    def x(self, day: float) -> float:
        """Return where a day begins, in hundredths of the width; what is outside, at the edge."""
        share = (day - self.first) / (self.last + 1 - self.first)
        return round(min(max(share, 0), 1) * 100, 2)

    def ticks(self, language: str) -> list[Tick]:
        days, is_months = self._days()
        # The names of months take more room than years.
        each = 3 if is_months else 2
        return [
            Tick(self.x(day), _label(day, language, is_months=is_months), place % each > 0)
            for place, day in enumerate(days)
        ]

    def _days(self) -> tuple[list[int], bool]:
        """Return the days at which ticks stand, and whether those are of months."""
        span = (self.last - self.first) / 30.44
        for months in MONTHS:
            if span / months <= MOST:
                return list(self._months(months)), True
        years = next((step for step in YEARS if span / 12 / step <= MOST), YEARS[-1])
        first, last = date_of(self.first)[0], date_of(self.last)[0]
        steps = range(first // years * years, last + 1, years)
        return [day for year in steps if self._has(day := number_of(year))], False

    def _months(self, step: int) -> Iterator[int]:
        year, month, _ = date_of(self.first)
        month = (month - 1) // step * step
        while (day := number_of(year, month + 1)) <= self.last:
            if self._has(day):
                yield day
            year, month = year + (month + step) // 12, (month + step) % 12

    def _has(self, day: int) -> bool:
        return self.first <= day <= self.last


def _label(day: int, language: str, *, is_months: bool) -> str:
    year, month, _ = date_of(day)
    if abs(year) > 9999:
        return words(f"Y{year}", language)
    text = f"{'-' if year < 0 else ''}{abs(year):04}"
    return words(f"{text}-{month:02}" if is_months else text, language)
