"""One process tree: the web server and the worker as children of `chronique serve`.

Children are forks of a program that is loaded already: they start at once, and share its memory.
"""

import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from typing import Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from chronique.project.forks import fork
from chronique.project.ports import WAITING

logger = logging.getLogger(__name__)

# A child that dies again and again is started more and more slowly, seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A child that ran this long was well, seconds.
WELL = 60.0
# How long a child may take to stop before it is killed, seconds.
PATIENCE = 15.0


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
        self.process = fork(self.run, name=self.name)
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


class Server(MPServer):
    """Granian on a socket that listens already: its workers share it, and who comes while one is
    started again waits for the next.
    """

    def __init__(self, listening: socket.socket, **words: Any) -> None:
        address = listening.getsockname()
        super().__init__(address=str(address[0]), port=int(address[1]), **words)
        self._listening = listening

    def _init_shared_socket(self) -> None:
        self._ssp, self._sso = None, self._listening
        # Its stubs know the form for Windows alone.
        words: Any = (self._listening.fileno(), False, WAITING)
        self._shd: Any = SocketHolder(*words)


def server(listening: socket.socket, *, workers: int) -> Child:
    def run() -> None:
        Server(
            listening, target="chronique.project.wsgi:application", workers=workers,
            interface=Interfaces.WSGI, blocking_threads=4, websockets=False,
            log_level=LogLevels.warning, respawn_failed_workers=True, workers_kill_timeout=10,
        ).serve()  # fmt: skip

    return Child("server", run)
