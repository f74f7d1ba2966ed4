"""Send a letter, and write down what became of it."""

import logging
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from chronique.base.errors import Unreachable
from chronique.mail import rules
from chronique.mail.delivery import Answer, message_of, offer
from chronique.mail.models import Letter
from chronique.mail.rules import Outcome

logger = logging.getLogger(__name__)

# How long everything waits when there is no mail server to be had.
AWAY = timedelta(minutes=1)


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

    That counts as nobody's refusal, but after four days of it a letter is given up all the same.
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
