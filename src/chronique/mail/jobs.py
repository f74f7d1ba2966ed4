"""What the clock asks for; see `project.worker`."""

import logging
from contextlib import closing
from datetime import timedelta

from django.core.mail import get_connection
from django.utils import timezone

from chronique.base.errors import Unreachable
from chronique.mail.actions import send_letter, sweep
from chronique.mail.models import Letter

logger = logging.getLogger(__name__)

# How many letters go over one connection: servers hang up on those who stay too long.
BATCH = 50
# After how long other work of the worker, and its stop, have their turn.
TURN = timedelta(seconds=10)


def send_due_letters() -> int:
    """Offer what is due to the mail server, over one connection; return how many it took.

    Any number of workers may do so at once: each letter is one's alone.
    """
    begun = timezone.now()
    letters = list(Letter.objects.due(begun)[:BATCH])
    if not letters:
        return 0
    sent = 0
    with closing(get_connection()) as connection:
        for letter in letters:
            now = timezone.now()
            if now - begun >= TURN:
                break
            try:
                sent += send_letter(letter, now=now, connection=connection)
            except Unreachable as away:
                logger.warning("mail.away error=%s", type(away.__cause__).__name__)
                break
    return sent


def sweep_letters() -> int:
    """Delete the rows of letters that are decided and old; return how many.

    Their words went when they were decided: the database keeps none without a letter to send.
    """
    swept = 0
    while piece := sweep(now=timezone.now()):
        swept += piece
    return swept
