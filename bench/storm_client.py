"""Readers who comment under one article, so many a second; run as a process of its own.

`python -m bench.storm_client PORT PATH RATE SECONDS` prints JSON: what each answer was, how long it
took from the moment it was due (so that a queue in front of the server counts too), and what one
more reader, who reads all the time, waited for a page. Bounded in number and time; to this machine
only.
"""

import asyncio
import json
import re
import sys
from time import monotonic
from urllib.parse import urlencode

CONNECTIONS = 32
# Each so manyth form is sent twice, as by an impatient hand.
TWICE = 20
PATIENCE = 60.0


class Line:
    """A connection that is kept open, and made anew when the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, words: bytes) -> tuple[int, bytes]:
        """Return status and head; status 0 when the server went away before it answered."""
        try:
            return await asyncio.wait_for(self._ask(words), PATIENCE)
        except (OSError, EOFError, ValueError, TimeoutError):
            self.close()
            return 0, b""

    async def _ask(self, words: bytes) -> tuple[int, bytes]:
        if self.ends is None:
            self.ends = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.ends
        writer.write(words)
        head = await reader.readuntil(b"\r\n\r\n")
        if length := re.search(rb"(?i)content-length: (\d+)", head):
            await reader.readexactly(int(length[1]))
        elif b"chunked" in head.lower():
            while (size := int(await reader.readline(), 16)) or await reader.readline() != b"\r\n":
                await reader.readexactly(size + 2)
        return int(head.split(None, 2)[1]), head

    def close(self) -> None:
        if self.ends:
            self.ends[1].close()
        self.ends = None


def form(path: str, number: int, port: int) -> bytes:
    words = {
        "name": f"Reader {number}", "email": f"reader{number}@example.org", "website": "",
        "body": f"The tide of the {number}th day was higher than the table says. " * 3,
        "parent": "", "took": "25000",
    }  # fmt: skip
    body = urlencode(words)
    network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return (
        f"POST {path}comments/ HTTP/1.1\r\nHost: localhost:{port}\r\nX-Forwarded-For: {network}\r\n"
        f"Origin: http://localhost:{port}\r\nAccept: text/html\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"\r\n{body}"
    ).encode()


async def storm(port: int, path: str, rate: int, seconds: float) -> dict[str, object]:
    quiet = await read(port, path, min(5.0, seconds))
    loop, begun = asyncio.Event(), monotonic()
    numbers = iter(range(int(rate * seconds)))
    answers: list[tuple[int, int, float, str]] = []

    async def reader_who_writes() -> None:
        line = Line(port)
        for number in numbers:
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - monotonic()))
            for _ in range(2 if number % TWICE == 0 else 1):
                status, head = await line.ask(form(path, number, port))
                where = re.search(rb"(?i)\r\nlocation: (\S+)", head)
                took = monotonic() - due
                answers.append((number, status, took, where[1].decode() if where else ""))
        line.close()

    reading = asyncio.create_task(read(port, path, PATIENCE * 10, loop))
    await asyncio.gather(*(reader_who_writes() for _ in range(CONNECTIONS)))
    lasted = monotonic() - begun
    loop.set()
    return {"quiet": quiet, "meanwhile": await reading, "answers": answers, "lasted": lasted}


async def read(
    port: int, path: str, seconds: float, stop: asyncio.Event | None = None
) -> list[float]:
    """Read the article again and again; return how long each reading took."""
    line, took = Line(port), []
    words = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    limit = monotonic() + seconds
    while monotonic() < limit and not (stop and stop.is_set()):
        started = monotonic()
        status, _head = await line.ask(words)
        if status == 200:
            took.append(monotonic() - started)
        await asyncio.sleep(0.2)
    line.close()
    return took


if __name__ == "__main__":
    port, path, rate, seconds = sys.argv[1:]
    print(json.dumps(asyncio.run(storm(int(port), path, int(rate), float(seconds)))))
