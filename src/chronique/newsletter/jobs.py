"""What the clock asks for; see `project.worker`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from chronique.articles.models import Publication
from chronique.base.errors import Refused
from chronique.mail.models import KEPT
from chronique.newsletter.actions.alarming import watch
from chronique.newsletter.actions.asking import ask_waiting, sweep
from chronique.newsletter.actions.digests import make_digest
from chronique.newsletter.actions.following import follow
from chronique.newsletter.actions.issues import stop
from chronique.newsletter.actions.queueing import queue_some
from chronique.newsletter.models import Asking, Issue, Newsletter, Rhythm

logger = logging.getLogger(__name__)

# After how long other work of the worker has its turn.
TURN = timedelta(seconds=10)
T = TypeVar("T")


def ask_subscribers() -> int:
    """Ask addresses that were given whether they are their askers'; return how many letters."""
    if not Asking.objects.waiting().exists():
        return 0
    return sum(_ask(one) for one in Publication.objects.select_related("site__root_page"))


def _ask(publication: Publication) -> int:
    now = timezone.now()
    if rush := watch(publication, now):
        logger.warning("rush.noticed site=%s count=%s", publication.site_id, rush.count)
    sent = ask_waiting(publication, now)
    if sent:
        logger.info("askings.sent letters=%s", sent)
    return sent


def sweep_askings() -> int:
    """Let go of what nobody confirmed; return how many rows."""
    return sweep(timezone.now())


def queue_due_issues() -> int:
    """Write the letters of the issues whose hour has come; return how many."""
    until = timezone.now() + TURN
    return _each(list(Issue.objects.due(timezone.now())), lambda issue: _queue(issue, until))


def _queue(issue: Issue, until: datetime) -> int:
    queued = 0
    try:
        while (now := timezone.now()) < until:
            count = queue_some(issue, now=now)
            if count is None:
                break
            queued += count
    except Refused as refusal:
        # Tomorrow it would be refused as well: its writer has to see it.
        stop(issue, because=str(refusal))
    if queued:
        logger.info("issue.queued id=%s letters=%s", issue.pk, queued)
    return queued


def make_digests() -> int:
    """Make the digests whose hour has struck; return how many."""
    newsletters = list(Newsletter.objects.select_related("site__root_page"))
    wanted = [(one, rhythm) for one in newsletters for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY)]
    return _each(wanted, lambda one: bool(make_digest(*one, now=timezone.now())))


def follow_issues() -> int:
    """See which issues are sent by now; return how many."""
    now = timezone.now()
    issues = list(Issue.objects.queued().select_related("mailing"))
    return _each(issues, lambda issue: follow(issue, now=now))


def keep_numbers() -> int:
    """Keep the numbers of what was sent: what bounces, bounces later; return of how many issues."""
    now = timezone.now()
    lately = Issue.objects.begun().filter(made_at__gt=now - 2 * KEPT)
    issues = list(lately.select_related("mailing"))
    _each(issues, lambda issue: follow(issue, now=now))
    return len(issues)


def _each(things: Sequence[T], work: Callable[[T], int]) -> int:
    """Do so with each, also where another failed; return the sum. What failed rises at the end."""
    done: list[int] = []

    def do(one: T) -> None:
        done.append(work(one))

    with ExitStack() as all_of_them:
        for thing in reversed(things):
            all_of_them.callback(do, thing)
    return sum(done)
