"""What somebody predicted, and how that came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from wagtail.models import Site

from chronique.articles.models import Author
from chronique.dossiers.models import Prediction
from chronique.dossiers.scores import Forecast, Group, Score, calibration_of, score_of


@dataclass(frozen=True)
class Record:
    """All public predictions of an author, each counted once, in whatever languages it is told."""

    score: Score | None
    groups: list[Group]
    # How many there are in all, and of each outcome; of those without, how many are due.
    total: int
    came_true: int
    did_not: int
    void: int
    open: int
    due: int
    # How many judged ones were written down here when their day had come already.
    afterwards: int


def record_of(author: Author, site: Site, today: date) -> Record:
    """Two queries, however many predictions there are."""
    public = Prediction.objects.on(site).public().counted().filter(author=author)
    rows = list(public.order_by("pk").prefetch_related("estimates"))
    outcomes = Counter(row.outcome for row in rows)
    judged = [row for row in rows if row.outcome in (Prediction.Outcome.YES, Prediction.Outcome.NO)]
    forecasts = [forecast_of(row) for row in judged]
    waiting = [row for row in rows if not row.outcome and row.due_on <= today]
    return Record(
        score=score_of(forecasts),
        groups=calibration_of(forecasts),
        total=len(rows),
        came_true=outcomes[Prediction.Outcome.YES],
        did_not=outcomes[Prediction.Outcome.NO],
        void=outcomes[Prediction.Outcome.VOID],
        open=outcomes[""] - len(waiting),
        due=len(waiting),
        afterwards=sum(row.is_told_afterwards for row in judged),
    )


def forecast_of(row: Prediction) -> Forecast:
    """Return what is scored of a prediction that came true or did not, with its `estimates`.

    Its days end when the outcome was known, or was to be known, if that was before.
    """
    if row.resolved_on is None:
        raise ValueError(f"prediction {row.pk} is open")
    steps = tuple((one.on, float(one.probability)) for one in row.estimates.all())
    return Forecast(
        steps or ((row.made_on, float(row.probability)),),
        min(row.resolved_on, row.due_on),
        row.outcome == Prediction.Outcome.YES,
    )
