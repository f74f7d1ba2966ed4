"""What the actions on predictions share: the row as it is now, what may not be, what is noted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions.changes import remember
from chronique.dossiers.models import Prediction, Wording

WORDS = ("statement", "criterion", "due_on")


def locked(prediction: Prediction) -> Prediction:
    return Prediction.objects.select_for_update().get(pk=prediction.pk)


def versions_of(prediction: Prediction) -> list[Prediction]:
    """Return a prediction in all languages in which it is public, first as it was told first."""
    found = Prediction.objects.public().versions_of(prediction).select_for_update()
    return sorted(found, key=lambda row: row.translation_of_id or 0) or [locked(prediction)]


def check_probability(probability: Decimal) -> None:
    if not 0 <= probability <= 1:
        raise Refused(_("A probability lies between 0 and 100%."))


def check_days(*, made_on: date, due_on: date, today: date) -> None:
    if made_on > today:
        raise Refused(_("A prediction is made today, or was made before."))
    if due_on < made_on:
        raise Refused(_("The day to judge it is before the day when it was made."))


def check_public(row: Prediction) -> None:
    if not row.is_public:
        raise Refused(_("This prediction is a draft still: change the draft."))


def check_open(row: Prediction, day: date) -> None:
    """Refuse to change on `day` what is no question any more."""
    check_public(row)
    if row.outcome:
        raise Refused(_("This prediction is judged: what it said stays as it is."))
    if day > row.due_on:
        raise Refused(_("Its day has come: it can be judged, or called void, not changed."))


def check_reason(why: str) -> None:
    if not why.strip():
        raise Refused(_("Say why: readers see the reason beside the change."))


def keep_words(row: Prediction, *, why: str, now: datetime, by: Any) -> None:
    Wording.objects.create(
        prediction=row, statement=row.statement, criterion=row.criterion, due_on=row.due_on,
        why=why.strip(), made_at=now, made_by=by,
    )  # fmt: skip


def note(
    row: Prediction, before: dict[str, Any], after: dict[str, Any], *, now: datetime, by: Any
) -> None:
    remember(
        thing=row, kind="prediction", site=row.site, dossier=row.dossier, before=before,
        after=after, now=now, by=by,
    )  # fmt: skip


def names_of(row: Prediction) -> list[str]:
    """Name what pages show of it, wherever it stands."""
    return [
        tags.prediction(row.pk),
        tags.predictions(row.site_id),
        tags.foretold_by(row.author_id),
        *([tags.foretold_in(row.article_id)] if row.article_id else []),
        *([tags.foretold_of(row.dossier_id)] if row.dossier_id else []),
    ]
