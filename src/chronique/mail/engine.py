"""Sends what is due: takes rows, has them carried over several lines, writes down how it went.

The database is asked by one thread alone. What lies between two of its answers is in the journal.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from chronique.mail.actions import sending
from chronique.mail.actions.gate import Gate
from chronique.mail.actions.stopping import NO_KEY, tell_no_key
from chronique.mail.crew import Crew, Ended, Sealed
from chronique.mail.dkim import BadKey, Signer
from chronique.mail.journal import Journal, dead
from chronique.mail.lines import Line
from chronique.mail.messages import envelope_of, prepared_for
from chronique.mail.models import Letter
from chronique.mail.signing import signer

logger = logging.getLogger(__name__)

# The most letters that are taken at once.
MOST = 500
# How long everything waits when there is no server to be had, and how often the queue is looked at
# when nothing is due, seconds.
AWAY, PAUSE = 60.0, 2.0
# How often it is said that we live, seconds: much more often than `LEASE`.
KEEP = 60.0
# How often it is told that no key can be read, seconds.
TOLD = 3600.0
# How long what is on its way has, when all is to stop, seconds.
LAST_WORDS = 8.0


class Engine:
    """One process's. `clock` tells the time by which letters are due."""

    def __init__(
        self, *, journals: Path, open_line: Callable[[], Line],
        connections: int, clock: Callable[[], datetime] = timezone.now,
    ) -> None:  # fmt: skip
        self._journals, self._clock = journals, clock
        self._resume()
        self.journal = Journal(journals)
        self._crew = Crew(journal=self.journal, open_line=open_line, connections=connections)
        self._connections = connections
        self._gate = Gate()
        # What is ours, and what of it has ended and is not written down yet.
        self._letters: dict[int, Letter] = {}
        self._ended: list[Ended] = []
        # So many are taken as go in about a second.
        self._batch = 2 * connections
        self._settled_at = self._kept_at = time.monotonic()
        self._told_at = float("-inf")
        self._is_unsure = False
        self.sent = 0

    def drain(self) -> int:
        """Send all that is due, until there is no more, or no server; return how many were taken.

        Raises OSError when the journal cannot be written, and the database's own errors.
        """
        try:
            while self._turn():
                pass
        finally:
            self._end()
        return self.sent

    def run(self, stop: threading.Event) -> None:
        """Send what is due until `stop` is set. Raises OSError when the journal cannot be written.

        While the database is away what is on its way goes on, and is written down afterwards.
        """
        try:
            while not stop.is_set():
                stop.wait(self._pause())
        finally:
            self._end()

    def _pause(self) -> float:
        """Do what there is to do; return how long to wait then, seconds."""
        try:
            close_old_connections()
            if self._turn():
                return 0.0
            if self._crew.away:
                self._crew.away = ""
                return AWAY
        except (DatabaseError, InterfaceError) as error:
            logger.warning("mail.database_away error=%s", error)
            return PAUSE
        return PAUSE

    def _turn(self) -> bool:
        """Write down what has ended, and take more; return whether something is on its way."""
        try:
            if self._is_unsure:
                self._keep()
            if self._letters:
                self._ended += self._crew.hear()
            self._ended += self._call_off()
            self._settle()
            if self._crew.broken:
                raise self._crew.broken
            if self._crew.away:
                logger.warning("mail.away why=%s", self._crew.away.partition(": ")[0])
            else:
                self._take()
            if time.monotonic() - self._kept_at >= KEEP:
                self._keep()
                self._resume()
        except (DatabaseError, InterfaceError):
            self._is_unsure = True
            raise
        return bool(self._letters)

    def _call_off(self) -> list[Ended]:
        """Take back what waits for a line: all, or what was dropped or stopped meanwhile."""
        if self._crew.away or self._crew.broken or self._gate.has_stopped:
            self._gate.has_stopped = False
            return self._crew.give_back()
        if self._crew.waiting.empty():
            return []
        return self._crew.withdraw(sending.called_off(self._letters))

    def _take(self) -> None:
        room = self._batch - self._crew.waiting.qsize()
        if room < self._batch / 2:
            return
        sign, only = self._signer()
        letters = sending.take(
            holder=self.journal.name, count=room, gate=self._gate, only=only, now=self._clock()
        )
        if not letters:
            return
        self._letters |= {letter.pk: letter for letter in letters}
        self.journal.takes(letter.pk for letter in letters)
        self._crew.carry(
            Sealed(
                one.pk,
                partial(envelope_of, one, prepared_for(one), signer=sign, clock=self._clock),
            )
            for one in letters
        )

    def _signer(self) -> tuple[Signer | None, str]:
        """Return what signs, and of which kind alone letters may be taken; "" is of each.

        Where no key can be read nothing leaves that was to be signed, but for what tells of it.
        """
        try:
            return signer(), ""
        except BadKey as error:
            if time.monotonic() - self._told_at >= TOLD:
                logger.error("mail.no_key why=%s", error)
                tell_no_key(str(error), now=self._clock())
                self._told_at = time.monotonic()
            return None, NO_KEY

    def _settle(self) -> None:
        if not self._ended:
            return
        holder, now = self.journal.name, self._clock()
        offered = [(self._letters[one.pk], one.answer) for one in self._ended if not one.is_unbegun]
        unbegun = [self._letters[one.pk] for one in self._ended if one.is_unbegun]
        sent = sending.settle(offered, holder=holder, gate=self._gate, now=now)
        sending.put_back(unbegun, holder=holder, now=now, answer=self._crew.away or None)
        self.sent += sent
        for one in self._ended:
            del self._letters[one.pk]
        self._measure(len(offered))
        self._ended = []
        if not self._letters and not self._crew.broken:
            self.journal.clear()

    def _measure(self, count: int) -> None:
        """Take as many at once as have gone in a second."""
        now = time.monotonic()
        rate = count / max(0.001, now - self._settled_at)
        self._settled_at = now
        average = int((self._batch + rate) / 2)
        self._batch = max(2 * self._connections, min(MOST, average))

    def _keep(self) -> None:
        """Say that what is ours is still ours, and that what we do not know of is not."""
        sending.keep(self._letters, holder=self.journal.name, now=self._clock())
        self._is_unsure, self._kept_at = False, time.monotonic()
        self._crew.connections = self._connections

    def _resume(self) -> None:
        """Settle what processes of this machine did that are dead."""
        with dead(self._journals) as journals:
            for found in journals:
                sending.settle_of_dead(found, now=self._clock())
        sending.give_up_waiting(now=self._clock())

    def _end(self) -> None:
        """Finish what is on its way; what is not known by then is left to the next process."""
        try:
            self._ended += self._crew.give_back()
            self._crew.end(seconds=LAST_WORDS)
            self._ended += self._crew.hear(seconds=0)
            self._settle()
        finally:
            self.journal.close(is_settled=not self._letters)
