"""The one door to other hosts: private addresses are refused, size, time and redirects capped.

The door stands where a connection is made, below TLS and HTTP: the address that was looked at is
the one that is asked, whatever the name says a moment later, and no slow answer outlives its time.
"""

import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import httpcore
import httpx

from chronique.base.errors import Unreachable

MAX_REDIRECTS = 5
CONNECT_SECONDS = 5.0
# Of a host's addresses so many are tried: the first may be of a kind that this machine cannot use.
MAX_ADDRESSES = 3
AGENT = "Chronique (self-hosted publication)"
FORM = "application/x-www-form-urlencoded"
# Addresses of IPv6 that lead to one of IPv4 (RFC 6052); it is looked at, too.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All others of IPv6 in the open begin so (RFC 4291).
UNICAST = ipaddress.ip_network("2000::/3")
HOST = re.compile(rb"[\w.:-]{1,253}")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoAnswer(Unreachable):
    """There is nobody: to ask the same host again at once is of no use."""


class OtherAnswer(Unreachable):
    """The host answers, and not with what was asked for."""

    def __init__(self, status: int) -> None:
        super().__init__(f"its host answers {status}")
        self.status = status


Headers = list[tuple[str, str]]


@dataclass
class Exchange:
    """One request and what was answered, as they went over the line but for how it was packed."""

    url: str
    method: str
    asked: Headers
    status: int
    reason: str
    answered: Headers
    # Of a redirect nothing is read.
    body: bytes = b""


@dataclass(frozen=True)
class Fetched:
    content: bytes
    # As the other host says it, without parameters; "" when it says nothing.
    media_type: str
    url: str


def fetch(
    url: str, *, max_bytes: int, seconds: float = 30.0, private_hosts: frozenset[str] = frozenset()
) -> Fetched:
    """Return what is at an http(s) address. Raises Unreachable with the reason, a short clause.

    `seconds` is for all of it: connecting, redirects, the body. `private_hosts` names the hosts
    that may lie in a private network; no other may.
    """
    door = _Door(time.monotonic() + seconds, private_hosts)
    with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=door) as pool:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _ask(pool, _parsed(url), max_bytes)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise Unreachable("it redirects too often")


def record(
    url: str, *, max_bytes: int, seconds: float, private_hosts: frozenset[str] = frozenset()
) -> list[Exchange]:  # fmt: skip
    """Return all that was said until something was there: redirects, and last what is at their end.
    Raises as `fetch` does; OtherAnswer, when its host answers that there is nothing.
    """
    door = _Door(time.monotonic() + seconds, private_hosts)
    exchanges: list[Exchange] = []
    with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=door) as pool:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _ask(pool, _parsed(url), max_bytes, exchanges=exchanges)
            if isinstance(answer, Fetched):
                exchanges[-1].body = answer.content
                return exchanges
            url = answer
    raise Unreachable("it redirects too often")


def look(
    url: str, *, seconds: float, private_hosts: frozenset[str] = frozenset()
) -> None:  # fmt: skip
    """Return when there is something at an http(s) address; its body is not read. Raises as
    `fetch`; OtherAnswer, when its host answers that there is nothing, or not for us.
    """
    door = _Door(time.monotonic() + seconds, private_hosts)
    with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=door) as pool:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _ask(pool, _parsed(url), 0, is_read=False)
            if isinstance(answer, Fetched):
                return
            url = answer
    raise Unreachable("it redirects too often")


def send(
    url: str, fields: Mapping[str, str], *, max_bytes: int, seconds: float,
    private_hosts: frozenset[str] = frozenset(),
) -> Fetched:  # fmt: skip
    """Send a form to an http(s) address, and return what is answered. Raises as `fetch` does.

    A redirect is no answer: what was meant for one host is sent to no other.
    """
    door = _Door(time.monotonic() + seconds, private_hosts)
    with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=door) as pool:
        answer = _ask(pool, _parsed(url), max_bytes, form=urlencode(fields).encode())
    if isinstance(answer, Fetched):
        return answer
    raise Unreachable("its host sends to another address")


def ask_to(
    method: str, url: str, headers: Mapping[str, str], *, seconds: float,
    private_hosts: frozenset[str],
) -> None:  # fmt: skip
    """Ask a host of our own to do something; it answers 200 when it is done. Raises as `fetch`."""
    door = _Door(time.monotonic() + seconds, private_hosts)
    with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=door) as pool:
        answer = _ask(pool, _parsed(url), 10_000, method=method, more=headers)
    if not isinstance(answer, Fetched):
        raise Unreachable("its host sends to another address")


def _ask(
    pool: httpcore.ConnectionPool, url: httpx.URL, max_bytes: int, *, form: bytes | None = None,
    method: str = "", more: Mapping[str, str] = MappingProxyType({}), is_read: bool = True,
    exchanges: list[Exchange] | None = None,
) -> Fetched | str:  # fmt: skip
    """Return what is there, or where it says to look instead. A form is sent along; what was said
    is added to `exchanges`.
    """
    place = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    headers = _headers(url, more, form)
    method = method or ("GET" if form is None else "POST")
    try:
        with pool.stream(method, place, headers=headers, content=form) as response:
            said = {name.lower(): value for name, value in response.headers}
            if exchanges is not None:
                exchanges.append(_exchange(str(url), method, headers, response))
            if _leads_elsewhere(response, said):
                return str(url.join(said[b"location"].decode("utf-8", "replace")))
            if response.status != 200:
                raise OtherAnswer(response.status)
            body = _body(response.iter_stream(), said, max_bytes) if is_read else b""
            media_type = said.get(b"content-type", b"").decode("latin-1").partition(";")[0]
            return Fetched(body, media_type.strip().lower(), str(url))
    except httpcore.TimeoutException as error:
        raise NoAnswer("its host does not answer in time") from error
    except httpcore.NetworkError as error:
        raise NoAnswer("its host does not answer") from error
    except httpcore.ProtocolError as error:
        raise Unreachable("its host answers nonsense") from error
    except httpx.InvalidURL as error:
        raise Unreachable("it redirects to a broken address") from error


def _headers(url: httpx.URL, more: Mapping[str, str], form: bytes | None) -> list[tuple[Any, Any]]:
    headers: list[tuple[Any, Any]] = [
        ("Host", url.netloc), ("User-Agent", AGENT), ("Accept-Encoding", "identity"),
        *more.items(),
    ]  # fmt: skip
    if form is not None:
        headers += [("Content-Type", FORM), ("Content-Length", str(len(form)))]
    return headers


def _leads_elsewhere(response: httpcore.Response, said: Mapping[bytes, bytes]) -> bool:
    return response.status in (301, 302, 303, 307, 308) and b"location" in said


def _exchange(
    url: str, method: str, headers: Iterable[tuple[bytes | str, bytes | str]],
    response: httpcore.Response,
) -> Exchange:  # fmt: skip
    reason = response.extensions.get("reason_phrase", b"")
    return Exchange(
        url, method, _texts(headers), response.status, _text(reason), _texts(response.headers)
    )


def _texts(headers: Iterable[tuple[bytes | str, bytes | str]]) -> Headers:
    return [(_text(name), _text(value)) for name, value in headers]


def _text(words: bytes | str) -> str:
    return words.decode("latin-1") if isinstance(words, bytes) else words


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as error:
        raise Unreachable("its address is broken") from error
    if parsed.scheme not in ("http", "https") or not HOST.fullmatch(parsed.raw_host):
        raise Unreachable("its address is not of the web")
    return parsed


def _body(pieces: Iterable[bytes], headers: dict[bytes, bytes], max_bytes: int) -> bytes:
    too_large = Unreachable(f"it is larger than {max_bytes / 1024 / 1024:.0f} MB")
    said = headers.get(b"content-length", b"")
    if said.isdigit() and int(said) > max_bytes:
        raise too_large
    body = bytearray()
    for piece in _unpacked(pieces, headers.get(b"content-encoding", b"").strip().lower()):
        body += piece
        if len(body) > max_bytes:
            raise too_large
    return bytes(body)


def _unpacked(pieces: Iterable[bytes], encoding: bytes) -> Iterator[bytes]:
    """Yield the pieces as they were before packing, little at a time: a bomb stops at the cap."""
    if encoding in (b"", b"identity"):
        yield from pieces
        return
    if encoding not in (b"gzip", b"x-gzip"):
        raise Unreachable("its host packs it, which was not asked for")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            yield unpacker.decompress(piece, 65536)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, 65536)
    except zlib.error as error:
        raise Unreachable("its host packs it wrongly") from error


@cache
def _trust() -> SSLContext:
    return httpcore.default_ssl_context()


class _Door(httpcore.NetworkBackend):
    """Makes the connections: looks up the name, looks at the addresses, watches the clock."""

    def __init__(self, deadline: float, private_hosts: frozenset[str]) -> None:
        self.deadline, self.private_hosts = deadline, private_hosts

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in _looked_up(host, port, private=host in self.private_hosts):
            try:
                seconds = min(CONNECT_SECONDS, _left(self.deadline))
                return _Stream(_system().connect_tcp(address, port, seconds), self.deadline)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")


class _Stream(httpcore.NetworkStream):
    """A connection that ends in time, also with a host that answers a byte a second."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _left(self.deadline))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = min(CONNECT_SECONDS, _left(self.deadline))
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, seconds), self.deadline)

    def get_extra_info(self, info: str) -> object:
        return self.inner.get_extra_info(info)


@cache
def _system() -> httpcore.SyncBackend:
    return httpcore.SyncBackend()


def _left(deadline: float) -> float:
    """Return the seconds that are left. Raises when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return seconds


def _looked_up(host: str, port: int, *, private: bool) -> list[str]:
    """Return a host's addresses. Raises Unreachable when one is private and may not be."""
    addresses = _addresses(host, port)
    if not private and not all(is_public(address) for address in addresses):
        raise Unreachable("its host lies in a private network")
    return [str(address) for address in addresses[:MAX_ADDRESSES]]


def _addresses(host: str, port: int) -> list[IPAddress]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass  # a name, or an address as only the system reads it: 127.1
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("its host is not known") from error
    return [ipaddress.ip_address(place) for place in dict.fromkeys(str(e[4][0]) for e in found)]


def is_public(address: IPAddress) -> bool:
    """Whether an address is of the open Internet; one that stands for another must be so, too."""
    if isinstance(address, ipaddress.IPv6Address):
        inner: list[IPAddress | None] = [address.ipv4_mapped, address.sixtofour]
        inner += address.teredo or []
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        embedded = [one for one in inner if one is not None]
        if embedded:
            return all(is_public(one) for one in embedded)
        return address.is_global and address in UNICAST
    return address.is_global and not address.is_multicast
