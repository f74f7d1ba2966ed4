"""A line to a provider of letters, by django-anymail; its answers are read as a mail server's."""

import logging
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from chronique.base.errors import Unreachable
from chronique.base.post import PROVIDERS, Server
from chronique.mail.lines import Answer, Envelope, Lost
from chronique.mail.rules import Outcome

logger = logging.getLogger(__name__)

# How long an answer is waited for, seconds.
PATIENCE = 30
# What the part below says when a connection was not made, by their names: it is not ours to know.
UNHEARD = {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "SSLError"}
# Headers that the provider's interface has a word of its own for, or makes itself.
NOT_HEADERS = {
    "from", "to", "cc", "bcc", "subject", "date", "reply-to", "mime-version", "content-type",
    "content-transfer-encoding",
}  # fmt: skip


def backend_of(server: Server) -> Any:
    """Return the part of django-anymail that speaks with this provider."""
    path = f"anymail.backends.{PROVIDERS[server.scheme].backend}.EmailBackend"
    # What a provider cannot be told, such as to count no clicks, is set in the account there.
    return import_string(path)(ignore_unsupported_features=True, **_words(server))


def _words(server: Server) -> dict[str, Any]:
    words: dict[str, Any] = dict(server.options)
    if server.scheme != "ses":
        return words | {"timeout": PATIENCE}
    session = {"region_name": words.pop("region_name")}
    if account := words.pop("account"):
        key, _, secret = account.partition(":")
        session |= {"aws_access_key_id": key, "aws_secret_access_key": secret}
    return words | {"session_params": session}


class ProviderLine:
    """A session with a provider. Raises Unreachable when it cannot be had."""

    def __init__(self, server: Server) -> None:
        try:
            self._backend = backend_of(server)
            self._backend.open()
        except (AnymailError, ImportError, OSError) as error:
            raise Unreachable(_told(error)) from error

    def offer(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None = None
    ) -> Answer:
        message = message_of(envelope)
        leaves()
        try:
            self._backend.send_messages([message])
        except AnymailRecipientsRefused as error:
            return Answer(Outcome.NEVER, 550, _told(error))
        except AnymailAPIError as error:
            return _answer(error)
        except AnymailError as error:
            return Answer(Outcome.NEVER, 554, _told(error))
        return Answer(Outcome.SENT, 250)

    def is_full(self) -> bool:
        return False

    def close(self) -> None:
        with suppress(AnymailError, OSError):
            self._backend.close()


def message_of(envelope: Envelope) -> EmailMultiAlternatives:
    """Return the letter as Django's own message, of which a provider's interface is filled.

    Nothing is counted or rewritten; what comes back names the letter's row.
    """
    read: Any = message_from_bytes(envelope.content, policy=policy.default)
    message = EmailMultiAlternatives(
        subject=str(read["Subject"] or ""), body=_part(read, "plain"),
        from_email=str(read["From"] or ""), to=[envelope.to],
        reply_to=[str(read["Reply-To"])] if read["Reply-To"] else None,
        headers={key: str(value) for key, value in read.items() if key.lower() not in NOT_HEADERS},
    )  # fmt: skip
    if html := _part(read, "html"):
        message.attach_alternative(html, "text/html")
    asked: Any = message
    asked.track_opens = asked.track_clicks = False
    asked.metadata = {"letter": str(envelope.pk)}
    return message


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def _answer(error: AnymailAPIError) -> Answer:
    """Read an answer of HTTP. Raises Lost when there was none: nobody knows then, unless nobody was
    there to hear it.

    401, 402 and 403 are about our account, 429 and 5xx are for later; of the other 4xx nothing will
    become a letter.
    """
    code = error.status_code
    if code is None:
        if _was_unheard(error):
            return Answer(Outcome.AGAIN, words=_told(error))
        raise Lost from error
    if code in (401, 402, 403):
        return Answer(Outcome.AGAIN, 535, _told(error), of_sender=True)
    if code == 429 or code >= 500:
        return Answer(Outcome.AGAIN, 451, _told(error))
    return Answer(Outcome.NEVER, 554, _told(error))


def _was_unheard(error: BaseException) -> bool:
    """Whether no connection was made: some of what is wrapped in each other says so."""
    seen: set[int] = set()
    wait: list[object] = [error]
    while wait:
        one = wait.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        if type(one).__name__ in UNHEARD:
            return True
        seen.add(id(one))
        wait += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return False


def _told(error: Exception) -> str:
    """Return the words of an error, without the letter and without the key."""
    if isinstance(error, AnymailError):
        said = [str(part) for part in error.args] + [error.describe_response() or ""]
        words = " ".join(" ".join(part.split()) for part in said if part)
    else:
        words = f"{type(error).__name__}: {error}"
    return words[:500].replace("\0", "")
