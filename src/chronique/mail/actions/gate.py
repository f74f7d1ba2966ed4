"""What holds letters of mailings back: the day's number, quiet hours, rates, and refusals."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import ceil

from chronique.mail.actions.pacing import current_plan, give_back_mailings, room_for_mailings
from chronique.mail.actions.stopping import stop_refused
from chronique.mail.lines import Answer
from chronique.mail.models import Letter, Mailing, Turn
from chronique.mail.pace import LONGEST_WAIT, Plan, Rates
from chronique.mail.refusals import Watch

# How long it may take until what the writer chose anew holds, seconds.
FRESH = 10.0
# Of so many mailings the answers are remembered.
MOST_WATCHED = 50


class Gate:
    """Of one process that sends, and of one thread. `clock`: monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._plan, self._read_at = Plan(), float("-inf")
        self._rates = Rates({})
        self._watches: dict[int, Watch] = {}
        # Of a mailing that was stopped something may still wait for a line.
        self.has_stopped = False

    def room(self, wanted: int, *, now: datetime) -> int:
        """Count up to so many of today's letters of mailings; return how many may be taken.

        Those that are not taken after all are given back: see `leave`.
        """
        return room_for_mailings(self._current(), wanted, now=now)

    def leave(self, count: int, *, now: datetime) -> None:
        """So many of those that there was room for were not there."""
        give_back_mailings(self._current(), count, now=now)

    def pick(self, letters: Sequence[Letter], *, now: datetime) -> list[Letter]:
        """Return those that may go in this second; the others are put off, and not refused.

        In the transaction in which they are taken, before that. Processes share a domain's turns:
        one waits here for the other.
        """
        if not self._current().rates:
            return list(letters)
        go: list[Letter] = []
        later: dict[int, list[int]] = defaultdict(list)
        limited = self._rates.limited(letter.to for letter in letters)
        self._rates.turns.update(Turn.objects.take(limited))
        for letter in letters:
            wait = self._rates.wait(letter.to, now.timestamp())
            if wait <= LONGEST_WAIT:
                go.append(letter)
            else:
                later[ceil(wait)].append(letter.pk)
        Turn.objects.keep({domain: self._rates.turns.get(domain, 0) for domain in limited})
        for seconds, numbers in later.items():
            found = Letter.objects.filter(pk__in=numbers)
            found.update(next_offer=now + timedelta(seconds=seconds))
        self.leave(len(letters) - len(go), now=now)
        return go

    def hear(self, letter: Letter, answer: Answer, *, now: datetime) -> bool:
        """Take note of how an offer ended; stop its mailing when the server refuses everything.

        Returns whether it was stopped. In the transaction in which that is written down.
        """
        if letter.mailing_id is None:
            return False
        watch = self._watches.get(letter.mailing_id)
        if watch is None:
            watch = self._watches[letter.mailing_id] = Watch()
            if len(self._watches) > MOST_WATCHED:
                del self._watches[next(iter(self._watches))]
        code = answer.code or (250 if answer.outcome is answer.outcome.SENT else 0)
        if not watch.hear(code, answer.words, of_sender=answer.of_sender):
            return False
        self._watches.pop(letter.mailing_id, None)
        mailing = Mailing.objects.filter(pk=letter.mailing_id).first()
        self.has_stopped = True
        return mailing is not None and stop_refused(mailing, answer=answer.words, now=now)

    def _current(self) -> Plan:
        if self._clock() - self._read_at > FRESH:
            plan = current_plan()
            if plan.rates != self._plan.rates:
                self._rates = Rates(plan.rates)
            self._plan, self._read_at = plan, self._clock()
        return self._plan
