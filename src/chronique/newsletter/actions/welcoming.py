"""Whoever has just subscribed is told what comes, in the writer's words."""

from __future__ import annotations

from datetime import datetime

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.mail.actions import queue_letter
from chronique.newsletter.envelopes import slots_of
from chronique.newsletter.letter import compose_welcome
from chronique.newsletter.models import Subscription


def send_welcome(subscription: Subscription, *, now: datetime) -> bool:
    """Queue the welcome letter of a newsletter. False when it has none, or it was sent before.

    The row has its newsletter and its reader at hand.
    """
    newsletter, reader = subscription.newsletter, subscription.reader
    if not newsletter.welcome_text.strip():
        return False
    head = letterhead_of(Publication.for_site(newsletter.site))
    slots = slots_of(subscription, newsletter, now=now)
    welcome = compose_welcome(newsletter).filled(slots)
    letter = queue_letter(
        kind="welcome", to=reader.address, sender=newsletter.sender or head.title,
        reply_to=newsletter.reply_to, subject=welcome.subject, text=welcome.text,
        html=welcome.html, headers=welcome.headers, language=newsletter.language, host=head.host,
        key=f"welcome:{subscription.pk}", group=f"subscription:{subscription.pk}", now=now,
    )  # fmt: skip
    return letter is not None
