"""Kept pages from the first moment: a small server of our own while Django is being loaded.

It listens on the socket that the real server takes over, so nobody is turned away in between.
Whoever asks for what is not kept waits, and is sent to the same address again when the real server
stands. It is a fork that ends with the start.
"""

from __future__ import annotations

import signal
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from chronique.base.conf import Conf
from chronique.base.errors import Refused
from chronique.project import forks
from chronique.project.front import in_front_of, made_by
from chronique.project.ports import listen, wrong_with_port
from chronique.project.waiting import Waiting
from chronique.store.pages import Pages
from chronique.store.record import Record

# So many readers at once; the others wait until they are accepted.
THREADS = 200
# How long one may take to say what is wanted, and how long the last ones have at the end, seconds.
PATIENCE, LAST = 10.0, 5.0
# With several machines pages are given only when we heard of the others' changes a moment ago.
HEARD, LATELY = "heard", 60.0


@dataclass
class Started:
    at: tuple[str, int]
    listening: socket.socket
    process: ForkProcess


_started: list[Started] = []


def start(host: str, port: int, conf: Conf) -> None:
    """Answer with kept pages from now on, where there are any. Raises Refused when nobody can
    listen there.
    """
    if wrong := wrong_with_port(host, port):
        raise Refused(wrong)
    folder = conf.home.resolve() / "pages"
    if not folder.is_dir() or not _has_heard(folder, conf):
        return
    listening = _listen(host, port)
    process = forks.fork(lambda: _serve(listening, folder, conf), name="early", is_daemon=True)
    _started.append(Started((host, port), listening, process))


def listening(host: str, port: int) -> socket.socket:
    """Return the socket on which to serve: that of the early one, or a new one. Raises Refused."""
    while _started and _started[-1].at != (host, port):
        end()
        _started.pop().listening.close()
    return _started[-1].listening if _started else _listen(host, port)


def end() -> None:
    """Let the early one stop: what was accepted is answered, the next are the real server's."""
    for one in _started:
        one.process.terminate()


def _listen(host: str, port: int) -> socket.socket:
    if wrong := wrong_with_port(host, port):
        raise Refused(wrong)
    return listen(host, port)


def heard(folder: Path) -> None:
    """Leave word that other machines' changes were just heard of."""
    with suppress(OSError):
        (folder / HEARD).touch()


def _has_heard(folder: Path, conf: Conf) -> bool:
    if not conf.database:
        return True
    try:
        return time.time() - (folder / HEARD).stat().st_mtime < LATELY
    except OSError:
        return False


def _serve(listening: socket.socket, folder: Path, conf: Conf) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    waiting = Waiting(conf)
    pages = Pages(folder, Record(folder, made_by=made_by(conf)))
    front = in_front_of(waiting, pages, conf)
    server = _Server(listening, waiting.before(front))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    stop.wait()
    server.shutdown()
    waiting.end()
    server.finish(LAST)


class _Server(ThreadingMixIn, WSGIServer):
    """The standard library's, on a socket that listens already, with so many threads at most."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, application: Any) -> None:
        address = listening.getsockname()
        super().__init__(address, _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        # Its own way to find a name asks the net.
        self.server_name, self.server_port = str(address[0]), int(address[1])
        self.setup_environ()
        self.set_app(application)
        self._places = threading.BoundedSemaphore(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._places.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who went away, or said nothing in time, is no error."""

    def finish(self, seconds: float) -> None:
        """Wait for those who are being answered."""
        limit = time.monotonic() + seconds
        for _ in range(THREADS):
            self._places.acquire(timeout=max(0.0, limit - time.monotonic()))


class _Handler(WSGIRequestHandler):
    timeout = PATIENCE

    def get_environ(self) -> dict[str, Any]:
        # What was asked for, letter by letter: to ask for it again.
        return super().get_environ() | {"chronique.asked": self.path}

    def log_message(self, *_: Any) -> None:
        """What is served is not told, as by the real server."""
