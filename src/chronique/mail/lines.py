"""What takes letters, one after the other: a connection to a server, a provider, a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chronique.mail.rules import Outcome


@dataclass(frozen=True, slots=True)
class Envelope:
    """One letter as it leaves."""

    # Of its row.
    pk: int
    # Where it comes back to.
    sender: str
    to: str
    # The whole message; its lines end in CRLF, and none begins with a dot: see `prepared`.
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    # 0: the server gave none.
    code: int = 0
    words: str = ""
    # It was about us, not about the letter.
    of_sender: bool = False


class Lost(Exception):
    """The line broke. When the letter had left, nobody knows whether it was taken."""


class Line(Protocol):
    """It belongs to one thread, and is made by a function that raises Unreachable without it."""

    def offer(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None = None
    ) -> Answer:
        """Offer a letter and wait for the answer.

        `leaves` is called once, right before the server has all of the letter, and not at all when
        it is refused before that; what it raises comes through, and then nothing has left.
        `following`: the letter that is offered next, if any, which may be begun at once. Raises
        Lost when the line broke, which is of no use any more then, and Unreachable when no server
        takes letters for now; then nothing has left either.
        """

    def is_full(self) -> bool:
        """Return whether it has carried what may go over one line."""

    def close(self) -> None:
        """Hang up, whatever was begun. Raises nothing."""
