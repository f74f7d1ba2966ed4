"""A service elsewhere is asked about comments that the filter does not know for certain, and told
where a moderator decided otherwise; if the publication wishes. Off, unless somebody says so.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django_tasks import task

from chronique.base.errors import Unreachable
from chronique.comments import teaching
from chronique.comments.models import Comment, Discussion
from chronique.spam.akismet import service
from chronique.spam.akismet.service import Service
from chronique.spam.decisions import Decision
from chronique.spam.judge import Verdict, and_called_spam
from chronique.spam.reasons import ReasonName
from chronique.spam.submissions import Submission

logger = logging.getLogger(__name__)

# Who does not answer is left alone for so long: not each reader waits for it.
PAUSE = timedelta(minutes=1)
# By address, until when.
_away: dict[str, datetime] = {}


def asked_by(discussion: Discussion) -> Service | None:
    """Return the service that a publication asks; None when it asks none."""
    if not (discussion.asks_service and discussion.service_url and discussion.service_key):
        return None
    blog = str(discussion.site.root_url)
    return Service(discussion.service_url, discussion.service_key, blog)


def ask(
    verdict: Verdict, submission: Submission, discussion: Discussion, now: datetime
) -> tuple[Verdict, dict[str, Any]]:
    """Return the verdict with the service's word in it, and what is kept with it: who was asked,
    and what it said.

    When it does not answer, the verdict is what it was. Called in no transaction: nobody waits
    for the database meanwhile.
    """
    if _is_certain(verdict, submission) or not (asked := asked_by(discussion)):
        return verdict, {}
    if now < _away.get(asked.url, now):
        return verdict, {}
    try:
        is_spam = service.calls_it_spam(asked, submission)
    except Unreachable as error:
        logger.warning("service.away host=%s error=%s", asked.host, error)
        _away[asked.url] = now + PAUSE
        return verdict, {}
    said = {"service": {"host": asked.host, "spam": is_spam}}
    return (and_called_spam(verdict, asked.host) if is_spam else verdict), said


def _is_certain(verdict: Verdict, submission: Submission) -> bool:
    """Return whether nobody else need be asked: it is spam, or its writer is known or trusted."""
    is_spam = verdict.decision in (Decision.SPAM, Decision.REFUSE)
    is_trusted = any(reason.name is ReasonName.TRUSTED for reason in verdict.reasons)
    return is_spam or is_trusted or submission.is_known


def tell(comment: Comment) -> None:
    """Let the service know, later, if a moderator decided otherwise than it said."""
    if _correction(comment) is not None:
        correct.enqueue(comment.pk)


@task()
def correct(number: int) -> None:
    """Tell the service of one decision, if it still stands. Once; what fails is logged."""
    comment = Comment.objects.with_article().filter(pk=number).first()
    is_spam = _correction(comment) if comment else None
    site = comment.page.get_site() if comment else None
    if comment is None or is_spam is None or site is None:
        return
    discussion = Discussion.of(site)
    asked = asked_by(discussion)
    if asked and discussion.teaches_service:
        try:
            service.correct(asked, teaching.submission_of(comment), is_spam=is_spam)
        except Unreachable as error:
            logger.warning("service.not_told host=%s error=%s", asked.host, error)


def _correction(comment: Comment) -> bool | None:
    """Return whether it is spam, if the service was asked and said the opposite; None otherwise."""
    said = comment.verdict.get("service", {}).get("spam")
    decided = {Comment.State.PUBLIC: False, Comment.State.SPAM: True}
    is_spam = decided.get(Comment.State(comment.state))
    return is_spam if said is not None and is_spam is (not said) else None
