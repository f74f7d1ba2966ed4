"""A reader says that a comment should not stand there."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from chronique.comments.actions.moderating import DecidedMeanwhile, decide
from chronique.comments.models import Comment, Decision, Report
from chronique.spam.decisions import Decision as Word
from chronique.spam.judge import Verdict


@transaction.atomic
def report_comment(
    *, comment: Comment, reason: str, words: str, device: str, network: str, limit: int,
    verdict: Verdict, now: datetime,
) -> None:  # fmt: skip
    """Keep one reader's report; with the `limit`-th, the comment is held until somebody looked.

    A reader who reports twice has reported once. What a moderator has approved after it was
    reported is not hidden by the same reports again. `verdict`: the filter's, about the report: a
    program's is not kept; what is doubted waits for a moderator without counting, for who reports
    spam may quote it.
    """
    if verdict.decision is Word.REFUSE or verdict.is_program:
        return
    try:
        with transaction.atomic():
            Report.objects.create(
                comment=comment, reason=reason, words=words, device=device, network=network,
                reported_at=now, is_counted=verdict.decision is Word.PASS,
            )  # fmt: skip
    except IntegrityError:
        return
    if Report.objects.counted().filter(comment=comment).count() < limit:
        return
    with suppress(DecidedMeanwhile):
        decide(comment=comment, action=Decision.Action.HOLD, by=Decision.By.READERS, now=now)
