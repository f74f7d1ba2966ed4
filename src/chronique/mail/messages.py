"""A letter's row, made into what leaves."""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import punycode

from chronique.mail.dkim import Signer
from chronique.mail.lines import Envelope
from chronique.mail.models import Letter, Mailing
from chronique.mail.prepared import Prepared, Words
from chronique.mail.return_path import return_address

# How many mailings are prepared at once: each some 30 KB.
MAILINGS = 16


def prepared_for(letter: Letter) -> Prepared:
    """Return what the letter's mailing says, or what it says itself. Asks the database."""
    return _prepared_mailing(letter.mailing_id) if letter.mailing_id else _prepared_notice(letter)


@lru_cache(MAILINGS)
def _prepared_mailing(pk: int) -> Prepared:
    mailing = Mailing.objects.get(pk=pk)
    return Prepared(_words(mailing, mailing.headers))


def _prepared_notice(letter: Letter) -> Prepared:
    # Absence notes and the like are not wanted in answer: RFC 3834.
    return Prepared(_words(letter, {"Auto-Submitted": "auto-generated"} | letter.headers))


def _words(said: Letter | Mailing, headers: dict[str, str]) -> Words:
    language = {"Content-Language": said.language} if said.language else {}
    return Words(
        sender=said.sender, address=settings.DEFAULT_FROM_EMAIL, subject=said.subject,
        text=said.text, html=said.html, reply_to=said.reply_to, headers=language | headers,
    )  # fmt: skip


def envelope_of(
    letter: Letter, prepared: Prepared, *, signer: Signer | None, clock: Callable[[], datetime]
) -> Envelope:
    """Return the letter as it leaves. Asks no database, so that a thread may do it."""
    to, now = _spelled(letter.to), clock().replace(microsecond=0)
    content = prepared.letter(
        to=to, message_id=letter.message_id, date=_date(now), slots=letter.slots
    )
    if signer:
        content = signer.sign(content, second=int(now.timestamp())) + content
    return Envelope(letter.pk, return_address(letter.pk), to, content)


@lru_cache(8)
def _date(now: datetime) -> str:
    return format_datetime(timezone.localtime(now))


def _spelled(address: str) -> str:
    """Return an address with its domain as mail knows it."""
    if address.isascii():
        return address
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{punycode(domain)}"
