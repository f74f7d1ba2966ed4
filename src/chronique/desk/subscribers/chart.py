"""Where the line of growth lies, in whole units: those are written alike in all languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chronique.newsletter.growth import Period

# The field of the drawing, which is 400 wide and 240 high; y grows downwards.
LEFT, RIGHT, TOP, BOTTOM = 52, 388, 26, 200
# So many lines across, at most.
MOST_TICKS = 5
NICE = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    number: int
    y: int


@dataclass(frozen=True)
class Mark:
    """A day below the drawing. `anchor`: how its words stand to it."""

    day: date
    x: int
    anchor: str


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    points: list[Point]
    ticks: list[Tick]
    marks: list[Mark]

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def area(self) -> str:
        """The line, and the way back along the bottom."""
        if not self.points:
            return ""
        first, last = self.points[0], self.points[-1]
        return f"{first.x},{BOTTOM} {self.line} {last.x},{BOTTOM}"


def draw(periods: Sequence[Period]) -> Drawing:
    """Return the drawing of periods, the oldest first; empty for none."""
    if not periods:
        return Drawing([], [], [])
    most = max(period.in_all for period in periods)
    step = step_of(most)
    top = step * max(1, -(-most // step))
    last = len(periods) - 1
    points = [
        Point(_x(place, last), _y(period.in_all, top)) for place, period in enumerate(periods)
    ]
    ticks = [Tick(number, _y(number, top)) for number in range(0, top + 1, step)]
    return Drawing(points, ticks, _marks(periods))


def step_of(most: int) -> int:
    """Return the distance of the lines across: 1, 2 or 5 of a power of ten."""
    size = 1
    while True:
        for nice in NICE:
            if nice * size * (MOST_TICKS - 1) >= most:
                return nice * size
        size *= 10


def _marks(periods: Sequence[Period]) -> list[Mark]:
    last = len(periods) - 1
    places = sorted({0, last // 2, last} if last > 3 else {0, last})
    anchors = {0: "start", last: "end"}
    return [
        Mark(periods[place].begins, _x(place, last), anchors.get(place, "middle"))
        for place in places
    ]


def _x(place: int, last: int) -> int:
    return round(LEFT + place * (RIGHT - LEFT) / last) if last else RIGHT


def _y(number: int, top: int) -> int:
    return round(BOTTOM - number * (BOTTOM - TOP) / top)
