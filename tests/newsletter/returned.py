"""Letters that were sent, and what servers and providers write about them."""

from itertools import count
from typing import Any

from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from chronique.mail.return_path import return_address
from chronique.newsletter.models import Newsletter, Subscription
from chronique.readers.models import Reader
from tests.factories import NOON
from tests.mail.returns.mails import COMPLAINT, REPORT

number = count(1)
# The return path in `mails`, and the Message-ID there.
MARK, LETTER_ID, OWN_ID = b"bounces+r7-mark@example.org", b"<letter@example.org>", b"own@mx"


def subscriber(address: str = "bo@example.net", **fields: Any) -> Subscription:
    reader, _ = Reader.objects.get_or_create(
        address=address, defaults={"made_at": NOON, "confirmed_at": NOON}
    )
    newsletter = fields.pop("newsletter", None) or Newsletter.objects.earliest("pk")
    values = {"state": "active", "made_at": NOON, "since": NOON, "basis": "form"}
    return Subscription.objects.create(newsletter=newsletter, reader=reader, **values | fields)


def waiting_letter(to: str = "bo@example.net", **fields: Any) -> Letter:
    values: dict[str, Any] = {"kind": "issue", "subject": "An issue", "text": "Words.", "now": NOON}
    letter = queue_letter(to=to, **values | fields)
    assert letter
    return letter


def sent_letter(to: str = "bo@example.net", **fields: Any) -> Letter:
    letter = waiting_letter(to, **fields)
    sent = {"state": "sent", "sent_at": NOON, "next_offer": None, "text": "", "html": ""}
    Letter.objects.filter(pk=letter.pk).update(**sent)
    return letter


def bounce(letter: Letter, *, words: str = "550 5.1.1 No such user", own_id: str = "") -> bytes:
    """Return a server's report on a letter, each with a Message-ID of its own."""
    raw = _about(REPORT, letter).replace(b"550 5.1.1 No such user", words.encode())
    raw = raw.replace(b"5.1.1", words.split()[1].encode())
    return raw.replace(OWN_ID, (own_id or f"own{next(number)}").encode())


def complaint(letter: Letter) -> bytes:
    return _about(COMPLAINT, letter)


def _about(raw: bytes, letter: Letter) -> bytes:
    raw = raw.replace(MARK, return_address(letter.pk).encode())
    return raw.replace(LETTER_ID, letter.message_id.encode())
