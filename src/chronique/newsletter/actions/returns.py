"""What follows for subscriptions when a letter comes back, or is called spam."""

from datetime import datetime

from anymail.signals import AnymailTrackingEvent
from django.db import transaction

from chronique.mail.actions import Taken, fingerprint_of, letter_meant, refusal_of, take_return
from chronique.mail.models import Letter, Return
from chronique.mail.returns import Returned, read
from chronique.mail.told import letter_told, returned
from chronique.newsletter.actions.subscribing import leave
from chronique.newsletter.links import left_by_mail
from chronique.newsletter.models import Subscription

State = Subscription.State
# How many refusals are heeded at once.
BATCH = 200
# How the group and the key of an issue's letter begin.
GROUP, KEY = "subscription:", "issue:"


def take_mail(raw: bytes, *, now: datetime) -> Taken | None:
    """Read a mail that came to the mailbox for returns, and carry out what it says, once."""
    found = read(raw)
    if leaving := left_by_mail(*found.came_to, found.subject):
        subscription, issue = leaving
        leave(subscription, issue=issue, now=now)
        return None
    return _carry_out(found, letter_meant(found), fingerprint_of(raw, found), now)


def take_event(event: AnymailTrackingEvent, *, now: datetime) -> Taken | None:
    """Carry out what a provider tells of a letter that it took, once."""
    found = returned(event)
    return _carry_out(found, letter_told(event), found.own_id, now)


def take_refusals(*, now: datetime) -> int:
    """Carry out what servers said that refused letters at once; return of how many, some at a time.

    A letter that a server refuses while we talk to it comes back to nobody: it says so at once.
    """
    letters = list(Letter.objects.refused_by_servers()[:BATCH])
    for letter in letters:
        found = refusal_of(letter)
        _carry_out(found, letter, found.own_id, now)
    return len(letters)


@transaction.atomic
def _carry_out(
    found: Returned, letter: Letter | None, fingerprint: str, now: datetime
) -> Taken | None:
    """End what has to end; None when no mail counts for the numbers."""
    if letter is None:
        return None
    if found.report.startswith("opt-out"):
        _leave(letter, now)
        return None
    taken = take_return(found, fingerprint=fingerprint, letter=letter, now=now)
    if taken and taken.stops:
        _end_all(taken.row, now)
    return taken


def _leave(letter: Letter, now: datetime) -> None:
    """End the subscription that a letter was of: somebody's program asks for that."""
    number = letter.group.removeprefix(GROUP)
    if not (letter.group.startswith(GROUP) and number.isdecimal()):
        return
    issue = letter.key.removeprefix(KEY).partition(":")[0]
    for subscription in Subscription.objects.filter(pk=number):
        leave(subscription, issue=int(issue) if issue.isdecimal() else None, now=now)


def _end_all(row: Return, now: datetime) -> int:
    """End the subscriptions of an address; return how many. Its letters are dropped already.

    Who complained is not asked to come back, whatever they had left before; who bounced may.
    """
    is_complaint = row.kind == Return.Kind.COMPLAINT
    state = State.COMPLAINED if is_complaint else State.BOUNCED
    rows = Subscription.objects.filter(reader__address=row.address).that_ends(state)
    return rows.update(state=state, ended_at=now)
