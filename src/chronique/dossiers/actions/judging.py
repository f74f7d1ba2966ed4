"""What came of a prediction. Who judges again adds to what was said; nothing is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions.changes import facts
from chronique.dossiers.actions.predicted import (
    check_public,
    check_reason,
    names_of,
    note,
    versions_of,
)
from chronique.dossiers.models import Prediction, Resolution, Source
from chronique.store.actions import forget

JUDGED = ("outcome", "resolved_on", "reason", "source")


@transaction.atomic
def resolve(
    *, prediction: Prediction, outcome: str, on: date, reason: str, source: Source | None = None,
    now: datetime, by: Any = None, in_others: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Say that it came true, that it did not, or that it is void, in all its languages.

    `on`: the first day on which that was known. `in_others`: the reason by language, where it is
    told in others too.
    """
    rows = versions_of(prediction)
    _check(rows[0], outcome, on, reason, today=localdate(now))
    before = facts(rows[0], *JUDGED)
    for row in rows:
        was = facts(row, *JUDGED)
        own = (in_others or {}).get(row.language) if row.pk != prediction.pk else ""
        row.outcome, row.resolved_on, row.source = outcome, on, source
        row.reason = (own or reason).strip()
        _keep(row, on, now=now, by=by)
        note(row, was, facts(row, *JUDGED), now=now, by=by)
        forget(*names_of(row))
        if row.dossier_id and was["source"] != facts(row, "source")["source"]:
            forget(tags.sourced(row.dossier_id))
    if before == facts(rows[0], *JUDGED):
        raise Refused(_("This is what was said of it already."))
    if source is not None:
        # Readers may see now what it says.
        forget(tags.source(source.pk))


def _keep(row: Prediction, on: date, *, now: datetime, by: Any) -> None:
    row.save(update_fields=list(JUDGED))
    Resolution.objects.create(
        prediction=row, outcome=row.outcome, on=on, reason=row.reason,
        source=row.source, made_at=now, made_by=by,
    )  # fmt: skip


def _check(row: Prediction, outcome: str, on: date, reason: str, *, today: date) -> None:
    check_public(row)
    if outcome not in Prediction.Outcome.values:
        raise Refused(_("Say whether it came true, did not, or is void."))
    check_reason(reason)
    if on > today:
        raise Refused(_("What is still to come cannot be known today."))
    if on < row.made_on:
        raise Refused(_("It was known before it was predicted: say that it is void, and why."))
