"""Readers who like something, each for the first time; run as a process of its own.

`python -m bench.likes_client PORT SECONDS PATH…` prints JSON: how many likes of each path were
accepted, and the processor's time that it took to ask. Each so manyth reader presses twice, with
what the browser remembers. Lean, for it shares the processor with the program that it asks;
bounded in time; to this machine only.
"""

import json
import re
import selectors
import socket
import sys
from collections import Counter
from itertools import count
from time import monotonic, process_time

CONNECTIONS = 32
TWICE = 20
BODY = b"liked=1"
COOKIE = re.compile(rb"(?i)\r\nset-cookie: ([^;\r]+)")


class Line:
    """A connection that is kept open, and the like that it waits for."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.words, self.path = b"", ""
        # Whether its reader will press a second time, and whether they did.
        self.is_impatient = self.is_again = False

    def ask(self, brought: bytes = b"") -> None:
        self.socket.sendall(self.words + brought + b"\r\n\r\n" + BODY)


class Crowd:
    def __init__(self, port: int, paths: list[str]) -> None:
        self.heads = [(path, _head(port, path)) for path in paths]
        self.numbers = count()
        self.accepted: Counter[str] = Counter()
        self.refused: list[str] = []
        self.again = 0

    def send_another(self, line: Line) -> None:
        """Let a reader of a network of their own like something."""
        number = next(self.numbers)
        line.path, head = self.heads[number % len(self.heads)]
        network = b"%d.%d.%d.%d" % (
            11 + (number >> 24), number >> 16 & 255, number >> 8 & 255, number & 255
        )  # fmt: skip
        line.words, line.is_impatient, line.is_again = head + network, number % TWICE == 0, False
        line.ask()

    def take(self, line: Line, answer: bytes) -> bool:
        """Count an answer; return whether the line is free, and its reader does not press again."""
        if not answer.startswith(b"HTTP/1.1 303"):
            self.refused.append(answer[:60].decode("latin-1"))
            return True
        if line.is_again:
            self.again += 1
            return True
        self.accepted[line.path] += 1
        if line.is_impatient:
            cookie = COOKIE.search(answer)
            line.is_again = True
            line.ask(b"\r\nCookie: " + cookie[1] if cookie else b"")
        return not line.is_again


def _head(port: int, path: str) -> bytes:
    return (
        f"POST {path}like/ HTTP/1.1\r\nHost: localhost:{port}\r\n"
        f"Origin: http://localhost:{port}\r\nAccept: text/html\r\nUser-Agent: Bench\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(BODY)}\r\nX-Forwarded-For: "
    ).encode()


def likes(port: int, seconds: float, paths: list[str]) -> dict[str, object]:
    crowd, chosen = Crowd(port, paths), selectors.DefaultSelector()
    lines = {line.socket.fileno(): line for line in (Line(port) for _ in range(CONNECTIONS))}
    begun, spent = monotonic(), process_time()
    for line in lines.values():
        chosen.register(line.socket, selectors.EVENT_READ)
        crowd.send_another(line)
    limit = begun + seconds
    while lines:
        for key, _ in chosen.select(10):
            line = lines[key.fd]
            if not crowd.take(line, line.socket.recv(4096)):
                continue
            if monotonic() < limit:
                crowd.send_another(line)
            else:
                chosen.unregister(lines.pop(key.fd).socket)
    return {
        "accepted": crowd.accepted, "again": crowd.again, "refused": crowd.refused,
        "lasted": monotonic() - begun, "spent": process_time() - spent,
    }  # fmt: skip


if __name__ == "__main__":
    port, seconds, *paths = sys.argv[1:]
    print(json.dumps(likes(int(port), float(seconds), paths)))
