"""Nothing is kept for longer than the table in `comments.kept` says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from chronique.comments import teaching
from chronique.comments.actions.purging import BATCH, purge
from chronique.comments.kept import days_of
from chronique.comments.models import (
    Alarm,
    Appeal,
    Block,
    Comment,
    Decision,
    Follow,
    Like,
    Notice,
    Report,
    Version,
)
from chronique.readers.elsewhere import needed_elsewhere
from chronique.readers.models import DailyKey, Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from django.db.models import QuerySet


def keep_in_order(now: datetime) -> dict[str, int]:
    """Let go of all whose days are over; return how many rows of each kind.

    In small transactions, so that readers who write meanwhile do not wait; the next run goes on
    where one was interrupted.
    """
    return {key: enforce(now - timedelta(days=days_of(key))) for key, enforce in ENFORCED.items()}


def _purge_gone(before: datetime) -> int:
    count = 0
    while some := list(Comment.objects.gone(before=before)[:BATCH]):
        # The moment that the days were counted to is what the log tells.
        purge(some, by=Decision.By.CLOCK, now=before + timedelta(days=days_of("gone")))
        count += len(some)
    return count


def _forget_versions(before: datetime) -> int:
    """Earlier texts, and what the log kept to bring them back."""
    undone = Decision.objects.filter(decided_at__lt=before).exclude(undo={})
    return _delete(Version.objects.filter(replaced_at__lt=before)) + _update(undone, undo={})


def _forget_networks(before: datetime) -> int:
    marked = [
        Comment.objects.filter(written_at__lt=before),
        Like.objects.filter(liked_at__lt=before),
        Report.objects.filter(reported_at__lt=before),
    ]
    # A block by a mark ends when the marks of its day do.
    ended = before + timedelta(days=days_of("networks"))
    blocks = Block.objects.filter(kind=Block.Kind.MARK, until__lte=ended)
    return sum(_update(rows.exclude(network=""), network="") for rows in marked) + _delete(blocks)


def _forget_forms(before: datetime) -> int:
    marked = Comment.objects.filter(written_at__lt=before).exclude(submission="", wording="")
    return _update(marked, submission="", wording="")


def _forget_keys(before: datetime) -> int:
    return DailyKey.objects.filter(day__lte=before.date()).delete()[0]


def _forget_reports(before: datetime) -> int:
    appeals = Appeal.objects.filter(made_at__lt=before)
    return _delete(Report.objects.filter(reported_at__lt=before)) + _delete(appeals)


def _forget_blocks(before: datetime) -> int:
    return _delete(Block.objects.filter(until__lt=before))


def _forget_readers(before: datetime) -> int:
    """Addresses that nobody confirmed, and what strangers wished in the name of the others."""
    wished = Follow.objects.open().filter(since__lt=before)
    strangers = Reader.objects.unconfirmed(before=before).exclude(needed_elsewhere())
    return _delete(strangers) + _delete(wished)


def _forget_notices(before: datetime) -> int:
    return _delete(Notice.objects.filter(Q(told_at__lt=before) | Q(made_at__lt=before)))


def _forget_decisions(before: datetime) -> int:
    alarms = Alarm.objects.filter(raised_at__lt=before)
    return _delete(Decision.objects.filter(decided_at__lt=before)) + _delete(alarms)


def _delete(rows: QuerySet[Any]) -> int:
    return _in_batches(rows, lambda some: some.delete())


def _update(rows: QuerySet[Any], **fields: Any) -> int:
    return _in_batches(rows, lambda some: some.update(**fields))


def _in_batches(rows: QuerySet[Any], step: Callable[[QuerySet[Any]], object]) -> int:
    count = 0
    while numbers := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            step(rows.model._default_manager.filter(pk__in=numbers))
        count += len(numbers)
    return count


# Letters are the mail room's own: `mail.jobs.sweep_letters`.
ENFORCED: dict[str, Callable[[datetime], int]] = {
    "gone": _purge_gone,
    "versions": _forget_versions,
    "networks": _forget_networks,
    "forms": _forget_forms,
    "keys": _forget_keys,
    "reports": _forget_reports,
    "blocks": _forget_blocks,
    "readers": _forget_readers,
    "notices": _forget_notices,
    "decisions": _forget_decisions,
    "lessons": teaching.forget_old,
}
