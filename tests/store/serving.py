"""The web server as it runs, in processes of its own, on the database of a test."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from chronique.project import supervise
from chronique.project.ports import listen
from chronique.store import actions
from tests.store.given import Got

# For an answer, or a server, on a machine that is busy with other tests, seconds.
PATIENCE = 60
WSGI = "chronique.project.wsgi"


@contextmanager
def pages_in(folder: Path, settings: Any) -> Iterator[Path]:
    """Keep pages there, in this process and in those that begin here."""
    settings.PAGES_ROOT = folder / "pages"
    actions.pages.cache_clear()
    sys.modules.pop(WSGI, None)
    try:
        yield settings.PAGES_ROOT
    finally:
        actions.pages.cache_clear()
        sys.modules.pop(WSGI, None)


@dataclass
class Running:
    """A server with several workers."""

    port: int
    child: supervise.Child

    def workers(self) -> list[int]:
        assert self.child.process is not None
        pids: list[int] = []
        for path in Path(f"/proc/{self.child.process.pid}/task").glob("*/children"):
            # A thread may end while we look.
            with suppress(OSError):
                pids += map(int, path.read_text().split())
        return pids

    def kill(self, pid: int) -> None:
        """End a worker at once; another takes its place."""
        os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """Let all workers be others."""
        before = self.workers()
        for pid in before:
            self.kill(pid)
        limit = monotonic() + PATIENCE
        while not (now := self.workers()) or set(now) & set(before):
            assert monotonic() < limit, "the workers did not come back"
        assert Browser(self.port).get("/robots.txt").status


@contextmanager
def running(*, workers: int) -> Iterator[Running]:
    connection.close()
    with listen("127.0.0.1", 0) as listening:
        child = supervise.server(listening, workers=workers)
        child.start(monotonic())
        try:
            yield Running(listening.getsockname()[1], child)
        finally:
            supervise.stop_all([child])


@dataclass
class Browser:
    """One who reads and writes, from an address of their own, and keeps the cookies of `kept`."""

    port: int
    network: str = "10.0.0.1"
    kept: frozenset[str] = frozenset({"chronique_seen"})
    cookies: dict[str, str] = field(default_factory=dict)
    _line: HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, **headers)

    def post(self, path: str, **words: str) -> Got:
        """Send a form once; raises OSError or HTTPException when no answer came."""
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(words), form)

    def ask(self, method: str, path: str, **headers: str) -> Got:
        """Ask until somebody answers, as a patient reader would. Headers as in `content_type`."""
        limit = monotonic() + PATIENCE
        while True:
            try:
                return self._ask(method, path, None, headers)
            except (OSError, HTTPException):
                assert monotonic() < limit, f"nobody answered {path}"

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Got:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        said |= {
            "Host": "localhost:8000", "X-Forwarded-For": self.network, "X-Forwarded-Proto": "http",
        }  # fmt: skip
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, path, body, said)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                if name in self.kept:
                    self.cookies[name] = value
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, told, answer.read())
