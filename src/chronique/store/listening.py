"""A web server hears at once what other machines forget: in a thread, over a connection of its own.

PostgreSQL tells each change when it is committed. What it told while nobody listened is looked up
when somebody does again, and every few seconds in any case: some poolers of connections swallow
what it tells.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from chronique.store import actions

logger = logging.getLogger(__name__)

# How long to wait before another attempt, and how often to look however quiet it is, seconds.
PAUSE, LOOK = 1.0, 5.0
AWAY = (DatabaseError, InterfaceError)


def listen() -> None:
    """Hear, in a process that begins to serve pages, what others forgot meanwhile, and go on.

    On SQLite there are no other machines, and the worker looks for what was left by a process that
    was killed.
    """
    if connection.vendor == "postgresql":
        threading.Thread(target=_listen, name="store.listening", daemon=True).start()


def hear_up_to(number: int) -> bool:
    """Hear of a change that a reader made elsewhere; False when nobody could be asked.

    On one machine there is no elsewhere: a number of which nobody here knows is made up, or old.
    """
    close_old_connections()
    try:
        actions.hear_up_to(number)
    except AWAY as error:
        logger.warning("store.deaf error=%s", error)
        connection.close()
        return connection.vendor != "postgresql"
    return True


def _listen() -> None:
    is_deaf, never = False, threading.Event()
    while not never.wait(PAUSE if is_deaf else 0):
        try:
            _begin()
            if is_deaf:
                logger.info("store.listening")
            is_deaf = False
            while True:
                _hear_for(LOOK)
                actions.hear()
        except AWAY as error:
            if not is_deaf:
                logger.warning("store.deaf error=%s", error)
            is_deaf = True
        connection.close()


def _begin() -> None:
    # What is told from now on is not missed; what was told before is looked up.
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {actions.CHANNEL}")
    actions.hear()


def _hear_for(seconds: float) -> None:
    """Note what is told, as it comes, for so long."""
    limit = time.monotonic() + seconds
    while (left := limit - time.monotonic()) > 0:
        with connection.wrap_database_errors:
            told = list(connection.connection.notifies(timeout=left, stop_after=1))
        if told:
            actions.hear_of({int(one.payload) for one in told})
