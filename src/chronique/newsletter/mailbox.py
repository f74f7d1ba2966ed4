"""The worker hears what servers say of letters; see `project.worker`."""

import logging

from django.conf import settings
from django.utils import timezone

from chronique.base.errors import Unreachable
from chronique.mail.mailboxes import read_mailbox
from chronique.newsletter.actions.returns import take_mail, take_refusals

logger = logging.getLogger(__name__)

# How long one turn takes at most, seconds; the next goes on.
TURN = 300.0


def read_what_came_back() -> int:
    """Read the mails that nobody has read yet; return how many."""
    box = settings.CONF.mailbox
    if box is None:
        return 0
    try:
        return read_mailbox(box, lambda raw: take_mail(raw, now=timezone.now()), seconds=TURN)
    except Unreachable as away:
        logger.warning("mailbox.away error=%s", away)
        return 0


def heed_refusals() -> int:
    """Carry out what servers said that refused letters at once; return of how many."""
    count = 0
    while heeded := take_refusals(now=timezone.now()):
        count += heeded
    return count
