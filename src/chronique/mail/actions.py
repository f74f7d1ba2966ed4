"""Queue a letter, send it, drop it."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils.encoding import punycode

from chronique.base.addresses import is_mail_address
from chronique.base.errors import Refused, Unreachable
from chronique.mail import rules
from chronique.mail.delivery import Answer, message_of, offer
from chronique.mail.models import EMPTY, KEPT, Letter
from chronique.mail.rules import Outcome

logger = logging.getLogger(__name__)

# How long everything waits when there is no mail server to be had.
AWAY = timedelta(minutes=1)


class BadLetter(Refused):
    """What was to stand in a header may not stand there."""


def queue_letter(
    *, kind: str, to: str, subject: str, text: str, html: str = "", sender: str = "",
    reply_to: str = "", headers: Mapping[str, str] | None = None, language: str = "",
    key: str = "", group: str = "", host: str = "", not_before: datetime | None = None,
    now: datetime,
) -> Letter | None:  # fmt: skip
    """Queue a letter, in the transaction of the change that it tells of.

    `sender`: the publication's name. `host`: its name on the net, the main one's when empty.
    `key`: the same letter is queued once; None when it is there already (or was, these 30 days).
    `group`: by which `drop_letters` finds it. Subject and sender are made one line. A bad address
    is no error here: the letter is kept as refused. Raises BadLetter for a header that is wrong.
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
    if not is_mail_address(to):
        _refuse_unasked(letter)
    return letter if _is_new(letter) else None


def _refuse_unasked(letter: Letter) -> None:
    letter.to = rules.one_line(letter.to)[:320]
    letter.state, letter.answer = Letter.State.REFUSED, "This is not an e-mail address."
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


def send_letter(
    letter: Letter, *, now: datetime, connection: BaseEmailBackend | None = None
) -> bool:
    """Offer a letter to the mail server. True when the server took it.

    False: another process has it, or it was refused, and its row says whether it comes again.
    Raises Unreachable when there is no server to be had; all that is due waits for a minute then.

    The server may have taken a letter whose sender is killed before it hears of that: the letter
    is sent twice then, under the same Message-ID, by which receivers can tell.
    """
    was_interrupted = letter.state == Letter.State.TAKEN
    if not Letter.objects.claim(letter, now=now):
        return False
    if was_interrupted and _next_offer(letter, now) is None:
        return _settle(letter, Answer(Outcome.NEVER, words="No offer came to its end."), now)
    line = connection or get_connection()
    try:
        answer = offer(message_of(letter, now=now), line)
    except Unreachable as away:
        _wait_for_server(letter, now, str(away))
        raise
    finally:
        if connection is None:
            line.close()
    return _settle(letter, answer, now)


def _settle(letter: Letter, answer: Answer, now: datetime) -> bool:
    """Write down what became of an offer; return whether the letter was sent."""
    if answer.outcome is Outcome.SENT:
        letter.mark_sent(now=now)
        logger.info("letter.sent id=%s kind=%s", letter.pk, letter.kind)
        return True
    letter.refusals += 1
    again = _next_offer(letter, now)
    if answer.outcome is Outcome.NEVER or again is None:
        letter.mark_refused(answer=answer.words)
        logger.warning("letter.refused id=%s kind=%s code=%s", letter.pk, letter.kind, answer.code)
    else:
        letter.put_back(again, answer=answer.words, refusals=letter.refusals)
        logger.info("letter.again id=%s code=%s at=%s", letter.pk, answer.code, again.isoformat())
    return False


def _wait_for_server(letter: Letter, now: datetime, words: str) -> None:
    """Put back a letter that nobody was there to take, and let the others wait with it.

    That counts as nobody's refusal, but after five days of it a letter is given up all the same.
    """
    if letter.first_offer and now - letter.first_offer >= rules.GIVE_UP_AFTER:
        letter.mark_refused(answer=words)
    else:
        letter.put_back(now + AWAY, answer=words, refusals=letter.refusals)
    Letter.objects.put_off(now=now, until=now + AWAY)


def _next_offer(letter: Letter, now: datetime) -> datetime | None:
    return rules.next_offer(
        first_offer=letter.first_offer or now, refusals=letter.refusals, now=now
    )


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
