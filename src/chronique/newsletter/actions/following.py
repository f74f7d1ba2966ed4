"""Write down what became of issues."""

from __future__ import annotations

from datetime import datetime

from chronique.newsletter.actions.together import drop_waiting
from chronique.newsletter.models import Issue
from chronique.newsletter.numbers import WAITING, numbers_of


def follow(issue: Issue, *, now: datetime) -> bool:
    """Keep the numbers of an issue; return whether it is sent now: none of its letters waits.

    Of one that was taken back, drop what was on its way then and did not arrive.
    """
    if issue.is_taken_back:
        drop_waiting(issue)
    issue.numbers = numbers_of(issue)
    Issue.objects.filter(pk=issue.pk).update(numbers=issue.numbers)
    if any(issue.numbers.get(state) for state in WAITING):
        return False
    ended = Issue.objects.queued().filter(pk=issue.pk)
    return ended.update(state=Issue.State.DONE, done_at=now) == 1
