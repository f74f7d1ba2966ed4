"""Offers one letter to the mail server, by Django's mail API, and reads its answer."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import charset
from email.utils import format_datetime, quote

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from chronique.base.errors import Unreachable
from chronique.mail.models import Letter
from chronique.mail.rules import Outcome, outcome

# UTF-8 in plain ASCII: no server on the way has to write it anew, which would break signatures.
UTF8 = charset.Charset("utf-8")
UTF8.body_encoding = charset.QP


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    # 0: the server gave none.
    code: int = 0
    words: str = ""


def message_of(letter: Letter, *, now: datetime) -> EmailMultiAlternatives:
    address = settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        subject=letter.subject, body=letter.text, to=[letter.to],
        from_email=f'"{quote(letter.sender)}" <{address}>' if letter.sender else address,
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=_headers(letter, now) | letter.headers,
    )  # fmt: skip
    message.encoding = UTF8
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _headers(letter: Letter, now: datetime) -> dict[str, str]:
    headers = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(timezone.localtime(now)),
        # Absence notes and the like are not wanted in answer: RFC 3834.
        "Auto-Submitted": "auto-generated",
    }
    return headers | ({"Content-Language": letter.language} if letter.language else {})


def offer(message: EmailMultiAlternatives, connection: BaseEmailBackend) -> Answer:
    """Offer a message over a connection, which is opened if it is not open.

    Raises Unreachable when no server can be had. After any failure the connection is closed, so
    that the next message begins on a new one.
    """
    try:
        connection.open()
    except OSError as error:
        raise Unreachable(_words(error)) from error
    try:
        connection.send_messages([message])
    except OSError as error:
        with suppress(OSError):
            connection.close()
        return _answer(error)
    return Answer(Outcome.SENT)


def _answer(error: OSError) -> Answer:
    """Read what smtplib raised. What is no server's answer (a lost connection, a full disk) is a
    reason to try again.
    """
    code, words = 0, _words(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        words = _decoded(said)
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, _decoded(error.smtp_error)
    of_sender = isinstance(error, smtplib.SMTPSenderRefused)
    return Answer(outcome(code, of_sender=of_sender), code, f"{code or ''} {words}".strip())


def _words(error: OSError) -> str:
    return f"{type(error).__name__}: {error}"[:500].replace("\0", "")


def _decoded(words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return text[:500].replace("\0", "")
