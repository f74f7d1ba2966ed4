"""What the clock asks for; see `project.worker`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from chronique.base.errors import Refused
from chronique.dossiers.actions import books
from chronique.dossiers.models import Book
from chronique.exchange.alone import Busy
from chronique.exchange.books.making import make_books
from chronique.exchange.keeping import write_report
from chronique.exchange.subscribers.importing import import_subscribers, size_of
from chronique.newsletter.actions import lists
from chronique.newsletter.models import Arrival

logger = logging.getLogger(__name__)

# How often a screen hears how far it is, in seconds.
PAUSE = 1.0


class _Apart:
    """Work that takes minutes: one thread of its own at a time, beside all that the clock asks for.

    What a kill interrupted waits still, and begins anew, which ends the same.
    """

    def __init__(self, work: Callable[[], int]) -> None:
        self.work = work
        self.thread: threading.Thread | None = None

    def begin(self) -> bool:
        if self.thread and self.thread.is_alive():
            return False
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()
        return True

    def _work(self) -> None:
        try:
            self.work()
        finally:
            close_old_connections()


def begin_lists() -> bool:
    """Begin to read the lists that were handed in here, unless that is going on."""
    return Arrival.objects.waiting().exists() and _LISTS.begin()


def begin_books() -> bool:
    """Begin to make the books that were ordered, unless that is going on."""
    return Book.objects.waiting().exists() and _BOOKS.begin()


def read_lists() -> int:
    """Try, or bring in, what was handed in on this machine; return how many lists."""
    count = 0
    for arrival in Arrival.objects.waiting().select_related("site", "newsletter"):
        # Else it lies on another machine, whose worker reads it.
        if arrival.path.exists():
            try:
                _read(arrival)
            except Busy:
                return count
            count += 1
    return count


def sweep_lists() -> int:
    return lists.sweep_lists(timezone.now())


def sweep_books() -> int:
    return books.sweep_books(timezone.now())


def _read(arrival: Arrival) -> None:
    """Read one list. What is wrong with it is written down for whoever handed it in."""
    is_trial, now = arrival.state == Arrival.State.TRY, timezone.now()
    broken = True
    try:
        with override(arrival.language):
            telling = import_subscribers(
                [arrival.path], site=arrival.site, newsletter=arrival.newsletter, now=now,
                dry_run=is_trial, advance=_Progress(arrival),
            )  # fmt: skip
        arrival.report.parent.mkdir(exist_ok=True)
        write_report(telling, arrival.report)
        state = Arrival.State.TRIED if is_trial else Arrival.State.DONE
        arrival.end(state, told=telling.summary(), done_at=now)
        broken = False
        logger.info("list.read id=%s trial=%s", arrival.pk, is_trial)
    except Busy:
        broken = False
        raise
    except Refused as refusal:
        broken = False
        arrival.end(Arrival.State.FAILED, why=str(refusal), done_at=now)
    finally:
        if broken:
            with override(arrival.language):
                why = _("It could not be read: the program’s log says why.")
            arrival.end(Arrival.State.FAILED, why=why, done_at=now)
    if not is_trial:
        arrival.path.unlink(missing_ok=True)


class _Progress:
    """Hears of bytes read, and writes now and then how much of the list that is."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival, self.done, self.told = arrival, 0, monotonic()
        self.whole = max(1, size_of([Path(arrival.path)]))

    def __call__(self, size_bytes: int) -> None:
        self.done += size_bytes
        if monotonic() - self.told >= PAUSE:
            self.told = monotonic()
            self.arrival.set_percent(min(99, 100 * self.done // self.whole))


_LISTS, _BOOKS = _Apart(read_lists), _Apart(make_books)
