"""A mail server that takes letters in one breath, remembers each, and may die at any point."""

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

# What it may be told to do with a letter to somebody.
TAKE, REFUSE, LATER = "250 2.0.0 Taken", "550 5.1.1 No such user", "450 4.2.1 Later"


class Sink:
    """`taken` are the recipients of the letters that it took, in order.

    `dies` is asked when it has the whole of a letter, and has noted it or not: it hangs up without
    an answer where it says "before" or "after". `answers` are its answers to recipients.
    """

    def __init__(self, *, pipelining: bool = True, smtputf8: bool = False) -> None:
        self.taken: list[str] = []
        self.sizes: list[int] = []
        self.connections = 0
        self.most_at_once = 0
        self.answers: dict[str, str] = {}
        self.dies: Callable[[str], str] = lambda to: ""
        self.limit = 1000
        offers = [*(["PIPELINING"] if pipelining else []), *(["SMTPUTF8"] if smtputf8 else [])]
        self.greeting = "".join(f"250-{offer}\r\n" for offer in offers) + "250 HELP"
        self.changed = threading.Condition()
        self.port = 0
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def twice(self) -> list[str]:
        return [to for to, count in Counter(self.taken).items() if count > 1]

    def wait_for(self, count: int, *, seconds: float = 30) -> None:
        with self.changed:
            found = self.changed.wait_for(lambda: len(self.taken) >= count, seconds)
        assert found, f"{len(self.taken)} of {count} letters came"

    def hang_up(self) -> None:
        """Cut all lines, as a server does that dies."""
        for line in list(self._open):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def serve(self, line: socket.socket) -> None:
        self._open.add(line)
        self.connections += 1
        self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            with suppress(OSError), line.makefile("rb") as heard:
                if len(self._open) > self.limit:
                    line.sendall(b"421 4.7.0 Too many lines\r\n")
                else:
                    self._talk(line, heard)
        finally:
            self._open.discard(line)
            # A child process may have it too: closing it here tells nobody.
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _talk(self, line: socket.socket, heard: BinaryIO) -> None:
        line.sendall(b"220 sink\r\n")
        to = ""
        while command := heard.readline():
            word = command[:4].upper().decode()
            answer = "250 OK"
            if word == "EHLO":
                answer = self.greeting
            elif word == "RCPT":
                given = command.decode().partition("<")[2].partition(">")[0]
                answer = self.answers.get(given, "250 OK")
                to = given if answer.startswith("250") else ""
            elif word == "DATA":
                answer = self._data(line, heard, to) if to else "554 No recipients"
                to = ""
            elif word in ("RSET", "MAIL"):
                to = ""
            elif word == "QUIT":
                return
            if not answer:
                return
            line.sendall(f"{answer}\r\n".encode())

    def _data(self, line: socket.socket, heard: BinaryIO, to: str) -> str:
        line.sendall(b"354 Go on\r\n")
        size = 0
        while (words := heard.readline()) != b".\r\n":
            if not words:
                return ""
            size += len(words)
        end = self.dies(to)
        if end != "before":
            with self.changed:
                self.taken.append(to)
                self.sizes.append(size)
                self.changed.notify_all()
        return "" if end else TAKE


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


@contextmanager
def open_sink(sink: Sink | None = None, **how: bool) -> Iterator[Sink]:
    """A mail server on this machine until the end of the block."""
    sink = sink or Sink(**how)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sink.serve(self.request)

    with _Server(("127.0.0.1", sink.port), Handler) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            sink.hang_up()
            thread.join(10)
