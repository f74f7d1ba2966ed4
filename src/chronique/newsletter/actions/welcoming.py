"""What a reader who has just confirmed gets to read first, if the writer wrote it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.mail.actions import queue_letter
from chronique.newsletter.actions.subscribing import group_of
from chronique.newsletter.letter import compose_welcome, since_words
from chronique.newsletter.links import leave_address, leave_mailbox, settings_address
from chronique.newsletter.models import Subscription


def welcome(subscription: Subscription, *, now: datetime) -> bool:
    """Queue a newsletter's welcome letter. False when it has none, or it went these 30 days.

    It has the ways out that every letter has; who leaves before it is sent does not get it.
    """
    newsletter, reader = subscription.newsletter, subscription.reader
    if not newsletter.welcome_text.strip():
        return False
    composed = compose_welcome(newsletter).filled(_slots(subscription, now))
    head = letterhead_of(Publication.for_site(newsletter.site))
    letter = queue_letter(
        kind="welcome", to=reader.address, subject=composed.subject, text=composed.text,
        html=composed.html, headers=composed.headers, sender=newsletter.sender or head.title,
        reply_to=newsletter.reply_to, language=newsletter.language, host=head.host,
        group=group_of(subscription), key=f"welcome:{subscription.pk}", now=now,
    )  # fmt: skip
    return letter is not None


def _slots(subscription: Subscription, now: datetime) -> dict[str, str]:
    root, mailbox = subscription.newsletter.site.root_url, settings.CONF.mailbox
    slots = {
        "leave": leave_address(subscription, root=root),
        "settings": settings_address(subscription.reader, root=root, now=now),
        "since": since_words(subscription.since or now, subscription.newsletter.language),
    }
    if mailbox:
        slots["leave_mail"] = leave_mailbox(
            subscription, mailbox=mailbox.address, separator=mailbox.separator
        )
    return slots
