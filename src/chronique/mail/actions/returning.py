"""A mail says that a letter did not arrive, or was not wanted: whose it is, and what follows."""

import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.db import transaction

from chronique.mail import rules
from chronique.mail.actions.suppressing import suppress
from chronique.mail.models import Letter, Return
from chronique.mail.return_path import letter_of
from chronique.mail.returns import Kind, Returned
from chronique.mail.returns.signs import is_about_us, meaning, reply_in, status_in

logger = logging.getLogger(__name__)

KINDS = {Kind.HARD, Kind.SOFT, Kind.COMPLAINT}


@dataclass(frozen=True)
class Taken:
    """A return that counts. `stops`: nothing goes to its address any more, from now on."""

    row: Return
    stops: bool


def letter_meant(found: Returned) -> Letter | None:
    """Return the letter that a mail is about, or None.

    Two things tell, and only who got the letter, or carried it, knows them: the mark of its return
    path, and its Message-ID, of which 122 bits are drawn by chance. Providers who black out the
    reader keep one of them. What the mail says of recipients is never believed.
    """
    for address in (*found.came_to, *found.sent_as):
        if (pk := letter_of(address)) is not None:
            return Letter.objects.filter(pk=pk).first()
    if not found.original_id:
        return None
    return Letter.objects.filter(message_id=found.original_id).first()


def take_return(
    found: Returned, *, fingerprint: str, letter: Letter | None = None, now: datetime
) -> Taken | None:
    """Write down what came back, and let nothing go there any more when that is enough.

    None when it is about no letter of ours, was read before, or leads to nothing (a delay, an
    answer). `fingerprint`: the same for the same mail. `letter`: the one that is meant, where that
    is known already.
    """
    if found.kind not in KINDS or found.is_delay:
        return None
    letter = letter or letter_meant(found)
    if letter is None or not letter.to:
        return None
    return _take(letter, found, fingerprint, now)


@transaction.atomic
def _take(letter: Letter, found: Returned, fingerprint: str, now: datetime) -> Taken | None:
    address, words = letter.to.lower(), rules.sendable(found.words)[:1000]
    mark = blake2b(f"{letter.pk} {found.kind} {fingerprint}".encode(), digest_size=32).hexdigest()
    row, is_new = Return.objects.get_or_create(
        fingerprint=mark,
        defaults={
            "kind": Return.Kind(found.kind), "address": address, "letter": letter,
            "status": found.status[:20], "words": words, "at": now,
            "is_spent": found.kind is Kind.SOFT and is_about_us(found.status, words),
        },
    )  # fmt: skip
    if not is_new:
        return None
    logger.info("letter.returned id=%s kind=%s status=%s", letter.pk, row.kind, row.status)
    is_soft = row.kind == Return.Kind.SOFT
    if is_soft and not Return.objects.is_enough(address, now):
        return Taken(row, stops=False)
    suppress(address, row.kind, words, now)
    Return.objects.soft_ones(address).update(is_spent=True)
    return Taken(row, stops=True)


def refusal_of(letter: Letter) -> Returned:
    """Return what a server said that refused a letter at once, as if it had come back."""
    words = letter.answer
    return Returned(
        kind=meaning("", words), status=status_in(words), reply=reply_in(words), words=words,
        recipients=(letter.to,), original_id=letter.message_id, own_id="refused",
    )  # fmt: skip


def fingerprint_of(raw: bytes, found: Returned) -> str:
    """Return what is the same for a mail that is read twice, be it on two ways."""
    return found.own_id or blake2b(raw, digest_size=16).hexdigest()
