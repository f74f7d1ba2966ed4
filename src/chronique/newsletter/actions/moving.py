"""A reader takes another address: what comes to the one comes to the other from now on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chronique.mail.actions import queue_mailing
from chronique.mail.models import Letter
from chronique.newsletter.actions.subscribing import activate, end
from chronique.newsletter.envelopes import envelope, key_of
from chronique.newsletter.models import Issue, Subscription
from chronique.readers.models import Reader


@transaction.atomic
def move(old: Reader, new: Reader, *, now: datetime) -> list[Subscription]:
    """Let the newsletters of one address come to another; return what comes there.

    Letters that wait for the old one go to the new one. Comments are the old one's still.
    """
    moved = []
    for row in Subscription.objects.active().filter(reader=old).select_related("newsletter"):
        taken = activate(
            reader=new, newsletter=row.newsletter, rhythm=row.rhythm, now=now, proof=_proof(row)
        )
        if taken:
            moved.append(taken)
            _take_along(row, taken, now)
            end(row, Subscription.State.LEFT, now=now)
    return moved


def _proof(row: Subscription) -> dict[str, object]:
    how = _("Came from another address of the same reader, by a link sent there and one sent here.")
    return {
        "basis": row.basis, "consent_text": row.consent_text,
        "consent_page": row.consent_page, "consent_at": row.consent_at,
        "consent_how": "\n".join([row.consent_how, how]).strip(),
    }  # fmt: skip


def _take_along(old: Subscription, new: Subscription, now: datetime) -> None:
    """Queue for the new address what is not on its way yet, of the issues that are being sent."""
    issues = Issue.objects.begun().filter(newsletter=old.newsletter_id)
    unsent = issues.running() | issues.to_go_on()
    for issue in unsent.select_related("newsletter__site", "mailing"):
        if issue.mailing and (_waits(issue, old) or _is_to_come(issue, old)):
            queue_mailing(issue.mailing, [envelope(issue, new, now=now)], due=now, now=now)


def _waits(issue: Issue, old: Subscription) -> bool:
    letters = Letter.objects.filter(key=key_of(issue, old.reader_id))
    return letters.in_the_queue().exists()


def _is_to_come(issue: Issue, old: Subscription) -> bool:
    """Whether its queueing has not come to the old address yet."""
    is_wanted = old.rhythm == issue.rhythm and not issue.corrects_id
    return is_wanted and issue.queued_at is None and issue.queued_up_to < old.reader_id
