"""Comments go for good. Where somebody answered, an empty place stays, so that threads hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from chronique.base.batches import batches
from chronique.comments.actions.forgetting import forget_comments
from chronique.comments.models import Appeal, Comment, Decision, Report, Version
from chronique.comments.rules import without_details

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

# Rows that one statement writes or names.
BATCH = 500
EMPTIED = [
    "text", "html", "author_name", "author_email", "author_url", "network", "wording",
    "submission", "user", "verdict", "origin", "state", "gone_at",
]  # fmt: skip


@transaction.atomic
def purge(
    comments: Iterable[Comment], *, by: Decision.By, now: datetime, state: str = ""
) -> tuple[int, int]:
    """Delete comments, and empty those that others answered; return how many of each.

    One that an import brought stays, emptied, when its reader wished it gone, now or before: by
    its place the next import knows what not to bring again.
    `state` is what an emptied one becomes; without it, it stays what it was. The log has a line of
    each, and loses what it quoted of them.
    """
    rows = {comment.pk: comment for comment in comments}
    staying = _answered(set(rows)) | {pk for pk, row in rows.items() if _is_remembered(row, by)}
    log = [_line(row, state if row.pk in staying else "", by, now) for row in rows.values()]
    scrub_log(rows)
    emptied = [row for row in rows.values() if row.pk in staying]
    for row in emptied:
        row.empty()
        row.state, row.gone_at = state or row.state, None
    Comment.objects.bulk_update(emptied, EMPTIED, batch_size=100)
    forget_beside(staying)
    deleted = [pk for pk in rows if pk not in staying]
    for some in batches(deleted, BATCH):
        Comment.objects.filter(pk__in=some).delete()
    Decision.objects.bulk_create(log, batch_size=BATCH)
    # What readers never saw is missed by no page.
    forget_comments([row for row in rows.values() if row.public_at], entirely=True)
    return len(deleted), len(emptied)


def forget_beside(comments: Collection[int]) -> None:
    """Delete what stands beside comments: earlier versions, appeals, reports with their words."""
    for some in batches(comments, BATCH):
        for kind in (Version, Appeal, Report):
            rows: QuerySet[Version] | QuerySet[Appeal] | QuerySet[Report] = kind.objects.all()
            rows.filter(comment__in=some).delete()


def scrub_log(comments: Collection[int], *, names: Sequence[str] = ()) -> None:
    """Take from the log what it quoted of these comments, and notes that hold one of `names`."""
    for some in batches(comments, BATCH):
        lines = list(Decision.objects.filter(number__in=some))
        for line in lines:
            line.undo, line.verdict = {}, without_details(line.verdict)
            line.reason, line.note = _without(line.reason, names), _without(line.note, names)
        fields = ["undo", "verdict", "reason", "note"]
        Decision.objects.bulk_update(lines, fields, batch_size=100)


def _without(text: str, names: Sequence[str]) -> str:
    told = text.casefold()
    return "" if any(name.casefold() in told for name in names if name) else text


def _is_remembered(comment: Comment, by: Decision.By) -> bool:
    is_wished = by == Decision.By.WRITER or bool(comment.origin.get("forgotten"))
    return bool(comment.old_number) and is_wished


def _line(comment: Comment, after: str, by: Decision.By, now: datetime) -> Decision:
    return Decision(
        number=comment.pk, page_id=comment.page_id, action=Decision.Action.PURGE, by=by,
        decided_at=now, before=comment.state, after=after,
    )  # fmt: skip


def _answered(comments: set[int]) -> set[int]:
    """Return those of these comments under which something of others hangs, however far down."""
    above: dict[int, set[int]] = {}
    for some in batches(sorted(comments), BATCH):
        hanging = Comment.objects.filter(Q(parent__in=some) | Q(thread__in=some))
        for pk, *over in hanging.values_list("pk", "parent_id", "thread_id"):
            above.setdefault(pk, set()).update({one for one in over if one} & comments)
    staying: set[int] = set()
    waiting = [pk for pk in above if pk not in comments]
    while waiting:
        for pk in above.get(waiting.pop(), ()):
            if pk not in staying:
                staying.add(pk)
                waiting.append(pk)
    return staying
