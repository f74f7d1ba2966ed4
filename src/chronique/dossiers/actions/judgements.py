"""One cell of a matrix: how a piece of evidence goes together with an answer.

Two people may work on one matrix. Who writes says which version was seen; who saw an older one is
told what stands there now, and nothing is written.
"""

from __future__ import annotations

from datetime import datetime
from secrets import randbelow
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.actions.changes import facts, remember
from chronique.dossiers.models import Change, Evidence, Hypothesis, Judgement
from chronique.store.actions import forget

FIELDS = ["mark", "weight", "note"]
WEIGHTS = range(1, 4)
WEIGHED = {Judgement.Mark.CONSISTENT, Judgement.Mark.INCONSISTENT}
# Versions begin by lot: a cell that was emptied and filled anew is not taken for the one before.
BEGINNINGS = 1 << 30


class Overtaken(Refused):
    """Somebody else changed the cell meanwhile. `now_is` is what stands there, None for nothing;
    `change` tells who wrote it, and when, where that is known.
    """

    def __init__(self, now_is: Judgement | None, change: Change | None) -> None:
        super().__init__(_("Somebody else has changed this cell since you saw it."))
        self.now_is, self.change = now_is, change


@transaction.atomic
def judge(
    *, evidence: Evidence, hypothesis: Hypothesis, mark: str, version: int, now: datetime,
    weight: int = 1, note: str = "", by: Any = None,
) -> Judgement | None:  # fmt: skip
    """Write a cell, or empty it (`mark` is ""): return what stands there then.

    `version` is that of the cell as it was seen, 0 where it was empty. Raises Overtaken.
    """
    _check(evidence, hypothesis, mark, weight)
    there = Judgement.objects.filter(evidence=evidence, hypothesis=hypothesis)
    seen = there.select_related("evidence", "hypothesis").first()
    if (seen.version if seen else 0) != version:
        raise Overtaken(seen, _last_change(seen))
    before = facts(seen, *FIELDS) if seen else {}
    judged = seen or Judgement(
        evidence=evidence, hypothesis=hypothesis, version=randbelow(BEGINNINGS)
    )
    judged.mark, judged.note = Judgement.Mark(mark or "N"), note.strip()
    # What neither fits nor contradicts weighs nothing.
    judged.weight = weight if mark in WEIGHED else 1
    after = facts(judged, *FIELDS) if mark else {}
    if before == after:
        return seen
    _write(judged, version, is_kept=bool(mark))
    remember(
        thing=judged, kind="judgement", site=evidence.dossier.site, now=now, by=by,
        dossier=evidence.dossier, before=before, after=after,
    )  # fmt: skip
    forget(tags.matrix(evidence.dossier_id))
    return judged if mark else None


def _check(evidence: Evidence, hypothesis: Hypothesis, mark: str, weight: int) -> None:
    if evidence.dossier_id != hypothesis.dossier_id:
        raise Refused(_("This evidence and this hypothesis are of different dossiers."))
    if mark and mark not in Judgement.Mark.values:
        raise Refused(_("There is no such mark."))
    if weight not in WEIGHTS:
        raise Refused(_("A weight is 1, 2 or 3."))


def _write(judged: Judgement, seen: int, *, is_kept: bool) -> None:
    """Write a cell if it is still the one that was seen. Raises Overtaken."""
    cell = Judgement.objects.filter(evidence=judged.evidence, hypothesis=judged.hypothesis)
    judged.version += 1
    if judged._state.adding:
        try:
            with transaction.atomic():
                judged.save(force_insert=True)
        except IntegrityError:
            raise _overtaken(cell) from None
        return
    same = cell.filter(version=seen)
    if is_kept:
        said = {name: getattr(judged, name) for name in [*FIELDS, "version"]}
        count = same.update(**said)
    else:
        count = same.delete()[0]
    if not count:
        raise _overtaken(cell)


def _overtaken(cell: Any) -> Overtaken:
    now_is = cell.select_related("evidence", "hypothesis").first()
    return Overtaken(now_is, _last_change(now_is))


def _last_change(judged: Judgement | None) -> Change | None:
    if judged is None:
        return None
    told = Change.objects.filter(kind="judgement", number=judged.pk).select_related("by")
    return told.first()
