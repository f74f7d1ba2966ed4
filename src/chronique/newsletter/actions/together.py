"""Issues of one article in several newsletters: who wants two of them gets one letter, and one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, F, Value, When

from chronique.newsletter.models import Issue

State = Issue.State


@transaction.atomic
def drop_waiting(issue: Issue) -> int:
    """Drop what is held of an issue that was taken back; return how many letters.

    Its readers may have been passed over by other issues of its article: those look through all
    who want them once more. Who has it gets no second one.
    """
    lock_together(issue)
    dropped = issue.mailing.letters.held().drop() if issue.mailing else 0
    if dropped and issue.kind == Issue.Kind.ARTICLE and issue.article:
        others = Issue.objects.of_article(issue.article).standing().begun().exclude(pk=issue.pk)
        # Whose letters' rows are gone does not know any more who has it.
        others.filter(mailing__gone={}).update(
            queued_up_to=0, queued_at=None, done_at=None,
            state=Case(When(state=State.STOPPED, then=F("state")), default=Value(State.QUEUEING)),
        )  # fmt: skip
    return dropped


def lock_together(issue: Issue) -> list[int]:
    """Lock an issue, and those that bring the same article, in one order for all; return them."""
    rows = Issue.objects.together_with(issue).order_by("pk").select_for_update()
    return list(rows.values_list("pk", flat=True))
