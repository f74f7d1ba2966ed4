"""What a writer does at the desk with single subscribers: adds them, lets them in again.

To end a subscription, or to block it, is `subscribing.end`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.mail.models import Suppression
from chronique.newsletter.models import Newsletter, Subscription
from chronique.newsletter.models.subscriptions import State
from chronique.readers.actions import meet
from chronique.readers.models import Erasure, Reader
from chronique.readers.rules import one_form


@dataclass(frozen=True)
class Consent:
    """How a writer knows that somebody wants letters: in words, where, and when."""

    how: str
    page: str
    at: datetime


@transaction.atomic
def add_subscriber(
    *, address: str, name: str, language: str, newsletters: Sequence[Newsletter], rhythm: str,
    consent: Consent, now: datetime,
) -> Reader:  # fmt: skip
    """Subscribe somebody who said so elsewhere than on the site. No letter asks them again.

    Raises Refused for who left before, or is to get nothing: only they come back, by themselves.
    """
    _may_be_written_to(address)
    reader = meet(address=address, name=name, language=language, now=now)
    if reader is None:
        raise Refused(_("This is no address that mail can be sent to."))
    if name and not reader.name:
        reader.name = name[:255]
        reader.save(update_fields=["name"])
    made = [_add(reader, newsletter, rhythm, consent, now) for newsletter in newsletters]
    if not any(made):
        raise Refused(_("%(address)s has it already.") % {"address": reader.address})
    return reader


def _may_be_written_to(address: str) -> None:
    form = one_form(address)
    if Erasure.objects.filter(address=form).exists():
        raise Refused(_("They asked that everything about them be erased."))
    if Suppression.objects.filter(address=form).exists():
        raise Refused(_("No letter goes to this address any more: see why on its page."))


def _add(
    reader: Reader, newsletter: Newsletter, rhythm: str, consent: Consent, now: datetime
) -> bool:
    """Whether something was to do. Raises Refused."""
    row, _made = Subscription.objects.get_or_create(
        newsletter=newsletter, reader=reader,
        defaults={"made_at": now, "basis": Subscription.Basis.WRITER},
    )  # fmt: skip
    if row.state == State.ACTIVE:
        return False
    if row.state != State.ASKED:
        raise Refused(
            _(
                "They do not get “%(newsletter)s” any more (%(state)s). Only they can come back, on"
                " the site."
            )
            % {"newsletter": newsletter.name, "state": row.get_state_display()}
        )  # fmt: skip
    row.state, row.rhythm, row.since = State.ACTIVE, rhythm, now
    row.basis, row.consent_how = Subscription.Basis.WRITER, consent.how
    row.consent_page, row.consent_at, row.consent_text = consent.page, consent.at, ""
    row.save()
    return True


def let_in(subscription: Subscription) -> bool:
    """Let who was blocked subscribe again, if they wish; until then they get nothing."""
    rows = Subscription.objects.blocked().filter(pk=subscription.pk)
    return rows.update(state=State.LEFT) == 1
