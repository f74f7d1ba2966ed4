"""What differs from one letter of an issue to the next."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from chronique.mail.actions import Recipient
from chronique.newsletter.letter import since_words
from chronique.newsletter.links import leave_address, leave_mailbox, settings_address
from chronique.newsletter.models import Issue, Newsletter, Subscription


def key_of(issue: Issue, reader: int) -> str:
    """Return what names the letter of an issue to a reader, once for all time."""
    return f"issue:{issue.pk}:{reader}"


def reader_of(key: str) -> int:
    """Return the number of the reader that a letter of an issue goes to."""
    return int(key.rpartition(":")[2])


def envelope(issue: Issue, subscription: Subscription, *, now: datetime) -> Recipient:
    """Return to whom a letter goes, and what stands in its slots. No query.

    `issue` has its newsletter with its site at hand, `subscription` its reader.
    """
    reader = subscription.reader
    slots = slots_of(subscription, issue.newsletter, issue=issue.pk, now=now)
    return Recipient(
        to=reader.address, key=key_of(issue, reader.pk), group=f"subscription:{subscription.pk}",
        slots=slots,
    )  # fmt: skip


def slots_of(
    subscription: Subscription, newsletter: Newsletter, *, issue: int | None = None, now: datetime
) -> dict[str, str]:
    """Return what stands in the slots of a letter. `issue`: by whose letter one leaves, its number.

    The newsletter has its site at hand, the subscription its reader.
    """
    root, since = newsletter.site.root_url, subscription.since or now
    slots = {
        "leave": leave_address(subscription, root=root, issue=issue),
        "settings": settings_address(subscription.reader, root=root, now=now),
        "since": since_words(since, newsletter.language),
    }
    if box := settings.CONF.mailbox:
        slots["leave_mail"] = leave_mailbox(
            subscription, mailbox=box.address, separator=box.separator, issue=issue
        )
    return slots
