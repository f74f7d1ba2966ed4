"""A reader says that a comment should not stand there."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from chronique.comments.actions.moderating import DecidedMeanwhile, decide
from chronique.comments.models import Comment, Decision, Report


@transaction.atomic
def report_comment(
    *, comment: Comment, reason: str, words: str, device: str, network: str, limit: int,
    now: datetime,
) -> None:  # fmt: skip
    """Keep one reader's report; with the `limit`-th, the comment is held until somebody looked.

    A reader who reports twice has reported once. What a moderator has approved after it was
    reported is not hidden by the same reports again.
    """
    try:
        with transaction.atomic():
            Report.objects.create(
                comment=comment, reason=reason, words=words, device=device, network=network,
                reported_at=now,
            )  # fmt: skip
    except IntegrityError:
        return
    if Report.objects.filter(comment=comment, settled_at=None).count() < limit:
        return
    with suppress(DecidedMeanwhile):
        decide(comment=comment, action=Decision.Action.HOLD, by=Decision.By.READERS, now=now)
