"""Where mails come back to, and how each is read once.

Whoever reads hands each mail to a function that writes down, in a transaction, what follows; only
then is the mail marked as seen. After a kill in between it is read again, and known again by its
fingerprint. Of a long mail the beginning is read.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from chronique.base.post import Mailbox
from chronique.mail.mailboxes import imap, maildir

READERS = {"imap": imap.read, "imaps": imap.read, "maildir": maildir.read}


def read_mailbox(box: Mailbox, take: Callable[[bytes], object], *, seconds: float) -> int:
    """Hand on the mails that nobody has read; return how many.

    It ends after so many seconds, and the next call goes on. Raises Unreachable when the mailbox
    is not to be had, and OperationalError when the database is away: then nothing is lost. A mail
    that lays a bug open raises too, and is seen all the same, so that the others have their turn.
    """
    read = READERS.get(box.scheme)
    end = monotonic() + seconds
    return read(box, take, lambda: monotonic() < end) if read else 0
