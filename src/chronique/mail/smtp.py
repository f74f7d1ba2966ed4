"""A line to a mail server: commands in one breath where the server takes them so (RFC 2920)."""

import re
import smtplib
import socket
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from chronique.base.errors import Unreachable
from chronique.base.post import Server
from chronique.mail.lines import Answer, Envelope, Lost
from chronique.mail.rules import Outcome, outcome

# To a server on this machine there is no wire to listen on, and its certificate is rarely real.
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
# How long a server may take to be there, seconds; and to answer, once it is: RFC 5321, 4.5.3.2.
PATIENCE, PATIENCE_WITH_ANSWERS = 20.0, 300.0
# How many letters go over one line: servers hang up on those who stay too long.
FULL = 100
# Of an answer: the longest that is read, bytes.
LONGEST_ANSWER = 65_536

# What would end the command in which an address stands.
NO_ADDRESS = re.compile(r"[\x00-\x20<>\x7f]")

Reply = tuple[int, str]
Trust = Callable[[], ssl.SSLContext]


def connect(
    server: Server, *, name: str, trust: Trust = ssl.create_default_context,
    timeout: float | None = None,
) -> smtplib.SMTP:  # fmt: skip
    """Connect and sign in. `name`: who we say we are. Raises OSError (SMTPException is one).

    STARTTLS is used whenever it is offered, and a password never leaves without it. `trust` says
    whose certificates are believed; to read them takes longer than to send a hundred letters.
    """
    limit = PATIENCE if timeout is None else timeout
    line: smtplib.SMTP
    if server.is_tls_from_start:
        line = smtplib.SMTP_SSL(server.host, server.port, name, timeout=limit, context=trust())
    else:
        line = smtplib.SMTP(server.host, server.port, name, timeout=limit)
    try:
        _sign_in(line, server, trust)
    except OSError:
        line.close()
        raise
    return line


def _sign_in(line: smtplib.SMTP, server: Server, trust: Trust) -> None:
    line.ehlo_or_helo_if_needed()
    if not server.is_tls_from_start and server.host not in THIS_MACHINE:
        if line.has_extn("starttls"):
            line.starttls(context=trust())
            line.ehlo_or_helo_if_needed()
        elif server.user:
            raise smtplib.SMTPNotSupportedError(
                "The server offers no TLS, and the password is not sent in the clear."
            )
    if server.user:
        line.login(server.user, server.password)


class SmtpLine:
    """One connection to a mail server; raises Unreachable when it cannot be had."""

    def __init__(
        self, server: Server, *, name: str, trust: Trust = ssl.create_default_context
    ) -> None:
        try:
            session = connect(server, name=name, trust=trust)
        except OSError as error:
            raise Unreachable(words_of(error)) from error
        if session.sock is None:
            raise Unreachable("The server hung up.")
        self._socket: socket.socket = session.sock
        self._socket.settimeout(PATIENCE_WITH_ANSWERS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._breathes = session.has_extn("pipelining")
        self._takes_utf8 = session.has_extn("smtputf8")
        # What was heard of a line, and the lines that were not looked at yet.
        self._unread, self._lines = b"", deque[bytes]()
        self._carried = 0
        # Whose commands the server has already, and whether it is between two letters.
        self._begun: Envelope | None = None
        self._is_clean = True

    def is_full(self) -> bool:
        return self._carried >= FULL

    def offer(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None = None
    ) -> Answer:
        self._carried += 1
        if words := self._cannot_take(envelope):
            return Answer(Outcome.NEVER, words=words)
        if self._begun not in (None, envelope):
            raise Lost("Another letter was begun.")
        if refused := self._begin(envelope):
            self._is_clean = False
            return refused
        return self._hand_over(envelope, leaves, following)

    def _cannot_take(self, envelope: Envelope) -> str:
        if NO_ADDRESS.search(envelope.to):
            return "This is not an e-mail address."
        if not (self._takes_utf8 or envelope.to.isascii()):
            return "The mail server takes only addresses in ASCII (it offers no SMTPUTF8)."
        return ""

    def _begin(self, envelope: Envelope) -> Answer | None:
        """Say who the letter is for; return the answer when it is not wanted."""
        if self._begun is None:
            commands = self._commands(envelope)
        else:
            commands, self._begun = [], None
            return self._heard([self._reply() for _ in range(3)])
        if not self._is_clean:
            commands.insert(0, b"RSET\r\n")
        if self._breathes:
            self._send(b"".join(commands))
            replies = [self._reply() for _ in commands]
        else:
            replies = self._one_by_one(commands)
        if not self._is_clean and replies.pop(0)[0] >= 400:
            raise Lost("The server does not begin anew.")
        return self._heard(replies)

    def _may_begin(self, envelope: Envelope) -> bool:
        return self._breathes and not self.is_full() and not self._cannot_take(envelope)

    def _commands(self, envelope: Envelope) -> list[bytes]:
        utf8 = "" if envelope.to.isascii() else " SMTPUTF8"
        return [
            f"MAIL FROM:<{envelope.sender}>{utf8}\r\n".encode(),
            f"RCPT TO:<{envelope.to}>\r\n".encode(),
            b"DATA\r\n",
        ]

    def _one_by_one(self, commands: list[bytes]) -> list[Reply]:
        replies: list[Reply] = []
        for command in commands:
            self._send(command)
            replies.append(self._reply())
            if replies[-1][0] >= 400:
                break
        return replies

    def _heard(self, replies: list[Reply]) -> Answer | None:
        """Return why the server does not want the letter, by its answers to our three commands."""
        for place, (code, words) in enumerate(replies):
            if code >= 400 or (code != 354) == (place == 2):
                if replies[-1][0] == 354:
                    # It wants the words of a letter to nobody: none.
                    self._send(b".\r\n")
                    self._reply()
                return _answer(code, words, of_sender=place == 0)
        return None

    def _hand_over(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None
    ) -> Answer:
        # A dot that begins a line would be doubled, but none does.
        self._send(envelope.content)
        leaves()
        end = [b".\r\n"]
        if following is not None and self._may_begin(following):
            end += self._commands(following)
            self._begun = following
        self._send(b"".join(end))
        self._is_clean = True
        return _answer(*self._reply())

    def _send(self, words: bytes) -> None:
        try:
            self._socket.sendall(words)
        except OSError as error:
            raise Lost(words_of(error)) from error

    def _reply(self) -> Reply:
        """Return the next answer: its code, and all of its lines as one."""
        said = [self._line()]
        while said[-1][3:4] == b"-":
            said.append(self._line())
        code = said[-1][:3]
        if not code.isdigit():
            raise Lost("The server speaks no SMTP.")
        return int(code), b" ".join([line[4:] for line in said]).decode(errors="replace")

    def _line(self) -> bytes:
        while not self._lines:
            self._hear()
        return self._lines.popleft().rstrip(b"\r")

    def _hear(self) -> None:
        try:
            heard = self._socket.recv(LONGEST_ANSWER)
        except OSError as error:
            raise Lost(words_of(error)) from error
        if not heard or len(self._unread) > LONGEST_ANSWER:
            raise Lost("The server hung up.")
        *lines, self._unread = (self._unread + heard).split(b"\n")
        self._lines.extend(lines)

    def close(self) -> None:
        with suppress(OSError):
            if self._begun is None:
                self._socket.sendall(b"QUIT\r\n")
        with suppress(OSError):
            self._socket.close()


def _answer(code: int, words: str, *, of_sender: bool = False) -> Answer:
    said = f"{code} {words}".strip()[:500].replace("\0", "")
    return Answer(outcome(code, of_sender=of_sender), code, said, of_sender)


def words_of(error: OSError) -> str:
    return f"{type(error).__name__}: {error}"[:500].replace("\0", "")
