"""The worker: runs later work from the queue, and what the clock asks for."""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from chronique.comments import jobs as comments
from chronique.dossiers import jobs as dossiers
from chronique.exchange import jobs as exchange
from chronique.mail import jobs as mail
from chronique.mail.actions import sweep_tallies
from chronique.newsletter import jobs as newsletter
from chronique.newsletter.mailbox import heed_refusals, read_what_came_back
from chronique.project import early
from chronique.publishing.announce import catch_up
from chronique.store import upkeep
from chronique.store.actions import hear, pages, sweep, take_away_before, tell_caches

logger = logging.getLogger(__name__)

PAUSE = timedelta(seconds=1)


# How often kept pages are looked through for those to pack, and the longest at once.
PACKING = timedelta(seconds=5)
# How often the mailbox is looked into that letters come back to.
LOOKING = timedelta(minutes=2)
# How often other hosts are asked for sources.
ASKING = timedelta(seconds=5)


def _hear() -> None:
    hear()
    early.heard(settings.PAGES_ROOT)


# What the clock asks for, and how often.
CLOCK: list[tuple[timedelta, Callable[[], object]]] = [
    (timedelta(seconds=5), comments.ask_readers),
    (timedelta(seconds=5), newsletter.ask_subscribers),
    (timedelta(seconds=5), comments.tell_at_once),
    (timedelta(seconds=5), newsletter.queue_due_issues),
    (timedelta(seconds=5), exchange.begin_lists),
    (timedelta(seconds=5), exchange.begin_books),
    (timedelta(seconds=5), _hear),
    (timedelta(seconds=5), comments.show_likes),
    (timedelta(seconds=5), tell_caches),
    (timedelta(seconds=5), lambda: take_away_before(timezone.now())),
    (timedelta(seconds=20), lambda: call_command("publish_scheduled", verbosity=0)),
    (timedelta(minutes=1), lambda: pages().record.mend()),
    (timedelta(seconds=20), newsletter.follow_issues),
    (timedelta(minutes=1), catch_up),
    (timedelta(minutes=1), newsletter.make_digests),
    (timedelta(hours=1), newsletter.keep_numbers),
    (timedelta(minutes=1), comments.tell_moderators_of_held),
    (timedelta(minutes=1), comments.watch_for_bursts),
    (timedelta(hours=6), lambda: call_command("prune_db_task_results", verbosity=0)),
    (timedelta(minutes=10), comments.tell_daily),
    (timedelta(minutes=10), comments.tell_moderators_of_spam),
    (timedelta(minutes=10), comments.carry_out_erasures),
    (timedelta(minutes=10), dossiers.remind_of_predictions),
    (timedelta(hours=6), comments.keep_comments_in_order),
    (timedelta(hours=6), mail.sweep_letters),
    (timedelta(hours=6), newsletter.sweep_askings),
    (timedelta(hours=6), exchange.sweep_lists),
    (timedelta(hours=6), exchange.sweep_books),
    (timedelta(hours=6), lambda: sweep_tallies(timezone.now())),
    (timedelta(hours=1), lambda: upkeep.sweep(pages())),
    (timedelta(hours=6), sweep),
    (timedelta(hours=6), lambda: call_command("clearsessions", verbosity=0)),
]


def work(stop: threading.Event) -> None:
    """Run until `stop` is set. What one piece of work breaks does not stop the others."""
    resume()
    for aside in (_pack, look_into_mailbox, look_at_sources):
        threading.Thread(target=aside, args=(stop,), daemon=True).start()
    due = [timezone.now()] * len(CLOCK)
    while not stop.is_set():
        for place, (pause, ring) in enumerate(CLOCK):
            if timezone.now() >= due[place] and not stop.is_set():
                due[place] = timezone.now() + pause
                _guarded(ring)
        _guarded(lambda: _queue(stop))
        stop.wait(PAUSE.total_seconds())


def send(stop: threading.Event) -> None:
    """Send letters until `stop` is set, in a process of its own.

    An issue to many keeps a processor busy for minutes: the clock, and the queue of later work,
    must not wait for that, nor share Python's lock with it.
    """
    while not stop.is_set():
        _guarded(lambda: mail.send(stop))
        stop.wait(PAUSE.total_seconds())


def _pack(stop: threading.Event) -> None:
    """Pack kept pages while nothing else wants the processor."""
    if sys.platform == "linux":
        # Of this thread alone: see getpriority(2).
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
    while not stop.wait(PACKING.total_seconds()):
        _guarded(lambda: upkeep.pack(pages(), seconds=PACKING.total_seconds()))


def look_into_mailbox(stop: threading.Event) -> None:
    """Read what came back, aside: a mailbox may be slow, or full."""
    while not stop.is_set():
        _guarded(read_what_came_back)
        _guarded(heed_refusals)
        stop.wait(LOOKING.total_seconds())


def look_at_sources(stop: threading.Event) -> None:
    """Make snapshots and look at links, aside: other hosts may be slow."""
    while not stop.is_set():
        _guarded(dossiers.make_snapshots)
        _guarded(dossiers.look_at_links)
        stop.wait(ASKING.total_seconds())


def resume() -> int:
    """Put back what the worker of this machine was doing when it was killed; return how many.

    Another machine's may be at work: what it does is not done twice.
    """
    ours = [row.pk for row in DBTaskResult.objects.running() if _is_ours(row.worker_ids)]
    running = DBTaskResult.objects.running().filter(pk__in=ours)
    return running.update(status="READY", started_at=None)


def _is_ours(workers: list[str]) -> bool:
    """Whether the last who took it was of this machine, or did not say of which one."""
    return not workers or workers[-1].rpartition(".")[0] in ("", _machine())


def _machine() -> str:
    """Return a name that no other machine has, nor another home on this one."""
    place = f"{socket.gethostname()} {settings.HOME}"
    return blake2b(place.encode(), digest_size=8).hexdigest()


def _queue(stop: threading.Event) -> None:
    """Run what waits in the queue, one piece at a time so that a stop is heard between two."""
    while not stop.is_set():
        worker = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default",
            startup_delay=False, max_tasks=1, worker_id=f"{_machine()}.{uuid4().hex}",
            excluded_queue_names=[],
        )  # fmt: skip
        worker.run()
        if not worker._run_tasks:
            return


def _guarded(step: Callable[[], object]) -> None:
    close_old_connections()
    try:
        step()
    except OperationalError as error:
        logger.warning("worker.database_away error=%s", error)
    except Exception:
        logger.exception("worker.failed")
    finally:
        close_old_connections()


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
