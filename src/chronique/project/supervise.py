"""One process tree: the web server and the worker as children of `chronique serve`."""

import logging
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

# A child that dies again and again is started more and more slowly, seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A child that ran this long was well, seconds.
WELL = 60.0
# How long a child may take to stop before it is killed, seconds.
PATIENCE = 15.0


# Runs a command that is told to stop when its parent was killed: the next one needs the port.
SETPRIV = shutil.which("setpriv")
TOGETHER = [SETPRIV, "--pdeathsig", "TERM"] if SETPRIV and sys.platform == "linux" else []


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)

    def start(self, now: float) -> None:
        # A session of its own: Ctrl+C in the terminal reaches the parent alone, which tells each
        # once.
        command = [*TOGETHER, *self.command]
        self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603
        self.started = now

    def look(self, now: float) -> None:
        """Start it again if it died, after a pause that doubles."""
        if self.process is None:
            if now >= self.due:
                self.start(now)
            return
        code = self.process.poll()
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
    alive = [child.process for child in children if child.process and child.process.poll() is None]
    for process in alive:
        process.send_signal(signal.SIGTERM)
    limit = time.monotonic() + PATIENCE
    for process in alive:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def server(*, host: str, port: int, workers: int) -> Child:
    options = {
        "--interface": "wsgi", "--host": host, "--port": str(port), "--workers": str(workers),
        "--blocking-threads": "4", "--log-level": "warning", "--workers-kill-timeout": "10",
    }  # fmt: skip
    words = [word for pair in options.items() for word in pair]
    return Child(
        "server",
        [sys.executable, "-m", "granian", *words, "--respawn-failed-workers",
         "--no-ws", "chronique.project.wsgi:application"],
    )  # fmt: skip


def worker() -> Child:
    return Child("worker", [sys.executable, "-m", "chronique.project", "work"])
