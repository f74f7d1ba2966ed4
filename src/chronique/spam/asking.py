"""What a site has learned is looked up for one comment: two queries."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection

from chronique.base.marks import mark
from chronique.spam.actions import counted
from chronique.spam.learning import Site, Weights, known_by
from chronique.spam.models import Learned
from chronique.spam.submissions import Submission

# Of so many owners this process has the weights at hand, with their revision.
OWNERS_AT_HAND = 16
_at_hand: dict[bytes, tuple[int, Weights]] = {}


def what_is_learned(owner: str, submission: Submission) -> Site | None:
    """Return what there is to ask about a submission; None where nothing was learned yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, revision, key FROM spam_learned WHERE owner = %s", [owner])
        row = cursor.fetchone()
    if row is None:
        return None
    learned, revision, key = row
    marks = {mark(bytes(key), one.kind, one.name): one for one in known_by(submission)}
    found = counted(learned, marks.keys())
    standings = [
        replace(marks[at], honest=honest, spam=spam) for at, (honest, spam) in found.items()
    ]
    return Site(_weights(bytes(key), revision), standings)


def _weights(key: bytes, revision: int) -> Weights:
    # The key is of this row and no other: a number may come again, when a backup is put back.
    at_hand = _at_hand.get(key)
    if at_hand and at_hand[0] == revision:
        return at_hand[1]
    row = Learned.objects.get(key=key)
    weights = Weights(bytes(row.weights), row.losses)
    if len(_at_hand) >= OWNERS_AT_HAND:
        _at_hand.clear()
    _at_hand[key] = row.revision, weights
    return weights
