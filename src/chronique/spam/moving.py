"""What was learned leaves in one file, and comes in again: here, or on another server."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from django.db import transaction

from chronique.base.batches import batches
from chronique.base.errors import Refused
from chronique.spam.actions import BATCH, hold
from chronique.spam.learning import BITS, STRENGTHS
from chronique.spam.models import Learned, LessonRow, StandingRow

FORMAT = "chronique-learned-1"
_NOT_OURS = "The file does not hold what a filter has learned."
_MOST = 2_000_000_000


def saved(owner: str) -> str:
    """Return all that was learned as JSON. Raises Refused where nothing was.

    With its key, by which marks are told again: whoever has the file can ask it whether an address
    is known. It is as private as the database.
    """
    learned = Learned.objects.filter(owner=owner).first()
    if learned is None:
        raise Refused("Nothing was learned yet.")
    standings = StandingRow.objects.filter(learned=learned).order_by("mark")
    content = {
        "format": FORMAT,
        "key": bytes(learned.key).hex(),
        "weights": base64.b64encode(bytes(learned.weights)).decode(),
        "losses": learned.losses,
        "honest": learned.honest,
        "spam": learned.spam,
        "standings": [list(row) for row in standings.values_list("mark", "honest", "spam")],
    }
    return json.dumps(content, indent=1)


@transaction.atomic
def load(owner: str, content: str) -> int:
    """Put what a file holds in place of what was learned; return of how many comments it was.

    Raises Refused for a file that is not ours or damaged, before anything is written.
    """
    found = _checked(content)
    learned = hold(owner)
    _empty(learned)
    learned.key = bytes.fromhex(found["key"])
    learned.weights = found["weights"]
    learned.losses = found["losses"]
    learned.honest, learned.spam = found["honest"], found["spam"]
    learned.revision += 1
    learned.save()
    for some in batches(found["standings"], BATCH):
        StandingRow.objects.bulk_create(
            StandingRow(learned=learned, mark=mark, honest=honest, spam=spam)
            for mark, honest, spam in some
        )
    return learned.honest + learned.spam


@transaction.atomic
def forget(owner: str) -> None:
    """Forget all that was learned: the shipped model alone is asked again."""
    learned = hold(owner)
    _empty(learned)
    learned.delete()


def _empty(learned: Learned) -> None:
    LessonRow.objects.filter(learned=learned).delete()
    StandingRow.objects.filter(learned=learned).delete()


def _checked(content: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise Refused(_NOT_OURS)
        weights = base64.b64decode(found["weights"], validate=True)
        unpack = zlib.decompressobj()
        table = unpack.decompress(weights, 2 << BITS)
        sound = (
            (not weights or (len(table) == 2 << BITS and unpack.eof and not unpack.unused_data))
            and len(bytes.fromhex(found["key"])) == 32
            and len(found["losses"]) in (0, len(STRENGTHS))
            and all(isinstance(loss, int) and abs(loss) < _MOST for loss in found["losses"])
            and all(_is_count(found[name]) for name in ("honest", "spam"))
            and all(_is_standing(row) for row in found["standings"])
            and len({row[0] for row in found["standings"]}) == len(found["standings"])
        )
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        raise Refused(_NOT_OURS) from error
    if not sound:
        raise Refused(_NOT_OURS)
    return {**found, "weights": weights}


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _MOST


def _is_standing(row: object) -> bool:
    if not (isinstance(row, list) and len(row) == 3 and isinstance(row[0], str)):
        return False
    is_mark = len(row[0]) == 32 and set(row[0]) <= set("0123456789abcdef")
    return is_mark and all(map(_is_count, row[1:]))
