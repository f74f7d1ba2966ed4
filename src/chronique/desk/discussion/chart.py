"""Where the points of a drawing lie, in whole units: those are written alike in all languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from chronique.comments.record import Bin

# The field of the drawing, which is 400 wide and 360 high; y grows downwards.
LEFT, RIGHT, TOP, BOTTOM = 40, 380, 30, 310
SMALLEST, LARGEST = 3, 11
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Point:
    """A bin: its middle, how many were spam, from where to where that may be by chance."""

    x: int
    y: int
    upper: int
    lower: int
    radius: int


@dataclass(frozen=True)
class Tick:
    percent: int
    x: int
    y: int


@dataclass(frozen=True)
class Plot:
    points: list[Point]
    ticks: list[Tick]


def plot(bins: Sequence[Bin]) -> Plot:
    """Return the drawing of bins; those without a comment have no point."""
    most = max((one.count for one in bins), default=0)
    points = [_point(one, most) for one in bins if one.count]
    return Plot(points, [Tick(percent, _x(percent), _y(percent)) for percent in TICKS])


def _point(one: Bin, most: int) -> Point:
    low, high = one.range
    return Point(
        x=_x((one.low + one.high) / 2), y=_y(one.share or 0), upper=_y(high), lower=_y(low),
        # The area is as large as the count.
        radius=max(SMALLEST, round(LARGEST * sqrt(one.count / most))),
    )  # fmt: skip


def _x(percent: float) -> int:
    return round(LEFT + percent * (RIGHT - LEFT) / 100)


def _y(percent: float) -> int:
    return round(BOTTOM - percent * (BOTTOM - TOP) / 100)
