"""While a prediction is open its probability and its words may change: what was said stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers.actions.changes import facts
from chronique.dossiers.actions.predicted import (
    WORDS,
    check_days,
    check_open,
    check_probability,
    check_reason,
    keep_words,
    locked,
    names_of,
    note,
    versions_of,
)
from chronique.dossiers.models import Estimate, Prediction
from chronique.store.actions import forget


@transaction.atomic
def change_probability(
    *, prediction: Prediction, probability: Decimal, why: str, now: datetime, by: Any = None,
    on: date | None = None, in_others: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Say another probability, of a prediction in all its languages.

    `on`: the day it was said, for what was said elsewhere before; else today. `in_others`: the
    reason by language, where it is told in others too.
    """
    rows = versions_of(prediction)
    day, today = on or localdate(now), localdate(now)
    check_open(rows[0], day)
    check_probability(probability)
    check_reason(why)
    if probability == rows[0].probability:
        raise Refused(_("This is the probability that it has."))
    last = rows[0].estimates.last()
    if day > today or (last and day < last.on):
        raise Refused(_("A probability changes today, or after the day of the last one."))
    for row in rows:
        before = facts(row, "probability")
        row.probability = probability
        row.save(update_fields=["probability"])
        own = (in_others or {}).get(row.language) if row.pk != prediction.pk else ""
        Estimate.objects.create(
            prediction=row, on=day, probability=probability, why=(own or why).strip(), made_at=now,
            made_by=by,
        )  # fmt: skip
        note(row, before, facts(row, "probability"), now=now, by=by)
        forget(*names_of(row))


@transaction.atomic
def reword(
    *, prediction: Prediction, statement: str, criterion: str, due_on: date, why: str,
    now: datetime, by: Any = None,
) -> None:  # fmt: skip
    """Say it in other words from now on, or for another day (that, in all its languages)."""
    row, today = locked(prediction), localdate(now)
    check_open(row, today)
    check_reason(why)
    before = facts(row, *WORDS)
    rows = {row.pk: row}
    if due_on != row.due_on:
        rows = {one.pk: one for one in versions_of(prediction)} | rows
    earlier = {one.pk: facts(one, *WORDS) for one in rows.values()}
    row.statement, row.criterion = statement.strip(), criterion.strip()
    for one in rows.values():
        one.due_on = due_on
    if before == facts(row, *WORDS):
        raise Refused(_("These are the words that it has."))
    check_days(made_on=row.made_on, due_on=due_on, today=today)
    if due_on < today:
        raise Refused(_("A prediction that is still open is judged today at the earliest."))
    for one in rows.values():
        one.save(update_fields=list(WORDS))
        keep_words(one, why=why, now=now, by=by)
        note(one, earlier[one.pk], facts(one, *WORDS), now=now, by=by)
        forget(*names_of(one))
