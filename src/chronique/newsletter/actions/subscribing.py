"""A reader asks for newsletters, chooses, and leaves; or a subscription is ended for another cause.

Who is asked first whether an address is theirs, and confirms it: see `asking` and `confirming`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Site

from chronique.base.errors import Refused
from chronique.mail.actions import drop_letters
from chronique.newsletter.models import Asking, Issue, Newsletter, Rhythm, Subscription, Trust
from chronique.newsletter.rules import as_page, as_text
from chronique.readers.models import Reader
from chronique.readers.rules import one_form

State = Subscription.State
# What a reader takes up, or changes, by themselves. Who was blocked is let in by the writer alone,
# and who called letters spam by a letter that asks.
OPEN_TO_READERS = (State.ASKED, State.ACTIVE, State.LEFT, State.BOUNCED)


class NotAnAddress(Refused):
    """What was given is no e-mail address."""


def subscribe(
    *, address: str, choices: Mapping[int, str], site: Site, language: str, text: str, page: str,
    trust: str = Trust.PLAIN, moves: Reader | None = None, now: datetime,
) -> Asking:  # fmt: skip
    """Note that somebody wants newsletters, by number and rhythm, sent to an address.

    The worker asks the address whether that is so, at most once a day. The same is done here for
    every address, and nobody is told more. `text` is what was shown, `page` the path it stood on.
    Raises NotAnAddress.
    """
    form = one_form(address)
    if not form:
        raise NotAnAddress(_("This is not an e-mail address. It looks like bo@example.org."))
    asking = Asking(
        site=site, address=form, choices=as_text(choices), language=language, moves=moves,
        consent_text=text, consent_page=as_page(page), asked_at=now, trust=trust,
    )  # fmt: skip
    asking.pk = Asking.objects.ask(asking)
    return asking


def activate(
    *, reader: Reader, newsletter: Newsletter, rhythm: str, now: datetime, proof: Mapping[str, Any],
) -> Subscription | None:  # fmt: skip
    """Let a reader have a newsletter from now on. None when the writer blocked them.

    `proof`: the fields of the consent, by a form if they say nothing else. Who had it already keeps
    their proof, and gets the other rhythm.
    """
    made = {"made_at": now, "basis": Subscription.Basis.FORM}
    row, _made = Subscription.objects.get_or_create(
        newsletter=newsletter, reader=reader, defaults=made
    )
    rows = Subscription.objects.filter(pk=row.pk)
    if rows.active().update(rhythm=Rhythm(rhythm)):
        row.refresh_from_db()
        return row
    taken_up = rows.not_blocked().update(
        state=State.ACTIVE, rhythm=Rhythm(rhythm), since=now, ended_at=None, ended_by=None,
        **{"basis": Subscription.Basis.FORM, **proof},
    )  # fmt: skip
    row.refresh_from_db()
    return row if taken_up else None


@transaction.atomic
def choose(
    *, reader: Reader, choices: Mapping[int, str], offered: list[Newsletter], text: str, page: str,
    now: datetime,
) -> None:  # fmt: skip
    """Let a reader have these of the newsletters that they were shown, and no others of them.

    They came by a link of their own, so their address is known to be theirs.
    """
    had = {row.newsletter_id: row for row in of_reader(reader).filter(newsletter__in=offered)}
    proof = {
        "consent_text": text, "consent_page": page, "consent_at": now,
        "consent_how": _("Chosen on the page that the link in a letter to this address opens."),
    }  # fmt: skip
    for newsletter in offered:
        row, rhythm = had.get(newsletter.pk), choices.get(newsletter.pk)
        if rhythm is None:
            if row is not None:
                leave(row, now=now)
        elif row is None or row.state in OPEN_TO_READERS:
            activate(reader=reader, newsletter=newsletter, rhythm=rhythm, now=now, proof=proof)


def of_reader(reader: Reader) -> QuerySet[Subscription]:
    """Return a reader's subscriptions, also ended ones, in the order of the newsletters."""
    rows = Subscription.objects.filter(reader=reader).select_related("newsletter", "reader")
    return rows.order_by("newsletter__sort_order", "newsletter__pk")


def leave(subscription: Subscription, *, issue: int | None = None, now: datetime) -> bool:
    """End a subscription by its reader's wish, at once, also for letters that wait to be sent.

    `issue`: the number of the one by whose letter. False when it had ended already.
    """
    return end(subscription, State.LEFT, issue=issue, now=now)


@transaction.atomic
def end(subscription: Subscription, state: str, *, issue: int | None = None, now: datetime) -> bool:
    """End a subscription, and drop what waits to be sent. False when it had ended already.

    `state`: why, LEFT, BOUNCED, COMPLAINED or BLOCKED. A block also takes the place of what ended
    before, and a complaint of a leaving: neither is forgotten by the other order of events.
    """
    if state in (State.ASKED, State.ACTIVE):
        raise ValueError(f"{state} is no end")
    by = Issue.objects.filter(pk=issue or 0, newsletter=subscription.newsletter_id).first()
    rows = Subscription.objects.that_ends(state).filter(pk=subscription.pk)
    ended = rows.update(state=State(state), ended_at=now, ended_by=by) == 1
    drop_letters(group_of(subscription))
    subscription.refresh_from_db()
    return ended


def group_of(subscription: Subscription) -> str:
    """Return by which the letters of a subscription are found."""
    return f"subscription:{subscription.pk}"


def change_rhythm(*, subscription: Subscription, rhythm: str) -> None:
    """Bring each article, or a digest. What is queued for the old rhythm still arrives."""
    Subscription.objects.filter(pk=subscription.pk).update(rhythm=Rhythm(rhythm))
    subscription.refresh_from_db()


def change_language(*, reader: Reader, language: str) -> None:
    """Write what we ask and tell a reader in another language; newsletters have their own."""
    Reader.objects.filter(pk=reader.pk).update(language=Newsletter.Language(language))
    reader.refresh_from_db()


def change_address(*, reader: Reader, address: str, site: Site, now: datetime) -> None:
    """Ask a new address whether the letters may come there; until it confirms nothing changes.

    Raises NotAnAddress.
    """
    subscribe(
        address=address, choices={}, site=site, language=reader.language, text="", page="",
        trust=Trust.PROVEN, moves=reader, now=now,
    )  # fmt: skip
