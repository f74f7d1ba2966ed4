"""Where comments stand follows from what they answer."""

from __future__ import annotations

from django.db.models import Model

from chronique.comments.models import Comment
from chronique.comments.rules import Place, places

# Rows that one statement writes.
BATCH = 500
PLACE = ["thread_id", "branch_id", "level"]


def place_comments(page: int, *, model: type[Model] = Comment) -> int:
    """Note anew where each comment under an article stands; return how many stood elsewhere.

    In batches; stopped half-way, it goes on where it was. `model` is the comment of a migration.
    """
    rows = model._default_manager.filter(page=page).order_by("written_at", "pk")
    parents: dict[int, int | None] = {}
    stands: dict[int, Place] = {}
    for pk, kind, parent, *place in rows.values_list("pk", "kind", "parent", *PLACE):
        # A mention is a thread of its own, whatever it says that it answers.
        parents[pk] = parent if kind == Comment.Kind.COMMENT else None
        stands[pk] = Place(*place)
    moved = [
        model(pk=pk, **dict(zip(PLACE, place, strict=True)))
        for pk, place in places(parents).items()
        if place != stands[pk]
    ]
    return model._default_manager.bulk_update(
        moved, ["thread", "branch", "level"], batch_size=BATCH
    )
