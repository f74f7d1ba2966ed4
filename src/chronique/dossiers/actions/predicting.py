"""A prediction is made in the open, once, and never taken back; where it hangs may change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions.changes import facts
from chronique.dossiers.actions.predicted import (
    WORDS,
    check_days,
    check_probability,
    keep_words,
    locked,
    names_of,
    note,
)
from chronique.dossiers.models import Dossier, Estimate, Prediction, Resolution
from chronique.store.actions import forget

# What a translation takes over from what it translates: fields, and the rows of both models.
STANDS = ("made_on", "due_on", "probability", "outcome", "resolved_on", "reason", "source_id")
COPIED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Estimate, ("on", "probability", "why", "made_at", "made_by_id")),
    (Resolution, ("outcome", "on", "reason", "source_id", "made_at", "made_by_id")),
)


@transaction.atomic
def make_public(*, prediction: Prediction, now: datetime, by: Any = None) -> Prediction:
    """Say it in the open. From now on it stays, and so does what it said.

    One that tells another in a second language takes over all that was said of that one.
    """
    row = locked(prediction)
    if row.is_public:
        raise Refused(_("This prediction is public already."))
    check_days(made_on=row.made_on, due_on=row.due_on, today=localdate(now))
    check_probability(row.probability)
    row.published_at = now
    if row.translation_of is not None:
        _take_over(row, row.translation_of)
    else:
        Estimate.objects.create(
            prediction=row, on=row.made_on, probability=row.probability, made_at=now, made_by=by
        )
    row.save()
    keep_words(row, why="", now=now, by=by)
    note(row, {}, facts(row, *WORDS, "probability"), now=now, by=by)
    forget(*names_of(row), tags.has_record(row.author_id))
    return row


@transaction.atomic
def file_prediction(
    *, prediction: Prediction, article: Any, dossier: Dossier | None, now: datetime, by: Any = None
) -> None:
    """Hang it on an article and a dossier, or on others than before; None for none."""
    row = locked(prediction)
    before, names, filed = facts(row, "article", "dossier"), names_of(row), row.dossier_id
    row.article, row.dossier = article, dossier
    row.save(update_fields=["article", "dossier"])
    note(row, before, facts(row, "article", "dossier"), now=now, by=by)
    # The source that settled it goes with it.
    both = {filed, row.dossier_id} if row.source_id and filed != row.dossier_id else set()
    forget(*sorted({*names, *names_of(row), *(tags.sourced(pk) for pk in both if pk)}))


@transaction.atomic
def delete_draft(*, prediction: Prediction) -> None:
    """Drop one that nobody has seen. Refuses one that is public: it is judged, or called void."""
    row = locked(prediction)
    if row.is_public:
        raise Refused(
            _("What was predicted in the open is not deleted: call it void, and say why.")
        )
    row.delete()


def _take_over(row: Prediction, first: Prediction) -> None:
    if not first.is_public:
        raise Refused(_("First make the prediction public that this one translates."))
    for name in STANDS:
        setattr(row, name, getattr(first, name))
    for model, names in COPIED:
        for values in model.objects.filter(prediction=first).values(*names):
            model.objects.create(prediction=row, **values)
