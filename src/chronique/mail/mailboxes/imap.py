"""A mailbox on a server, by IMAP: a mail that was handed on is marked as seen."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from chronique.base.errors import Unreachable
from chronique.base.post import Mailbox
from chronique.mail.mailboxes.seen import hand_on
from chronique.mail.returns.mime import BEGINNING
from chronique.mail.smtp import THIS_MACHINE

# How long an answer is waited for, seconds.
PATIENCE = SocketTimeout(connect=10, read=30)
# How many mails are fetched at once: of 50 MB each, the beginnings are 10 MB.
BATCH = 20
PART = f"BODY.PEEK[]<0.{BEGINNING}>"


def read(box: Mailbox, take: Callable[[bytes], object], goes_on: Callable[[], bool]) -> int:
    """Hand on what is not seen yet, the oldest first. Raises Unreachable."""
    count = 0
    try:
        with _opened(box) as client:
            uids = sorted(client.search(["UNSEEN", "UNDELETED"]))
            for place in range(0, len(uids), BATCH):
                if not goes_on():
                    break
                count += _batch(client, uids[place : place + BATCH], take)
    except (IMAPClientError, OSError) as error:
        words = f"{type(error).__name__}: {error}"[:300]
        raise Unreachable(f"The mailbox at {box.host} cannot be read. {words}") from error
    return count


def _batch(client: IMAPClient, uids: list[int], take: Callable[[bytes], object]) -> int:
    fetched = client.fetch(uids, [PART])
    seen: list[int] = []
    try:
        for uid in uids:
            raw = _body(fetched.get(uid, {}))
            # Another program may have taken it away.
            if raw is not None:
                hand_on(raw, take, partial(seen.append, uid))
    finally:
        if seen:
            client.add_flags(seen, [SEEN], silent=True)
    return len(seen)


def _body(answer: dict[bytes, object]) -> bytes | None:
    found = (value for name, value in answer.items() if name.upper().startswith(b"BODY["))
    return next((value for value in found if isinstance(value, bytes)), None)


@contextmanager
def _opened(box: Mailbox) -> Iterator[IMAPClient]:
    """Sign in, by TLS with a certificate that is right, and open the folder."""
    context = ssl.create_default_context()
    is_tls = box.scheme == "imaps"
    client = IMAPClient(
        box.host, box.port, ssl=is_tls, ssl_context=context if is_tls else None, timeout=PATIENCE
    )
    try:
        if not is_tls and box.host not in THIS_MACHINE:
            # It fails where the server offers none: the password is not sent in the clear.
            client.starttls(context)
        client.login(box.user, box.password)
        client.select_folder(box.folder)
        yield client
        with suppress(IMAPClientError, OSError):
            client.logout()
    finally:
        with suppress(IMAPClientError, OSError):
            client.shutdown()
