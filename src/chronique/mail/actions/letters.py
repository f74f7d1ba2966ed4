"""Queue a letter, drop it, forget an address."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.encoding import punycode

from chronique.base.addresses import is_mail_address
from chronique.base.errors import Refused
from chronique.mail import rules
from chronique.mail.actions.suppressing import is_suppressed
from chronique.mail.models import EMPTY, KEPT, Letter


class BadLetter(Refused):
    """What was to stand in a header may not stand there."""


def queue_letter(
    *, kind: str, to: str, subject: str, text: str, html: str = "", sender: str = "",
    reply_to: str = "", headers: Mapping[str, str] | None = None, language: str = "",
    key: str = "", group: str = "", host: str = "", not_before: datetime | None = None,
    even_if_bounced: bool = False, now: datetime,
) -> Letter | None:  # fmt: skip
    """Queue a letter, in the transaction of the change that it tells of.

    `sender`: the publication's name. `host`: its name on the net, the main one's when empty.
    `key`: the same letter is queued once; None when it is there already (or was, these 30 days).
    `group`: by which `drop_letters` finds it. Subject and sender are made one line. A bad address,
    or one that nothing goes to, is no error here: the letter is kept as refused. `even_if_bounced`:
    the reader asks for it, so the address may be well again; who complained or was blocked gets
    nothing all the same. Raises BadLetter for a header that is wrong.
    """
    if wrong := rules.wrong_with_headers(headers or {}):
        raise BadLetter(wrong)
    if reply_to and not is_mail_address(reply_to):
        raise BadLetter("The address for answers is not an e-mail address.")
    due = max(now, not_before or now)
    letter = Letter(
        kind=kind, to=to, sender=rules.one_line(sender)[:255], reply_to=reply_to,
        subject=rules.one_line(subject), text=rules.sendable(text), html=rules.sendable(html),
        headers=dict(headers or {}), language=language, key=key, group=group,
        message_id=f"<{uuid4().hex}@{punycode(host or settings.CONF.hosts[0])}>",
        next_offer=due, created_at=now, keep_until=due + KEPT,
    )  # fmt: skip
    if not is_mail_address(to, beyond_ascii=True):
        refuse_unasked(letter, "This is not an e-mail address.")
    elif is_suppressed(to, even_if_bounced=even_if_bounced):
        refuse_unasked(letter, "Nothing goes to this address any more.")
    return letter if _is_new(letter) else None


def refuse_unasked(letter: Letter, answer: str) -> None:
    """Make a letter that is not saved yet one that is offered to no server."""
    letter.to = rules.one_line(letter.to)[:320]
    letter.state, letter.answer = Letter.State.REFUSED, answer
    for name, value in EMPTY.items():
        setattr(letter, name, value)


def _is_new(letter: Letter) -> bool:
    """Save the letter. False when its key is there already."""
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        if letter.key and Letter.objects.filter(key=letter.key).exists():
            return False
        raise
    return True


def drop_letters(group: str) -> int:
    """Drop the letters of a group that are not sent yet; return how many.

    One that is on its way this second may still arrive.
    """
    if not group:
        raise ValueError("letters without a group belong to nobody in particular")
    return Letter.objects.filter(group=group).drop()


def forget_letters(to: str) -> int:
    """Forget an address: drop what waits for it, delete the rows of what was sent; how many.

    One that is on its way this second may still arrive.
    """
    rows = Letter.objects.filter(to=to)
    return rows.drop() + rows.delete()[0]
