"""The evidence that a dossier's answers are held against."""

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
from chronique.dossiers.matrix import MOST_EVIDENCE
from chronique.dossiers.models import Dossier, Event, Evidence, Judgement, Source
from chronique.store.actions import forget

FIELDS = ["event", "source", "words"]


@transaction.atomic
def add_evidence(
    *, dossier: Dossier, now: datetime, event: Event | None = None, source: Source | None = None,
    words: str = "", by: Any = None,
) -> Evidence:  # fmt: skip
    """Add an event, a source, or what is said in words, at the end. Each stands there once."""
    words = words.strip()
    if not words and (event is None) == (source is None):
        raise Refused(_("Choose an event or a source, or say in words what the evidence is."))
    if dossier.evidence.count() >= MOST_EVIDENCE:
        raise Refused(
            _("A matrix holds %(count)s pieces of evidence at most.") % {"count": MOST_EVIDENCE}
        )
    if _stands_there(dossier, event, source):
        raise Refused(_("This is evidence here already."))
    last = dossier.evidence.aggregate(last=Max("rank"))["last"]
    evidence = Evidence.objects.create(
        dossier=dossier, event=event, source=source, words=words,
        rank=0 if last is None else last + 1,
    )  # fmt: skip
    _remember(evidence, {}, now=now, by=by)
    return evidence


@transaction.atomic
def reword_evidence(evidence: Evidence, *, words: str, now: datetime, by: Any = None) -> None:
    """Say otherwise what it is; without words it is called as its event or source is."""
    before = facts(evidence, *FIELDS)
    evidence.words = words.strip()
    if not (evidence.words or evidence.event_id or evidence.source_id):
        raise Refused(_("Say in words what the evidence is."))
    evidence.save(update_fields=["words"])
    _remember(evidence, before, now=now, by=by)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, now: datetime, by: Any = None) -> None:
    """Take it out of the matrix, with all that was judged of it; the event or the source stays.

    What was judged is remembered, so that it can be told, and judged so again.
    """
    judged = Judgement.objects.filter(evidence=evidence).order_by("hypothesis")
    before = facts(evidence, *FIELDS)
    before["marks"] = ", ".join(f"{one.hypothesis_id}: {one.mark}{one.weight}" for one in judged)
    remember(
        thing=evidence, kind="evidence", site=evidence.dossier.site, now=now, by=by,
        dossier=evidence.dossier, before=before,
    )  # fmt: skip
    forget(tags.matrix(evidence.dossier_id), *_rests_on(evidence))
    evidence.delete()


@transaction.atomic
def move_evidence(evidence: Evidence, *, up: bool) -> None:
    """Put it one place further up or down at the desk; readers see the most telling first."""
    if move_among(list(evidence.dossier.evidence.all()), evidence, up=up):
        forget(tags.matrix(evidence.dossier_id))


def _stands_there(dossier: Dossier, event: Event | None, source: Source | None) -> bool:
    there = dossier.evidence
    if event is not None:
        return there.filter(event=event).exists()
    return source is not None and there.filter(source=source).exists()


def _remember(evidence: Evidence, before: dict[str, Any], *, now: datetime, by: Any) -> None:
    dossier = evidence.dossier
    remember(
        thing=evidence, kind="evidence", site=dossier.site, now=now, by=by, dossier=dossier,
        before=before, after=facts(evidence, *FIELDS),
    )  # fmt: skip
    forget(tags.matrix(dossier.pk), *_rests_on(evidence))


def _rests_on(evidence: Evidence) -> list[str]:
    """Name the pages of what the evidence is, which say where it is weighed, and are to be seen for
    that reason alone; and those that say on which sources its dossier rests.
    """
    if evidence.event_id:
        return [tags.cited(tags.event(evidence.event_id)), tags.events(evidence.dossier.site_id)]
    if not evidence.source_id:
        return []
    return [tags.cited(tags.source(evidence.source_id)), tags.sourced(evidence.dossier_id)]
