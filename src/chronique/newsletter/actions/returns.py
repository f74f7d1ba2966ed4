"""What follows for subscriptions when a letter comes back, or is called spam."""

from datetime import datetime

from django.db import transaction

from chronique.mail.actions import Taken, fingerprint_of, take_return
from chronique.mail.models import Return
from chronique.mail.returns import Returned, read
from chronique.newsletter.models import Subscription

State = Subscription.State


def take_mail(raw: bytes, *, now: datetime) -> Taken | None:
    """Read a mail that came to the mailbox for returns, and carry out what it says, once."""
    found = read(raw)
    return take_returned(found, fingerprint=fingerprint_of(raw, found), now=now)


@transaction.atomic
def take_returned(found: Returned, *, fingerprint: str, now: datetime) -> Taken | None:
    """End what has to end when a letter came back; None when nothing follows."""
    taken = take_return(found, fingerprint=fingerprint, now=now)
    if taken and taken.stops:
        _end_all(taken.row, now)
    return taken


def _end_all(row: Return, now: datetime) -> int:
    """End the subscriptions of an address; return how many. Its letters are dropped already.

    Who complained is not asked to come back, whatever they had left before; who bounced may.
    """
    rows = Subscription.objects.filter(reader__address=row.address)
    if row.kind == Return.Kind.COMPLAINT:
        complained = rows.exclude(state__in=[State.COMPLAINED, State.BLOCKED])
        return complained.update(state=State.COMPLAINED, ended_at=now)
    return rows.active().update(state=State.BOUNCED, ended_at=now)
