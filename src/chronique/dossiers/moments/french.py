"""Moments in French, for the eye and for the ear."""

from __future__ import annotations

from chronique.dossiers.moments.alike import are_alike, zone_in_words
from chronique.dossiers.moments.points import VAGUE, Point, Precision

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
SEASONS = {21: "printemps", 22: "été", 23: "automne", 24: "hiver"}
NBSP, THIN = "\u00a0", "\u202f"


class French:
    """`is_heard`: short forms that a voice would spell are said in full."""

    unknown_start, unknown_end = ", début inconnu", ", fin inconnue"
    uncertain = " (date incertaine)"

    def __init__(self, *, is_heard: bool) -> None:
        self.is_heard = is_heard

    def day(self, point: Point, *, with_month: bool = True, with_year: bool = True) -> str:
        number = "1er" if point.day == 1 else str(point.day)
        said = f"{number}{NBSP}{MONTHS[point.month - 1]}" if with_month else number
        return f"{said} {self.year(point.year)}" if with_year else said

    def month(self, point: Point, *, with_year: bool = True) -> str:
        name = MONTHS[point.month - 1]
        return f"{name} {self.year(point.year)}" if with_year else name

    def season(self, point: Point) -> str:
        if point.month == 24 and point.year >= 100:
            return f"hiver {point.year}-{point.year + 1}"
        return f"{SEASONS[point.month]} {self.year(point.year)}"

    def year(self, year: int) -> str:
        short, full = f"av.{NBSP}J.-C.", "avant Jésus-Christ"
        if year <= 0:
            return f"{_grouped(1 - year)}{NBSP}{full if self.is_heard else short}"
        if year < 100:
            return f"{year}{NBSP}{'après' if self.is_heard else 'apr.'}{NBSP}" + (
                "Jésus-Christ" if self.is_heard else "J.-C."
            )
        return _grouped(year)

    def alone(self, point: Point) -> str:
        said = self.bare(point)
        if not point.is_approximate:
            return f"{said}{self.clock(point)}{self.doubt(point)}"
        if point.precision in {Precision.DAY, Precision.SEASON}:
            said = f"vers {_the(point)}{said}"
        elif said.startswith("années"):
            said = f"vers les {said}"
        else:
            said = f"{said} environ" if point.precision in VAGUE else f"vers {said}"
        return f"{said}{self.doubt(point)}"

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
            point.precision is Precision.DECADE and point.year <= 0
        ):
            return f"entre {self.year(first)} et {self.year(last)}"
        return {
            Precision.DECADE: f"années {year}",
            Precision.SOME_MONTH: f"un mois de {year}",
            Precision.SOME_DAY: f"un jour de {year}",
        }.get(point.precision) or (
            f"un jour {self.since(point)}"
            if point.precision is Precision.SOME_DAY_OF_MONTH
            else year
        )

    def since(self, point: Point) -> str:
        """As an interval begins: “du 3 mars”, “d'avril”."""
        if point.precision is Precision.DAY:
            return f"du {self.day(point)}"
        if point.precision is Precision.SEASON:
            return f"{'du ' if point.month == 21 else 'de l’'}{self.season(point)}"
        if point.month:
            name = self.month(point)
            return f"d’{name}" if name[0] in "ao" else f"de {name}"
        return f"de {self.year(point.year)}"

    def to(self, point: Point) -> str:
        """As an interval ends: “au 3 mars”, “à avril”."""
        if point.precision is Precision.DAY:
            return f"au {self.day(point)}"
        if point.precision is Precision.SEASON:
            return f"{'au ' if point.month == 21 else 'à l’'}{self.season(point)}"
        return f"à {self.bare(point)}"

    def from_to(self, start: Point, end: Point) -> str:
        return self._shared(start, end) or (
            f"{self.since(start)}{self.about(start)} {self.to(end)}{self.about(end)}"
        )

    def open_end(self, start: Point) -> str:
        the = _the(start) if start.precision in {Precision.DAY, Precision.SEASON} else ""
        return f"depuis {the}{self.bare(start)}{self.about(start)}"

    def open_start(self, end: Point) -> str:
        is_named = end.precision in {Precision.DAY, Precision.SEASON}
        until = f"jusqu’{self.to(end)}" if is_named else f"jusqu’en {self.bare(end)}"
        return f"{until}{self.about(end)}"

    def lost_end(self, start: Point) -> str:
        return f"à partir {self.since(start)}{self.about(start)}{self.unknown_end}"

    def lost_start(self, end: Point) -> str:
        return f"{self.open_start(end)}{self.unknown_start}"

    def about(self, point: Point) -> str:
        return (" environ" if point.is_approximate else "") + self.clock(point) + self.doubt(point)

    def doubt(self, point: Point) -> str:
        return self.uncertain if point.is_uncertain else ""

    def clock(self, point: Point) -> str:
        if not point.time:
            return ""
        hours, minutes, seconds = point.time.split(":")
        said = f", {int(hours)}{NBSP}h{NBSP}{minutes}"
        said += "" if seconds == "00" else f"{NBSP}min{NBSP}{seconds}{NBSP}s"
        return said + zone_in_words(point.zone)

    def _shared(self, start: Point, end: Point) -> str:
        """What both dates have in common is said once; nothing where that would mislead."""
        if not are_alike(start, end):
            return ""
        if start.precision is Precision.MONTH:
            since = self.since(start).removesuffix(f" {self.year(start.year)}")
            return f"{since} à {self.month(end)}"
        since = self.day(start, with_month=start.month != end.month, with_year=False)
        return f"du {since} au {self.day(end)}"


def _the(point: Point) -> str:
    return "l’" if point.month in {22, 23, 24} else "le "


def _grouped(year: int) -> str:
    return f"{year:,}".replace(",", THIN) if year > 9999 else str(year)
