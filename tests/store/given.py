"""A small application, the kept pages in front of it, and what browsers ask of them."""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli

from chronique.store.page import Head
from chronique.store.pages import Pages
from chronique.store.ready import ReadyMadePages
from chronique.store.record import Record
from chronique.store.shown import is_personal, shows

HOST = "localhost:8000"
WORDS = b"<p>The tide comes in twice a day, and nobody has to ask for it.</p>" * 20


class Body:
    """An answer's body, which wants to be closed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.is_closed = False

    def __iter__(self) -> "Body":
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Behind:
    """Says what a test wants it to say, and remembers what it was asked."""

    body: bytes = WORDS
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(
        default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")]
    )
    tags: tuple[str, ...] = ("article:1",)
    until: datetime | None = None
    is_personal: bool = False
    # Called with the request, before it is answered.
    meanwhile: Callable[[dict[str, Any]], None] = lambda environ: None
    asked: list[dict[str, Any]] = field(default_factory=list)
    given: list[Body] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        request, body = SimpleNamespace(META=environ), self.body
        shows(request, *self.tags, until=self.until)
        if self.is_personal:
            is_personal(request)
        self.meanwhile(environ)
        start(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        self.given.append(Body([body[:100], body[100:]]))
        return self.given[-1]


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kept_as(self) -> str:
        return self.headers.get("cache-status", "")


def front(folder: Path, behind: Any, **options: Any) -> ReadyMadePages:
    options = dict[str, Any](hosts=[HOST], is_secure=False, has_proxy=False) | options
    return ReadyMadePages(behind, Pages(folder, Record(folder)), **options)


def ask(
    application: Any, path: str = "/", *, method: str = "GET", host: str = HOST, query: str = "",
    scheme: str = "http", **headers: str,
) -> Got:  # fmt: skip
    """Ask as a browser does; `headers` by their names in Python: if_none_match."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host,
        "wsgi.url_scheme": scheme, "REMOTE_ADDR": "203.0.113.7", "wsgi.input": BytesIO(),
    }  # fmt: skip
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    said: list[tuple[str, list[tuple[str, str]]]] = []
    response = application(environ, lambda status, headers, *_: said.append((status, headers)))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    ((status, told),) = said
    names = [name.lower() for name, _ in told if name.lower() != "set-cookie"]
    assert len(names) == len(set(names)), f"said twice: {names}"
    return Got(int(status[:3]), {name.lower(): value for name, value in told}, body)


def head(address: str = f"{HOST}/", **values: Any) -> Head:
    known: dict[str, Any] = {
        "address": address, "status": "200 OK", "headers": [("Content-Type", "text/html")],
        "tags": ["article:1"], "record": "", "stamp": 0, "etag": "", "changed": 1_000,
    }  # fmt: skip
    return Head(**known | values)


def begun(record: Record, address: str = f"{HOST}/", **values: Any) -> Head:
    """Return the head of a page that is begun now."""
    name, stamp = record.begin_page()
    return head(address, **{"record": name, "stamp": stamp} | values)


def plain(got: Got) -> Got:
    """Return an answer with its body unpacked."""
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    packed = unpack.get(got.headers.get("content-encoding", ""), bytes)
    return Got(got.status, got.headers, packed(got.body))
