"""Moments in English, for the eye and for the ear."""

from __future__ import annotations

from chronique.dossiers.moments.alike import are_alike, zone_in_words
from chronique.dossiers.moments.points import VAGUE, Point, Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
NBSP = "\u00a0"


class English:
    """`is_heard`: as in French; a voice reads our short forms as they are meant."""

    unknown_start, unknown_end = ", beginning unknown", ", end unknown"
    uncertain = " (date uncertain)"

    def __init__(self, *, is_heard: bool) -> None:
        self.is_heard = is_heard

    def day(self, point: Point, *, with_month: bool = True, with_year: bool = True) -> str:
        said = f"{point.day}{NBSP}{MONTHS[point.month - 1]}" if with_month else str(point.day)
        return f"{said} {self.year(point.year)}" if with_year else said

    def month(self, point: Point, *, with_year: bool = True) -> str:
        name = MONTHS[point.month - 1]
        return f"{name} {self.year(point.year)}" if with_year else name

    def season(self, point: Point) -> str:
        if point.month == 24 and point.year >= 100:
            return f"winter {point.year}–{point.year + 1}"
        return f"{SEASONS[point.month]} {self.year(point.year)}"

    def year(self, year: int) -> str:
        if year <= 0:
            return f"{_grouped(1 - year)}{NBSP}BC"
        return f"AD{NBSP}{year}" if year < 100 else _grouped(year)

    def alone(self, point: Point) -> str:
        said = self.bare(point)
        if point.is_approximate:
            is_vague = point.precision in VAGUE and not said.startswith("the ")
            said = f"roughly {said}" if is_vague else f"around {said}"
        return f"{said}{self.clock(point)}{self.doubt(point)}"

    def bare(self, point: Point) -> str:
        precision = point.precision
        if precision is Precision.DAY:
            return self.day(point)
        if precision is Precision.MONTH:
            return self.month(point)
        if precision is Precision.SEASON:
            return self.season(point)
        return self.loose(point)

    def loose(self, point: Point) -> str:
        year = self.year(point.year)
        first, last = sorted(point.years)
        if point.precision is Precision.CENTURY or (
            point.precision is Precision.DECADE and point.year < 100
        ):
            return f"between {self.year(first)} and {self.year(last)}"
        return {
            Precision.DECADE: f"the {year}s",
            Precision.SOME_MONTH: f"a month in {year}",
            Precision.SOME_DAY: f"a day in {year}",
        }.get(point.precision) or (
            f"a day in {self.month(point)}"
            if point.precision is Precision.SOME_DAY_OF_MONTH
            else year
        )

    def from_to(self, start: Point, end: Point) -> str:
        return self._shared(start, end) or (f"from {self.alone(start)} to {self.alone(end)}")

    def open_end(self, start: Point) -> str:
        return f"since {self.alone(start)}"

    def open_start(self, end: Point) -> str:
        return f"until {self.alone(end)}"

    def lost_end(self, start: Point) -> str:
        return f"from {self.alone(start)}{self.unknown_end}"

    def lost_start(self, end: Point) -> str:
        return f"until {self.alone(end)}{self.unknown_start}"

    def doubt(self, point: Point) -> str:
        return self.uncertain if point.is_uncertain else ""

    def clock(self, point: Point) -> str:
        if not point.time:
            return ""
        return f", {point.time.removesuffix(':00')}{zone_in_words(point.zone)}"

    def _shared(self, start: Point, end: Point) -> str:
        """What both dates have in common is said once; nothing where that would mislead."""
        if not are_alike(start, end):
            return ""
        if start.precision is Precision.MONTH:
            return f"from {self.month(start, with_year=False)} to {self.month(end)}"
        since = self.day(start, with_month=start.month != end.month, with_year=False)
        return f"from {since} to {self.day(end)}"


def _grouped(year: int) -> str:
    return f"{year:,}" if year > 9999 else str(year)
