"""The one door to other hosts: private addresses are refused, size, time and redirects capped."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from chronique.base.errors import Unreachable

MAX_REDIRECTS = 5
CONNECT_SECONDS = 5.0
AGENT = "Chronique (self-hosted publication)"


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

    `private_hosts` names the hosts that may lie in a private network; no other may.
    """
    limit = time.monotonic() + seconds
    with httpx.Client(
        timeout=httpx.Timeout(seconds, connect=CONNECT_SECONDS), trust_env=False
    ) as client:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = _ask(client, url, max_bytes, limit, private_hosts)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise Unreachable(_reason(error)) from error
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise Unreachable("it redirects too often")


def _ask(
    client: httpx.Client, url: str, max_bytes: int, limit: float, private_hosts: frozenset[str]
) -> Fetched | str:
    """Return what is there, or where it says to look instead."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable("its address is not of the web")
    place = _resolved(parts.hostname, parts.port, private=parts.hostname in private_hosts)
    port = f":{parts.port}" if parts.port else ""
    # The address that was looked at is the one that is asked: a name cannot change in between.
    target = parts._replace(netloc=f"{place}{port}").geturl()
    headers = {"Host": f"{parts.hostname}{port}", "User-Agent": AGENT}
    extensions = {"sni_hostname": parts.hostname}
    with client.stream("GET", target, headers=headers, extensions=extensions) as response:
        if response.is_redirect:
            return urljoin(url, response.headers["location"])
        if response.status_code != 200:
            raise Unreachable(f"its host answers {response.status_code}")
        return Fetched(_body(response, max_bytes, limit), _media_type(response), url)


def _body(response: httpx.Response, max_bytes: int, limit: float) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > max_bytes:
            raise Unreachable(f"it is larger than {max_bytes // 1024 // 1024} MB")
        if time.monotonic() > limit:
            raise Unreachable("its host is too slow")
    return bytes(body)


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _resolved(host: str, port: int | None, *, private: bool) -> str:
    """Return an address of the host, as it stands in a URL. Raises Unreachable for private ones."""
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("its host is not known") from error
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    if not private and not all(address.is_global for address in addresses):
        raise Unreachable("its host lies in a private network")
    first = addresses[0]
    return f"[{first}]" if first.version == 6 else str(first)


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "its host does not answer in time"
    if isinstance(error, httpx.ConnectError):
        return "its host does not answer"
    return (
        "its host answers nonsense"
        if isinstance(error, httpx.HTTPError)
        else "its address is broken"
    )
