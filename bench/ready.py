"""How soon after a start a kept page is served, and what ten thousand of them cost in memory."""

from __future__ import annotations

import random
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

from bench.start import held, tree
from bench.table import Row
from chronique.base.conf import Conf, load
from chronique.project.front import made_by
from chronique.store.page import Head, Page, packed, written
from chronique.store.pages import Pages
from chronique.store.record import Record
from tests.flows.server import Server, running_server
from tests.flows.shell import CHRONIQUE

PAGES, STARTS = 10_000, 3
SECONDS, MEGABYTES = 1.0, 64
# As long as a short article's.
CHARACTERS = 12_000


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    folder.mkdir(parents=True)
    with running_server(folder) as server:
        answer(server, "/")
    took = median(_first_page(server) for _ in range(STARTS))
    count = max(100, int(PAGES * scale))
    _keep(_conf(server), count)
    grown = _memory(folder, server, count)
    return [
        Row("a kept page after the process’s start", f"{took:.2f} s", f"≤ {SECONDS:.0f} s",
            took <= SECONDS),
        Row(f"a worker that served {count} kept pages, over one that served one",
            f"{grown:.0f} MB", f"≤ {MEGABYTES} MB", grown <= MEGABYTES),
    ]  # fmt: skip


def answer(server: Server, path: str) -> str:
    """Return where a page came from, as the server says; empty when nobody answers."""
    host = server.url.removeprefix("http://")
    with closing(HTTPConnection(host, timeout=60)) as line, suppress(OSError, HTTPException):
        line.request("GET", path, headers={"Accept-Encoding": "br"})
        told = line.getresponse()
        told.read()
        return str(told.headers["Cache-Status"])
    return ""


def _first_page(server: Server) -> float:
    """Start the program again; return the seconds until the home page, which is kept, comes."""
    command = [*CHRONIQUE, "serve", "--port", server.url.rpartition(":")[2]]
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=server.environment, cwd=server.home, stdout=subprocess.PIPE, text=True
    )
    try:
        while not (told := answer(server, "/")):
            # As a browser would not: each time that it is refused.
            time.sleep(0.005)
        took = time.monotonic() - began
        assert told.startswith("chronique; hit"), told
        # Else a start would be cut off in the middle.
        assert process.stdout is not None
        while "Ctrl+C" not in process.stdout.readline():
            assert process.poll() is None
    finally:
        process.terminate()
        process.wait(30)
    return took


def _conf(server: Server) -> Conf:
    environment = server.environment.items()
    return load({name: text for name, text in environment if name.startswith("CHRONIQUE_")})


def _keep(conf: Conf, count: int) -> None:
    """Keep pages that differ in their addresses alone: to compress each takes the longest."""
    record = Record(conf.home / "pages", made_by=made_by(conf))
    pages = Pages(conf.home / "pages", record)
    words = ["".join(random.choices("abcdeilmnoprstu", k=random.randint(2, 9))) for _ in range(999)]
    bodies = packed(" ".join(random.choices(words, k=CHARACTERS // 6)).encode())
    given, stamp = record.begin_page()
    head = Head(
        address="", status="200 OK", headers=[("Content-Type", "text/html; charset=utf-8")],
        tags=["article:1"], record=given, stamp=stamp, etag="0" * 32, changed=int(time.time()),
    )  # fmt: skip
    for number in range(count):
        address = f"{conf.addresses[0].netloc}/kept/{number}/"
        path = pages.file_of(address)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written(Page(replace(head, address=address), bodies)))


def _memory(folder: Path, before: Server, count: int) -> float:
    """Return by how many MB the web server's worker grows when it gives all of them once.

    The address is part of what makes a page right: the program starts on the same port again.
    """
    settings = {"CHRONIQUE_URL": before.url}
    port = ["--port", before.url.rpartition(":")[2]]
    with running_server(folder, demo=False, words=port, settings=settings) as server:
        there = replace(server, url=before.url)
        assert answer(there, "/kept/0/").startswith("chronique; hit")
        worker = _worker(server.pid)
        began = held(worker)
        with closing(HTTPConnection(before.url.removeprefix("http://"), timeout=60)) as line:
            for number in range(count):
                line.request("GET", f"/kept/{number}/", headers={"Accept-Encoding": "br"})
                told = line.getresponse()
                told.read()
                assert told.headers["Cache-Status"] == "chronique; hit"
        return (held(worker) - began) / 1000


def _worker(pid: int) -> int:
    """Return the process that answers: the one that is two below the program's first."""
    (found,) = [
        process
        for child in list(tree(pid))[1:]
        for process in list(tree(child))[1:]
    ]  # fmt: skip
    return found
