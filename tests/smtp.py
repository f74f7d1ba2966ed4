"""A real mail server on this machine. It keeps what it is given, and may be told to misbehave."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TOOK_IT = "250 OK"


class Postbox:
    """`letters` are those it has taken, parsed, oldest first.

    `answers` says what it answers to an address instead of taking its letters, for example
    {"bo@example.org": "550 5.1.1 No such user"}; `sender_answer` what it answers to all senders.
    It hangs up in the middle of a letter to `hangs_up_on`, and says nothing more, keeping the
    line open, once it has a whole letter to `silent_for`; `asked` is set then. `account` is the
    user and password that it wants.
    """

    def __init__(
        self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None,
        tls_from_start: bool = False, account: tuple[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.host, self.port = host, 0
        self.tls, self.tls_from_start, self.account = tls, tls_from_start, account
        self.letters: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.sender_answer = ""
        self.hangs_up_on: set[str] = set()
        self.silent_for: set[str] = set()
        self.asked = threading.Event()
        self.connections = 0
        self.sign_ins: list[tuple[str, str]] = []
        self.was_encrypted: list[bool] = []
        self.arrival = threading.Condition()

    @property
    def url(self) -> str:
        """What CHRONIQUE_MAIL says to send there."""
        user = ":".join(quote(word, safe="") for word in self.account or ())
        user = f"{user}@" if user else ""
        return f"{'smtps' if self.tls_from_start else 'smtp'}://{user}{self.host}:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters to an address, oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]

    def wait_for(self, count: int, *, seconds: float = 20) -> list[EmailMessage]:
        """Return the letters as soon as there are so many. Raises TimeoutError."""
        with self.arrival:
            if not self.arrival.wait_for(lambda: len(self.letters) >= count, seconds):
                raise TimeoutError(f"{len(self.letters)} of {count} letters came")
            return list(self.letters)

    def wait_for_one_to(self, address: str, *, seconds: float = 60) -> list[EmailMessage]:
        """Return the letters to an address as soon as there is one. Raises TimeoutError."""
        with self.arrival:
            if not self.arrival.wait_for(lambda: self.to(address), seconds):
                raise TimeoutError(f"none of {len(self.letters)} letters came to {address}")
            return self.to(address)

    # What aiosmtpd asks of a handler.

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.account and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return TOOK_IT

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return TOOK_IT

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hangs_up_on.intersection(envelope.rcpt_tos):
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        elif self.silent_for.intersection(envelope.rcpt_tos):
            self._take(session, envelope)
            self.asked.set()
            await asyncio.Event().wait()
        else:
            self._take(session, envelope)
        return TOOK_IT

    def _take(self, session: Session, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        with self.arrival:
            parsed: Any = message_from_bytes(envelope.content, policy=policy.default)
            self.letters.append(parsed)
            self.envelopes.append(envelope)
            self.was_encrypted.append(session.ssl is not None or self.tls_from_start)
            self.arrival.notify_all()

    def _sign_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = data.login.decode(), data.password.decode()
        self.sign_ins.append(given)
        return AuthResult(success=given == self.account, handled=False)

    def _session(self) -> SMTP:
        self.connections += 1
        return SMTP(
            self, hostname="mail.example.org", enable_SMTPUTF8=True,
            tls_context=None if self.tls_from_start else self.tls,
            authenticator=self._sign_in if self.account else None,
            auth_require_tls=False,
        )  # fmt: skip

    @contextmanager
    def open(self) -> Iterator[None]:
        """Serve in a thread until the end of the block; a free port is chosen the first time."""
        loop = asyncio.new_event_loop()
        context = self.tls if self.tls_from_start else None
        # All in its thread: the caller's may have a loop of its own, as Playwright's has.
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        serving = loop.create_server(self._session, self.host, self.port, ssl=context)
        server = asyncio.run_coroutine_threadsafe(serving, loop).result(10)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            loop.close()


async def _end(server: asyncio.Server) -> None:
    """Take no more calls, and hang up on all who are still here."""
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def open_postbox(**how: Any) -> Iterator[Postbox]:
    """A mail server on a free port of this machine, until the end of the block."""
    postbox = Postbox(**how)
    with postbox.open():
        yield postbox


def closed_port() -> int:
    """Return a port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
