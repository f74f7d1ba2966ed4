"""The threads of a process that sends: each has a line, and carries one letter after the other."""

import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from chronique.base.errors import Unreachable
from chronique.mail.journal import Journal
from chronique.mail.lines import Answer, Envelope, Line, Lost
from chronique.mail.rules import Outcome

# How long a line is kept open that has nothing to carry, seconds.
IDLE = 20.0
# How many letters make it worth to open one more line.
WORTH = 10
# How many answers are waited for before they are written down, and how long, seconds.
ENOUGH, SOON = 250, 0.2


@dataclass(frozen=True, slots=True)
class Sealed:
    """A letter that waits for a line; it is made into bytes when its turn comes."""

    pk: int
    envelope: Callable[[], Envelope]


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a letter. Without an answer it left, and nobody knows."""

    pk: int
    answer: Answer | None = None
    # It was offered to nobody: it goes back into the queue.
    is_unbegun: bool = False


class Crew:
    """Any number of threads that share what waits; see `Carrier`."""

    def __init__(
        self, *, journal: Journal, open_line: Callable[[], Line], connections: int
    ) -> None:
        self.waiting: SimpleQueue[Sealed | None] = SimpleQueue()
        self.ended: SimpleQueue[Ended] = SimpleQueue()
        self.journal, self.open_line = journal, open_line
        # Why there is no line to be had, and why the journal takes nothing more.
        self.away = ""
        self.broken: OSError | None = None
        self.lines = 0
        self.lock = threading.Lock()
        self.connections = connections
        self._threads: list[threading.Thread] = []
        self._news = threading.Event()

    def carry(self, letters: Iterable[Sealed]) -> None:
        """Let these letters be carried, by as many threads as they are worth."""
        for letter in letters:
            self.waiting.put(letter)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        wanted = min(self.connections, -(-self.waiting.qsize() // WORTH))
        while len(self._threads) < wanted:
            thread = threading.Thread(target=Carrier(self).run, name="letters", daemon=True)
            self._threads.append(thread)
            thread.start()

    def tell(self, ended: Ended) -> None:
        self.ended.put(ended)
        if self.ended.qsize() >= ENOUGH or self.waiting.empty():
            self._news.set()

    def hear(self, *, seconds: float = SOON) -> list[Ended]:
        """Return what became of letters: as soon as it is much, or nothing waits, or so late."""
        self._news.wait(seconds)
        self._news.clear()
        return [self.ended.get() for _ in range(self.ended.qsize())]

    def give_back(self) -> list[Ended]:
        """Return what waits still, and let nobody carry it."""
        left: list[Ended] = []
        while (letter := self.next()) is not None:
            left.append(Ended(letter.pk, is_unbegun=True))
        return left

    def withdraw(self, numbers: Collection[int]) -> list[Ended]:
        """Let nobody carry those of these letters that wait still; return them."""
        if not numbers:
            return []
        waited = list(iter(self.next, None))
        for letter in waited:
            if letter.pk not in numbers:
                self.waiting.put(letter)
        return [Ended(one.pk, is_unbegun=True) for one in waited if one.pk in numbers]

    def next(self, *, seconds: float = 0.0) -> Sealed | None:
        try:
            return self.waiting.get(timeout=seconds) if seconds else self.waiting.get_nowait()
        except Empty:
            return None

    def end(self, *, seconds: float) -> None:
        """Let each thread finish its letter and hang up; wait so long for all of that."""
        for _ in self._threads:
            self.waiting.put(None)
        for thread in self._threads:
            thread.join(seconds / len(self._threads))


class Carrier:
    """One thread. It ends when it has had nothing to carry for a while, or cannot go on."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._line: Line | None = None
        # Whose end was not told yet; true for what has left.
        self._in_hand: dict[int, bool] = {}

    def run(self) -> None:
        try:
            current = self._take(IDLE)
            while current is not None:
                following = self._take()
                if not self._carry(current, following):
                    return
                current = following or self._take(IDLE)
        finally:
            self._hang_up()
            for pk, has_left in self._in_hand.items():
                self._crew.tell(Ended(pk, is_unbegun=not has_left))

    def _take(self, seconds: float = 0.0) -> Envelope | None:
        letter = self._crew.next(seconds=seconds)
        if letter is None:
            return None
        self._in_hand[letter.pk] = False
        return letter.envelope()

    def _carry(self, envelope: Envelope, following: Envelope | None) -> bool:
        """Offer a letter and tell its end. False when nothing can be offered any more."""
        try:
            answer = self._offer(envelope, following) or self._offer(envelope, following)
        except Unreachable as away:
            with self._crew.lock:
                # Others may have a line: then this was one too many for the server.
                self._crew.connections = max(1, self._crew.lines)
                if not self._crew.lines:
                    self._crew.away = str(away)
            return False
        except OSError as error:
            self._crew.broken = error
            return False
        if answer is None and not self._in_hand[envelope.pk]:
            answer = Answer(Outcome.AGAIN, words="The server hung up, twice.")
        self._end(envelope.pk, answer)
        return True

    def _offer(self, envelope: Envelope, following: Envelope | None) -> Answer | None:
        """Return the answer; None when the line broke. Once it has left it is offered no more.

        Raises OSError when the journal cannot be written, and Unreachable; then nothing has left.
        """
        if self._in_hand[envelope.pk]:
            return None
        line = self._open()

        def leaves() -> None:
            self._crew.journal.leaves(envelope.pk)
            self._in_hand[envelope.pk] = True

        try:
            return line.offer(envelope, leaves, following)
        except Lost:
            self._hang_up()
            return None

    def _end(self, pk: int, answer: Answer | None) -> None:
        has_left = self._in_hand.pop(pk)
        if has_left and answer is not None:
            try:
                self._crew.journal.ended(pk, answer)
            except OSError as error:
                # The row is written all the same; only a kill before that leaves it uncertain.
                self._crew.broken = error
        self._crew.tell(Ended(pk, answer))

    def _open(self) -> Line:
        if self._line is not None and self._line.is_full():
            self._hang_up()
        if self._line is None:
            self._line = self._crew.open_line()
            with self._crew.lock:
                self._crew.lines += 1
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
            with self._crew.lock:
                self._crew.lines -= 1
