"""How good predictions were: a score, what it is compared with, and how far words and world agree.

The score is Brier's (Monthly Weather Review 78, 1950), in its form for yes and no: the square of
the distance between the probability and what came, 0 at best, 1 at worst. Where a probability was
changed, each counts for the days it stood, as in the tournaments of the Good Judgment Project
(Mellers and others, Psychological Science 25, 2014): who was right early scores better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

# Of a normal distribution: 95 of 100 lie within.
Z95 = 1.959964
# What whoever knows nothing scores by saying one half each time.
SCORE_OF_HALF = 0.25
# Fewer judged predictions say little of anybody; from the second on, groups are half as wide.
FEW, MANY = 20, 100


@dataclass(frozen=True)
class Forecast:
    """One prediction that was judged.

    `steps`: probabilities from 0 to 1 with the day from which each was said, in order; the first
    was said when it was made. `ended`: the day when it was known, or was to be, if that was before.
    """

    steps: tuple[tuple[date, float], ...]
    ended: date
    came_true: bool

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a forecast says a probability")
        if any(not 0 <= probability <= 1 for _, probability in self.steps):
            raise ValueError("probabilities are from 0 to 1")

    def spans(self) -> Iterator[tuple[int, float]]:
        """Yield for how many days each probability stood. What is said last of a day is that day's;
        a forecast of one day stands for one.
        """
        begins = [day for day, _ in self.steps]
        until = [*begins[1:], self.ended]
        spans = [
            (min(end, self.ended) - day).days
            for day, end in zip(begins, until, strict=True)
        ]  # fmt: skip
        if all(days <= 0 for days in spans):
            yield 1, self._last_said()
            return
        for days, (_, probability) in zip(spans, self.steps, strict=True):
            if days > 0:
                yield days, probability

    def _last_said(self) -> float:
        """Return what the first day said last; what was said after the end counts for nothing."""
        first = self.steps[0][0]
        return [probability for day, probability in self.steps if day == first][-1]

    @property
    def score(self) -> float:
        """From 0, which is best, to 1."""
        came = float(self.came_true)
        return _mean((days, (probability - came) ** 2) for days, probability in self.spans())

    @property
    def probability(self) -> float:
        """What was said on average over its days."""
        return _mean(self.spans())


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """What many forecasts come to. `base_rate`: the share that came true."""

    count: int
    brier: float
    base_rate: float

    @property
    def of_base_rate(self) -> float:
        """What one would have scored who had known nothing but that share, and said it each time
        (Murphy's uncertainty, Journal of Applied Meteorology 12, 1973).
        """
        return self.base_rate * (1 - self.base_rate)

    @property
    def is_few(self) -> bool:
        return self.count < FEW

    @property
    def beats_half(self) -> bool:
        return self.brier < SCORE_OF_HALF

    @property
    def beats_base_rate(self) -> bool:
        return self.brier < self.of_base_rate


@dataclass(frozen=True)
class Group:
    """The forecasts whose probability was from `low` up to `high`, and how many came true."""

    low: float
    high: float
    count: int
    came_true: int
    # The mean of their probabilities.
    said: float

    @property
    def came(self) -> float:
        return self.came_true / self.count

    @property
    def interval(self) -> Interval:
        return wilson(self.came_true, self.count)

    @property
    def agrees(self) -> bool:
        """Whether what was said lies in the interval around what came."""
        return self.interval.low <= self.said <= self.interval.high


def score_of(forecasts: Sequence[Forecast]) -> Score | None:
    """Return the score of forecasts, each of which counts once; None for none."""
    if not forecasts:
        return None
    count = len(forecasts)
    return Score(
        count=count,
        brier=sum(forecast.score for forecast in forecasts) / count,
        base_rate=sum(forecast.came_true for forecast in forecasts) / count,
    )


def calibration_of(forecasts: Sequence[Forecast]) -> list[Group]:
    """Return the groups of forecasts that are not empty, the least likely first.

    Five groups, ten where there are many; the last includes 1. Each forecast counts once, by what
    was said on average over its days.
    """
    parts = 10 if len(forecasts) >= MANY else 5
    groups: dict[int, list[Forecast]] = {}
    for forecast in forecasts:
        groups.setdefault(_place(forecast.probability, parts), []).append(forecast)
    return [
        Group(
            low=place / parts,
            high=(place + 1) / parts,
            count=len(found),
            came_true=sum(forecast.came_true for forecast in found),
            said=sum(forecast.probability for forecast in found) / len(found),
        )
        for place, found in sorted(groups.items())
    ]


def wilson(successes: int, trials: int, z: float = Z95) -> Interval:
    """Return between which shares the true one lies, with 95 of 100 such intervals holding it.

    Raises ValueError for no trials, and for more successes than trials.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927).
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    share, square = successes / trials, z * z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = z / (1 + square / trials)
    half *= sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    # At the ends the sums are off by a hair's breadth.
    return Interval(
        max(0.0, middle - half) if successes else 0.0,
        min(1.0, middle + half) if successes < trials else 1.0,
    )


def _place(probability: float, parts: int) -> int:
    """Return the group of a probability. A mean of days may miss an edge by a hair's breadth."""
    return min(parts - 1, int(round(probability, 9) * parts + 1e-9))


def _mean(weighted: Iterable[tuple[int, float]]) -> float:
    """Return the mean of values with their weights, of which one at least is not zero."""
    found = list(weighted)
    return sum(weight * value for weight, value in found) / sum(weight for weight, _ in found)
