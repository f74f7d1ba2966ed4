"""Gives whoever sends a line: to which server, by which way, and for how many letters."""

import threading
import time
from collections.abc import Callable
from functools import partial

from chronique.base.errors import Unreachable
from chronique.base.post import Server
from chronique.mail.lines import Answer, Envelope, Line
from chronique.mail.servers import Choice, Take

Open = Callable[[Server], Line]
GiveBack = Callable[[Server, int], None]


class Switchboard:
    """Shared by the threads of a process. `open_to` raises Unreachable; `take`: see `Choice`.

    `give_back` gets the letters of a server's hour that were taken and did not go.
    """

    def __init__(
        self, servers: tuple[Server, ...], *, open_to: Open, take: Take, give_back: GiveBack,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._choice = Choice(servers, take)
        self._open_to, self._give_back, self._clock = open_to, give_back, clock
        self._lock = threading.Lock()

    def open_line(self) -> Line:
        """Return a line to a server that is there; those that are not are left out for a minute.

        Raises Unreachable when there is none.
        """
        why = ""
        while True:
            try:
                with self._lock:
                    server, letters = self._choice.book(self._clock())
            except Unreachable as nowhere:
                raise Unreachable(why or str(nowhere)) from nowhere
            try:
                return Booked(self._open_to(server), letters, partial(self._let_go, server))
            except Unreachable as away:
                self._give_back(server, letters)
                with self._lock:
                    self._choice.refused(server, self._clock())
                if len(self._choice.servers) == 1:
                    raise
                why = f"{server.name}: {away}"

    def _let_go(self, server: Server, left: int) -> None:
        if left > 0:
            self._give_back(server, left)
        with self._lock:
            self._choice.let_go(server)


class Booked:
    """A line for so many letters. `let_go` gets how many of them it did not carry."""

    def __init__(self, line: Line, letters: int, let_go: Callable[[int], None]) -> None:
        self._line, self._left, self._let_go = line, letters, let_go
        self._is_open = True

    def offer(
        self, envelope: Envelope, leaves: Callable[[], None], following: Envelope | None = None
    ) -> Answer:
        self._left -= 1
        # What is begun on this line is carried by it.
        return self._line.offer(envelope, leaves, following if self._left > 0 else None)

    def is_full(self) -> bool:
        return self._left <= 0 or self._line.is_full()

    def close(self) -> None:
        self._line.close()
        if self._is_open:
            self._is_open = False
            self._let_go(self._left)
