"""What a row of a list does to a subscription: nobody comes back who left, here or there."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from chronique.exchange.subscribers.dates import moment
from chronique.exchange.subscribers.people import Person
from chronique.exchange.subscribers.states import ORDER, Word
from chronique.newsletter.models import Subscription
from chronique.newsletter.models.subscriptions import State

# What becomes of a row: something is written, nothing was to do, or a sentence why not.
NEW, SAME = "new", "same"
ASKED = _("They asked for it here and have not confirmed yet; that is for them to decide.")
LATER = _("They subscribed here themselves after that, and stay.")
# Why a row does not subscribe who has a row here.
BEFORE = {
    State.LEFT: _("They left here before, and are not brought back."),
    State.BOUNCED: _("Letters to this address did not arrive, so it is not subscribed again."),
    State.COMPLAINED: _("They called a letter spam here, and are not brought back."),
    State.BLOCKED: _("This address is blocked here."),
}
STATES = {
    Word.ACTIVE: State.ACTIVE, Word.UNCONFIRMED: State.ASKED, Word.LEFT: State.LEFT,
    Word.BOUNCED: State.BOUNCED, Word.COMPLAINED: State.COMPLAINED, Word.BLOCKED: State.BLOCKED,
}  # fmt: skip
WORDS = {state: word for word, state in STATES.items()}


def settle(known: Subscription, person: Person, *, now: datetime) -> str:
    """Change what is known as the row asks; return NEW, SAME, or why nothing was changed."""
    if person.word in (Word.ACTIVE, Word.UNCONFIRMED):
        return _join(known, person, now)
    return _end(known, person, now)


def begin(fresh: Subscription, person: Person, *, now: datetime) -> None:
    """Fill a subscription that was not there."""
    fresh.state = STATES[person.word]
    fresh.made_at = now
    if fresh.state != State.ASKED:
        fresh.since = person.since or (now if fresh.state == State.ACTIVE else None)
    if fresh.state not in (State.ASKED, State.ACTIVE):
        fresh.ended_at = person.ended or now


def restore(row: Subscription, proof: dict[str, str]) -> None:
    """Give a subscription the proof of consent that it left us with."""
    if proof.get("basis") in Subscription.Basis.values:
        row.basis = proof["basis"]
    row.consent_text, row.consent_page = proof["consent_text"], proof["consent_page"]
    row.consent_how, row.consent_at = proof["consent_how"], moment(proof["consent_at"])
    row.made_at = moment(proof["made_at"]) or row.made_at


def _join(known: Subscription, person: Person, now: datetime) -> str:
    if known.state == State.ACTIVE:
        return SAME
    if known.state != State.ASKED:
        return str(BEFORE[State(known.state)])
    if person.word is Word.UNCONFIRMED:
        return SAME
    known.state, known.since = State.ACTIVE, person.since or now
    return NEW


def _end(known: Subscription, person: Person, now: datetime) -> str:
    if known.state == State.ASKED:
        return str(ASKED)
    ended = person.ended or now
    if known.state == State.ACTIVE:
        is_own = known.basis == Subscription.Basis.FORM
        if is_own and not (person.ended and known.since and person.ended > known.since):
            return str(LATER)
    elif ORDER.index(WORDS[State(known.state)]) >= ORDER.index(person.word):
        return SAME
    known.state, known.ended_at = STATES[person.word], ended
    return NEW
