"""The competing answers of a dossier. Each change is remembered, and readers see it at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions.changes import facts, remember
from chronique.dossiers.actions.ranking import move_among
from chronique.dossiers.matrix import MOST_HYPOTHESES
from chronique.dossiers.models import Dossier, Hypothesis
from chronique.store.actions import forget

FIELDS = ["statement", "explanation", "dropped_on", "dropped_why"]


@transaction.atomic
def add_hypothesis(
    *, dossier: Dossier, statement: str, now: datetime, explanation: str = "", by: Any = None
) -> Hypothesis:
    """Add an answer at the end."""
    if dossier.hypotheses.count() >= MOST_HYPOTHESES:
        raise Refused(
            _("A matrix holds %(count)s hypotheses at most: drop one before you add another.")
            % {"count": MOST_HYPOTHESES}
        )
    last = dossier.hypotheses.aggregate(last=Max("rank"))["last"]
    hypothesis = Hypothesis.objects.create(
        dossier=dossier, statement=statement.strip(), explanation=explanation.strip(),
        rank=0 if last is None else last + 1,
    )  # fmt: skip
    _remember(hypothesis, {}, now=now, by=by)
    return hypothesis


@transaction.atomic
def change_hypothesis(
    hypothesis: Hypothesis, *, statement: str, now: datetime, explanation: str = "", by: Any = None
) -> None:
    before = facts(hypothesis, *FIELDS)
    hypothesis.statement, hypothesis.explanation = statement.strip(), explanation.strip()
    hypothesis.save(update_fields=["statement", "explanation"])
    _remember(hypothesis, before, now=now, by=by)


@transaction.atomic
def drop_hypothesis(hypothesis: Hypothesis, *, why: str, now: datetime, by: Any = None) -> None:
    """Put an answer aside: readers see that it was there, and why it is no more weighed."""
    if not why.strip():
        raise Refused(_("Say why it is dropped: readers are told."))
    before = facts(hypothesis, *FIELDS)
    hypothesis.dropped_on, hypothesis.dropped_why = now.date(), why.strip()
    hypothesis.save(update_fields=["dropped_on", "dropped_why"])
    _remember(hypothesis, before, now=now, by=by)


@transaction.atomic
def take_up_hypothesis(hypothesis: Hypothesis, *, now: datetime, by: Any = None) -> None:
    """Weigh again an answer that was dropped."""
    before = facts(hypothesis, *FIELDS)
    hypothesis.dropped_on, hypothesis.dropped_why = None, ""
    hypothesis.save(update_fields=["dropped_on", "dropped_why"])
    _remember(hypothesis, before, now=now, by=by)


@transaction.atomic
def delete_hypothesis(hypothesis: Hypothesis, *, now: datetime, by: Any = None) -> None:
    """Delete an answer that evidence was never held against; others are dropped."""
    if hypothesis.judgements.exists():
        raise Refused(_("Evidence was held against this hypothesis: drop it, and say why."))
    remember(
        thing=hypothesis, kind="hypothesis", site=hypothesis.dossier.site, now=now, by=by,
        dossier=hypothesis.dossier, before=facts(hypothesis, *FIELDS),
    )  # fmt: skip
    forget(tags.matrix(hypothesis.dossier_id))
    hypothesis.delete()


@transaction.atomic
def move_hypothesis(hypothesis: Hypothesis, *, up: bool) -> None:
    """Put an answer one place further up or down; the order says nothing, and is not remembered."""
    if move_among(list(hypothesis.dossier.hypotheses.all()), hypothesis, up=up):
        forget(tags.matrix(hypothesis.dossier_id))


def _remember(hypothesis: Hypothesis, before: dict[str, Any], *, now: datetime, by: Any) -> None:
    dossier = hypothesis.dossier
    remember(
        thing=hypothesis, kind="hypothesis", site=dossier.site, now=now, by=by, dossier=dossier,
        before=before, after=facts(hypothesis, *FIELDS),
    )  # fmt: skip
    forget(tags.matrix(dossier.pk))
