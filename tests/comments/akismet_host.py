"""A service that speaks Akismet, on this machine, which says what a test wants to hear."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


class AkismetHost(ThreadingHTTPServer):
    """`asked`: each call with its fields. `answer`: what is said, or a status. It may hang."""

    daemon_threads = True

    def __init__(self, answer: bytes | int) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []
        self.answer, self.hangs = answer, threading.Event()
        self.hangs.set()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/akismet"


class _Handler(BaseHTTPRequestHandler):
    server: AkismetHost

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = dict(parse_qsl(body, keep_blank_values=True))
        self.server.asked.append((self.path, fields))
        self.server.headers.append(dict(self.headers))
        self.server.hangs.wait()
        answer = self.server.answer
        said = answer if isinstance(answer, bytes) else b""
        self.send_response(answer if isinstance(answer, int) else 200)
        self.send_header("Content-Length", str(len(said)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        with suppress(OSError):  # who waited long enough has hung up
            self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def akismet_host(answer: bytes | int = b"true") -> Iterator[AkismetHost]:
    with AkismetHost(answer) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield host
        finally:
            host.hangs.set()
            host.shutdown()
            thread.join()
