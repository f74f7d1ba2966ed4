"""What became of a prediction, in order: chances, words, and what was said to have come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.timezone import localdate

from chronique.dossiers.models import Estimate, Prediction, Resolution, Wording


@dataclass(frozen=True)
class Step:
    """One thing that was said. `on`: the day for which it holds; one of the three is there."""

    on: date
    made_at: datetime
    estimate: Estimate | None = None
    wording: Wording | None = None
    resolution: Resolution | None = None

    @property
    def is_later_written(self) -> bool:
        """Whether it was written down here after the day that it tells of."""
        return localdate(self.made_at) > self.on


def history_of(row: Prediction) -> list[Step]:
    """Return all steps of a prediction, the first said first, from what `for_page` fetched.

    The first wording is what the first chance was said of, and no step of its own; each later one
    holds the words that stood before it, which readers may compare with those above.
    """
    estimates = [Step(one.on, one.made_at, estimate=one) for one in row.estimates.all()]
    resolutions = [Step(one.on, one.made_at, resolution=one) for one in row.resolutions.all()]
    wordings = list(row.wordings.all())
    reworded = [
        Step(localdate(later.made_at), later.made_at, wording=_before(earlier, later))
        for earlier, later in pairwise(wordings)
    ]
    return sorted([*estimates, *reworded, *resolutions], key=lambda step: (step.on, step.made_at))


def _before(earlier: Wording, later: Wording) -> Wording:
    """Return the words that stood until a change, and why they changed; shown, never saved."""
    return Wording(
        statement=earlier.statement, criterion=earlier.criterion, due_on=earlier.due_on,
        why=later.why, made_at=later.made_at,
    )  # fmt: skip
