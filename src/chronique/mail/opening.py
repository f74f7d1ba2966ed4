"""Where a line for letters comes from."""

from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.message import Message

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.encoding import punycode

from chronique.base.errors import Unreachable
from chronique.base.post import Server
from chronique.mail.lines import Answer, Envelope, Line
from chronique.mail.rules import Outcome
from chronique.mail.smtp import SmtpLine, words_of


def open_line() -> Line:
    """Return a line to what the settings say. Raises Unreachable."""
    if settings.EMAIL_BACKEND != "chronique.mail.backend.EmailBackend":
        return BackendLine(get_connection())
    server = Server(
        "smtps" if settings.EMAIL_USE_SSL else "smtp", settings.EMAIL_HOST, settings.EMAIL_PORT,
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD,
    )  # fmt: skip
    # We say who we are by the publication's name, not by one that the machine thinks it has.
    return SmtpLine(server, name=punycode(settings.CONF.hosts[0]))


class Finished(EmailMessage):
    """A message that is bytes already, for a backend of Django's that writes it down."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(from_email=envelope.sender, to=[envelope.to])
        self._content = envelope.content

    def message(self, *, policy: object = None) -> Message:  # type: ignore[override]
        return message_from_bytes(self._content)


class BackendLine:
    """A backend of Django's that keeps letters on this machine."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self._backend = backend

    def offer(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None = None
    ) -> Answer:
        leaves()
        try:
            self._backend.send_messages([Finished(envelope)])
        except OSError as error:
            raise Unreachable(words_of(error)) from error
        return Answer(Outcome.SENT)

    def is_full(self) -> bool:
        return False

    def close(self) -> None:
        with suppress(OSError):
            self._backend.close()
