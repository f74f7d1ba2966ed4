"""One text to many: made once, queued a row a letter, stopped, resumed, counted."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.encoding import punycode

from chronique.base.addresses import is_mail_address
from chronique.base.batches import batches
from chronique.base.errors import Refused
from chronique.mail import rules
from chronique.mail.actions.letters import BadLetter, refuse_unasked
from chronique.mail.models import KEPT, Letter, Mailing, Return, Suppression, many
from chronique.mail.slots import SIGNS, slots_in, wrong_with_slots

# How many rows are looked up and written at once.
BATCH = 500


@dataclass(frozen=True)
class Recipient:
    """One letter of a mailing. `key`: it is queued once; `group`: see `queue_letter`."""

    to: str
    key: str
    group: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


def make_mailing(
    *, kind: str, subject: str, text: str, html: str = "", headers: Mapping[str, str] | None = None,
    sender: str = "", reply_to: str = "", language: str = "", host: str, now: datetime,
) -> Mailing:  # fmt: skip
    """Write what all letters of an issue share, with `slots.slot(name)` where they differ.

    The arguments are those of `queue_letter`. Slots may stand in the text, the HTML and the values
    of headers. Raises BadLetter for what may not stand in a header.
    """
    if wrong := rules.wrong_with_headers(headers or {}):
        raise BadLetter(wrong)
    if reply_to and not is_mail_address(reply_to):
        raise BadLetter("The address for answers is not an e-mail address.")
    if SIGNS.search(subject + sender):
        raise BadLetter("Subject and sender are the same for all.")
    return Mailing.objects.create(
        kind=kind, sender=rules.one_line(sender)[:255], reply_to=reply_to,
        subject=rules.one_line(subject), text=rules.sendable(text), html=rules.sendable(html),
        headers=dict(headers or {}), language=language, host=host, made_at=now,
    )  # fmt: skip


@transaction.atomic
def queue_mailing(
    mailing: Mailing, recipients: Iterable[Recipient], *, due: datetime, now: datetime
) -> int:
    """Queue a letter of the mailing to each recipient; return how many are new.

    A key that is there already is passed over, and so is an address that nothing goes to. A bad
    address is no error: the letter is kept as refused, and counts as new. Raises Refused, before
    anything is written, when a slot has no value, or one that may not stand in a mail.

    Many are given in pieces of some thousands, each in a transaction of its own: then a kill
    half-way loses nothing that was queued, and others write in between.
    """
    # Who queues the same mailing waits, and so does who holds it: no letter slips past either.
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    asked = slots_in([mailing.text, mailing.html, *mailing.headers.values()])
    return sum(
        _queue(mailing, batch, asked, max(due, now), now) for batch in batches(recipients, BATCH)
    )


def _queue(
    mailing: Mailing, batch: list[Recipient], asked: set[str], due: datetime, now: datetime
) -> int:
    for one in batch:
        if wrong := wrong_with_slots(asked, one.slots):
            raise Refused(wrong)
    silent = Suppression.objects.among(one.to for one in batch)
    end = f"@{punycode(mailing.host)}>"
    rows: list[many.Own] = []
    wrong_ones: list[many.Own] = []
    for one in batch:
        if one.to.lower() in silent:
            continue
        row = one.to, one.key, one.group, json.dumps(dict(one.slots)), f"<{uuid4().hex}{end}"
        (rows if is_mail_address(one.to, beyond_ascii=True) else wrong_ones).append(row)
    alike = Letter(
        mailing=mailing, kind=mailing.kind, subject=mailing.subject, next_offer=due,
        state=Letter.State.HELD if mailing.is_held else Letter.State.DUE,
        created_at=now, keep_until=due + KEPT,
    )  # fmt: skip
    return many.insert(alike, rows) + _keep_refused(alike, wrong_ones)


def _keep_refused(alike: Letter, rows: list[many.Own]) -> int:
    refuse_unasked(alike, "This is not an e-mail address.")
    shown = [(rules.one_line(to)[:320], key, group, "{}", own) for to, key, group, _, own in rows]
    return many.insert(alike, shown)


@transaction.atomic
def hold_mailing(mailing: Mailing, because: str = "") -> int:
    """Offer nothing of the mailing until it is resumed; return how many letters that stopped.

    `because`: why, in a sentence, when nobody asked for it. What a process has in hand may still
    arrive: what has begun on its lines, and what begins until it looks, some tenths of a second.
    """
    _lock(mailing)
    mailing.is_held, mailing.held_because = True, because
    mailing.save(update_fields=["is_held", "held_because"])
    return Letter.objects.filter(mailing=mailing).hold()


@transaction.atomic
def resume_mailing(mailing: Mailing) -> int:
    """Offer it again; return to how many."""
    _lock(mailing)
    mailing.is_held, mailing.held_because = False, ""
    mailing.save(update_fields=["is_held", "held_because"])
    return Letter.objects.filter(mailing=mailing).resume()


@transaction.atomic
def drop_mailing(mailing: Mailing) -> int:
    """Drop the letters of the mailing that are not sent yet; return how many.

    What is on its way this second may still arrive.
    """
    _lock(mailing)
    return Letter.objects.filter(mailing=mailing).drop()


def on_their_way(mailing: Mailing) -> int:
    """Return how many of its letters processes have in hand: they may still leave."""
    return Letter.objects.filter(mailing=mailing).taken().count()


def _lock(mailing: Mailing) -> None:
    Mailing.objects.select_for_update().get(pk=mailing.pk)


def numbers_of(mailing: Mailing) -> dict[str, int]:
    """Return how many letters are in each state, and of how many a mail came back.

    Keys: the values of `Letter.State`, "bounced" and "complained"; those of which there is none
    are there too. They stay when the rows of the letters are gone.
    """
    counts = Counter(dict.fromkeys([*Letter.State.values, "bounced", "complained"], 0))
    counts.update(Mailing.objects.values_list("gone", flat=True).get(pk=mailing.pk))
    counts.update(Letter.objects.filter(mailing=mailing).numbers())
    counts.update(Return.objects.filter(letter__mailing=mailing).numbers())
    return dict(counts)
