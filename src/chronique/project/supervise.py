"""One process tree: the web server and the worker as children of `chronique serve`.

Children are forks of a program that is loaded already: they start at once, and share its memory.
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

logger = logging.getLogger(__name__)

# A child that dies again and again is started more and more slowly, seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A child that ran this long was well, seconds.
WELL = 60.0
# How long a child may take to stop before it is killed, seconds.
PATIENCE = 15.0
# Asks Linux for a signal when the parent ends: see prctl(2).
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is kept running. `run` is what it does; it returns after SIGTERM."""

    name: str
    run: Callable[[], None]
    process: ForkProcess | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)

    def start(self, now: float) -> None:
        context = multiprocessing.get_context("fork")
        self.process = context.Process(target=_begin, args=(self.run, os.getpid()), name=self.name)
        self.process.start()
        self.started = now

    def look(self, now: float) -> None:
        """Start it again if it died, after a pause that doubles."""
        if self.process is None:
            if now >= self.due:
                self.start(now)
            return
        code = self.process.exitcode
        if code is None:
            return
        if now - self.started > WELL:
            self.pause = FIRST_PAUSE
        logger.error("serve.died child=%s code=%s again_in=%ss", self.name, code, self.pause)
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


def _begin(run: Callable[[], None], parent: int) -> None:
    """Run in a process of its own, which listens to nobody but its parent."""
    # Ctrl+C in the terminal reaches the parent alone, which tells each once.
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        # When the parent was killed we stop: the next one needs the port.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            return
    run()


def keep_running(children: Sequence[Child], stop: threading.Event) -> None:
    """Start the children, start again those that die, and stop them all when `stop` is set."""
    try:
        while not stop.is_set():
            for child in children:
                child.look(time.monotonic())
            stop.wait(0.2)
    finally:
        stop_all(children)


def stop_all(children: Sequence[Child]) -> None:
    alive = [child.process for child in children if child.process and child.process.is_alive()]
    for process in alive:
        process.terminate()
    limit = time.monotonic() + PATIENCE
    for process in alive:
        process.join(max(0.1, limit - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def server(*, host: str, port: int, workers: int) -> Child:
    def run() -> None:
        Granian(
            "chronique.project.wsgi:application", address=host, port=port, workers=workers,
            interface=Interfaces.WSGI, blocking_threads=4, websockets=False,
            log_level=LogLevels.warning, respawn_failed_workers=True, workers_kill_timeout=10,
        ).serve()  # fmt: skip

    return Child("server", run)
