"""What a date of EDTF is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from chronique.dossiers.moments.days import length_of, number_of

# By their numbers in EDTF: the month in which each begins, as in the northern half of the world.
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}


class Precision(Enum):
    """How much of a date is said. The last three: a day or a month that is not known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    SOME_MONTH = "some month"
    SOME_DAY_OF_MONTH = "some day of a month"
    SOME_DAY = "some day"


class Gap(Enum):
    """What stands where an interval has no date: none there is, or none that is known."""

    OPEN = ".."
    UNKNOWN = ""


@dataclass(frozen=True)
class Point:
    """One date. `month` is 0 where none is said, 21 to 24 for a season; of a decade or a century
    `year` is the one nearest to year 0.
    """

    year: int
    month: int = 0
    day: int = 0
    precision: Precision = Precision.YEAR
    is_approximate: bool = False
    is_uncertain: bool = False
    # As EDTF writes it: "23:20:30", and "Z", "+04:30" or nothing.
    time: str = ""
    zone: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether it says all that it says for certain."""
        return not (self.is_approximate or self.is_uncertain or self.precision in VAGUE)

    @property
    def first(self) -> int:
        """The number of the first day that it may mean."""
        year, month = min(self.years), SEASONS.get(self.month, self.month or 1)
        return number_of(year, month, self.day or 1)

    @property
    def last(self) -> int:
        """The number of the last day that it may mean."""
        year, month = max(self.years), self.month or 12
        if self.month in SEASONS:
            # A winter ends in the year after.
            month = SEASONS[self.month] + 2
            year, month = (year + 1, month - 12) if month > 12 else (year, month)
        return number_of(year, month, self.day or length_of(year, month))

    @property
    def years(self) -> tuple[int, int]:
        more = {Precision.DECADE: 9, Precision.CENTURY: 99}.get(self.precision, 0)
        return self.year, self.year + (-more if self.year < 0 else more)


VAGUE = {
    Precision.DECADE, Precision.CENTURY, Precision.SOME_MONTH, Precision.SOME_DAY_OF_MONTH,
    Precision.SOME_DAY,
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """When something was: at one date (`end` is None), or from one to another."""

    text: str
    start: Point | Gap
    end: Point | Gap | None = None

    @property
    def first(self) -> int | None:
        """The number of the first day that it may mean; None where it has no beginning."""
        return self.start.first if isinstance(self.start, Point) else None

    @property
    def last(self) -> int | None:
        end = self.start if self.end is None else self.end
        return end.last if isinstance(end, Point) else None

    @property
    def points(self) -> list[Point]:
        return [one for one in (self.start, self.end) if isinstance(one, Point)]

    @property
    def is_exact(self) -> bool:
        """Whether all is known that it speaks of, and for certain."""
        return all(one.is_exact for one in self.points) and Gap.UNKNOWN not in {
            self.start, self.end,
        }  # fmt: skip
