"""Where the lines of drawings lie, in whole units: those are written alike in all languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chronique.dossiers.models import Prediction
from chronique.dossiers.scores import Group

# The square field of a calibration plot; y grows downwards.
LEFT, TOP, SIDE = 56, 12, 300
# The field of a line of chances over time.
STEPS_LEFT, STEPS_RIGHT, STEPS_TOP, STEPS_BOTTOM = 56, 392, 12, 132


@dataclass(frozen=True)
class Mark:
    """A group: its point, the ends of the interval around it; `radius` grows with the number."""

    x: int
    y: int
    low: int
    high: int
    radius: int


@dataclass(frozen=True)
class Step:
    x: int
    y: int


@dataclass(frozen=True)
class Steps:
    """`line` holds what was said from day to day, `points` where it changed."""

    line: str
    points: list[Step]
    begins: date
    ends: date


def of_calibration(groups: Sequence[Group]) -> list[Mark]:
    return [
        Mark(
            _across(group.said), _up(group.came), _up(group.interval.low),
            _up(group.interval.high), min(11, 4 + group.count // 4),
        )
        for group in groups
    ]  # fmt: skip


def of_steps(row: Prediction) -> Steps | None:
    """Return the line of a prediction's chances; None where there is but one, or no time passed."""
    estimates = list(row.estimates.all())
    ends = max(row.resolved_on or row.due_on, estimates[-1].on) if estimates else row.due_on
    days = (ends - row.made_on).days
    if len(estimates) < 2 or days < 1:
        return None
    points, line = [], ""
    for one in estimates:
        x = STEPS_LEFT + round((one.on - row.made_on).days * (STEPS_RIGHT - STEPS_LEFT) / days)
        y = STEPS_BOTTOM - round(float(one.probability) * (STEPS_BOTTOM - STEPS_TOP))
        line += f"H{x}V{y}" if line else f"M{x} {y}"
        points.append(Step(x, y))
    return Steps(f"{line}H{STEPS_RIGHT}", points, row.made_on, ends)


def _across(share: float) -> int:
    return round(LEFT + share * SIDE)


def _up(share: float) -> int:
    return round(TOP + (1 - share) * SIDE)
