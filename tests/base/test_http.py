"""The door to other hosts: what comes through it, and what does not."""

import gzip
import ipaddress
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chronique.base.errors import Unreachable
from chronique.base.http import Fetched, NoAnswer, fetch, is_public, send

HERE = frozenset({"127.0.0.1"})
LOOPBACK = ("127.0.0.1", 80)
KB = 1024

Answer = Callable[[socket.socket, str], None]


class Host(socketserver.ThreadingTCPServer):
    """A host that answers each request with whatever a test says, byte by byte."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        self.asked: list[str] = []
        self.answer = answer
        super().__init__(("127.0.0.1", 0), _Handler)

    def at(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Handler(socketserver.BaseRequestHandler):
    server: Host

    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = self.request.recv(4096)
            if not piece:
                return
            request += piece
        self.server.asked.append(request.decode())
        try:
            self.server.answer(self.request, request.decode().split(" ")[1])
        except OSError:
            return  # the other side has hung up, which is what most of these tests are about


@contextmanager
def a_host(answer: Answer) -> Iterator[Host]:
    with Host(answer) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


def response(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(data: bytes) -> Answer:
    return lambda connection, path: connection.sendall(data)


def get(url: str, *, max_bytes: int = 100 * KB, seconds: float = 5.0) -> Fetched:
    return fetch(url, max_bytes=max_bytes, seconds=seconds, private_hosts=HERE)


def test_what_is_at_an_address_is_returned_with_its_type():
    with a_host(always(response(b"a picture", "Content-Type: image/png; x=y"))) as host:
        found = get(host.at("/ét%C3%A9 1.png?a=b&c"))
    assert (found.content, found.media_type) == (b"a picture", "image/png")
    request = host.asked[0].split("\r\n")
    assert request[0] == "GET /%C3%A9t%C3%A9%201.png?a=b&c HTTP/1.1"
    assert f"Host: 127.0.0.1:{host.server_address[1]}" in request
    # nothing that could tell who is asking goes along
    assert {line.partition(":")[0] for line in request[1:] if line} == {
        "Host", "User-Agent", "Accept-Encoding",
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://10.0.0.1/",
    ],
)  # fmt: skip
def test_a_private_address_is_not_asked_unless_it_is_named(
    url: str, monkeypatch: pytest.MonkeyPatch
):
    # what the system makes of ways to write 127.0.0.1 that only it knows
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", LOOPBACK)])
    with pytest.raises(Unreachable, match="private network"):
        fetch(url, max_bytes=KB)


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.2", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fd00::1",
        "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:a00:1::", "::10.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_are_told(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_told(address: str):
    assert is_public(ipaddress.ip_address(address))


def test_a_name_that_leads_to_a_private_address_too_is_refused(monkeypatch: pytest.MonkeyPatch):
    # given a name with one address in the open and one in a private network
    def names(host: str, port: int, **_: object) -> list[object]:
        return [(0, 0, 0, "", ("93.184.216.34", port)), (0, 0, 0, "", ("10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    with pytest.raises(Unreachable, match="private network"):
        fetch("http://old.example.org/a.jpg", max_bytes=KB)


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch):
    # given a name that leads to another place each time it is asked for
    asked: list[str] = []

    system = socket.getaddrinfo

    def names(host: str, *rest: Any, **options: Any) -> Any:
        if host == "127.0.0.1":
            return system(host, *rest, **options)
        asked.append(host)
        return [(0, 0, 0, "", LOOPBACK)] if len(asked) == 1 else []

    monkeypatch.setattr(socket, "getaddrinfo", names)
    with a_host(always(response(b"here"))) as host:
        url = f"http://name.example.org:{host.server_address[1]}/"
        found = fetch(url, max_bytes=KB, private_hosts=frozenset({"name.example.org"}))
    # then the name was looked up by us alone, and is still what the host is called
    assert (found.content, asked) == (b"here", ["name.example.org"])
    assert f"Host: name.example.org:{host.server_address[1]}" in host.asked[0]


@pytest.mark.parametrize("elsewhere", ["http://10.0.0.1/", "http://[::1]/", "http://localhost/x"])
def test_a_redirect_to_a_private_address_is_not_followed(elsewhere: str):
    moved = response(b"", f"Location: {elsewhere}", status="302 Found")
    with a_host(always(moved)) as host, pytest.raises(Unreachable, match="private network"):
        get(host.at())


@pytest.mark.parametrize("elsewhere", ["file:///etc/passwd", "gopher://x/", "http://["])
def test_a_redirect_to_what_is_not_the_web_is_not_followed(elsewhere: str):
    moved = response(b"", f"Location: {elsewhere}", status="301 Moved")
    with a_host(always(moved)) as host, pytest.raises(Unreachable, match=r"not of the web|broken"):
        get(host.at())


def test_redirects_are_followed_but_not_for_ever():
    def answer(connection: socket.socket, path: str) -> None:
        n = int(path.strip("/"))
        moved = response(b"", f"Location: ../{n - 1}/", status="308 Permanent Redirect")
        connection.sendall(moved if n else response(b"the end"))

    with a_host(answer) as host:
        assert get(host.at("/5/")).url == host.at("/0/")
        with pytest.raises(Unreachable, match="redirects too often"):
            get(host.at("/6/"))


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content"])
def test_an_answer_that_is_no_success_is_told_as_such(status: str):
    refusal = pytest.raises(Unreachable, match=f"answers {status[:3]}")
    with a_host(always(response(b"gone", status=status))) as host, refusal as found:
        get(host.at())
    # the host is there: other things may be had from it
    assert not isinstance(found.value, NoAnswer)


def test_nobody_there_is_told_as_such():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(NoAnswer, match="does not answer"):
        get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "failure", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")]
)
def test_an_unknown_name_is_told_as_such(failure: Exception, monkeypatch: pytest.MonkeyPatch):
    def nowhere(*_: object, **__: object) -> list[object]:
        raise failure

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(NoAnswer, match="not known"):
        get("https://old.example.org/")


@pytest.mark.parametrize("says", [True, False])
def test_what_is_too_large_is_not_read_to_its_end(*, says: bool):
    sent: list[int] = []

    def answer(connection: socket.socket, path: str) -> None:
        length = "Content-Length: 100000000\r\n" if says else ""
        connection.sendall(f"HTTP/1.1 200 OK\r\n{length}\r\n".encode())
        for _ in range(1000):
            connection.sendall(b"x" * 100 * KB)
            sent.append(100 * KB)

    with a_host(answer) as host, pytest.raises(Unreachable, match="larger than 1 MB"):
        get(host.at(), max_bytes=KB * KB)
    assert sum(sent) < 20 * KB * KB


def test_a_packed_answer_is_unpacked_and_a_bomb_is_not():
    packed = gzip.compress(b"x" * 50 * KB)
    bomb = gzip.compress(bytes(30 * KB * KB))
    for body, refused in ((packed, False), (bomb, True)):
        with a_host(always(response(body, "Content-Encoding: gzip"))) as host:
            if refused:
                with pytest.raises(Unreachable, match="larger than"):
                    get(host.at())
            else:
                assert len(get(host.at()).content) == 50 * KB


@pytest.mark.parametrize(("encoding", "body"), [("br", b"\x0b"), ("gzip", b"not gzip at all")])
def test_an_answer_that_cannot_be_unpacked_is_refused(encoding: str, body: bytes):
    packed = response(body, f"Content-Encoding: {encoding}")
    with a_host(always(packed)) as host, pytest.raises(Unreachable, match="packs it"):
        get(host.at())


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_host_that_drips_is_left_when_the_time_is_over(beginning: bytes):
    stop = threading.Event()

    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(beginning)
        while not stop.wait(0.05):
            connection.sendall(b"x")

    with a_host(answer) as host:
        started = time.monotonic()
        try:
            with pytest.raises(NoAnswer, match="in time"):
                get(host.at(), seconds=0.4)
        finally:
            stop.set()
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("nonsense", [b"\x16\x03\x01 hello\r\n\r\n", b"220 mail ready\r\n", b""])
def test_a_host_that_does_not_speak_http_is_told_as_such(nonsense: bytes):
    with a_host(always(nonsense)) as host, pytest.raises(Unreachable, match=r"nonsense|not answer"):
        get(host.at())


@pytest.mark.parametrize(
    "url",
    [
        "", "a.jpg", "/wp-content/a.jpg", "ftp://example.org/", "http://", "javascript:alert(1)",
        "http://exa mple.org/", "http://[::1", "http://example.org:port/", "http://\ud800/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_asked(url: str):
    with pytest.raises(Unreachable):
        fetch(url, max_bytes=KB)


def test_a_form_is_sent_and_its_answer_returned():
    bodies: list[bytes] = []

    def answer(connection: socket.socket, path: str) -> None:
        if host.asked[0].endswith("\r\n\r\n"):  # the body may come with the head, or after it
            bodies.append(connection.recv(4096))
        connection.sendall(response(b"true", "Content-Type: text/plain"))

    with a_host(answer) as host:
        form = {"a": "é &", "b": ""}
        found = send(host.at("/1.1/x"), form, max_bytes=9, seconds=5, private_hosts=HERE)
    assert (found.content, found.media_type) == (b"true", "text/plain")
    assert host.asked[0].startswith("POST /1.1/x HTTP/1.1\r\n")
    assert "Content-Type: application/x-www-form-urlencoded" in host.asked[0]
    sent = host.asked[0].partition("\r\n\r\n")[2] + b"".join(bodies).decode()
    assert sent == "a=%C3%A9+%26&b="


def test_a_form_is_sent_to_the_host_that_was_meant_and_no_other():
    with a_host(always(response(b"", "Location: /there", status="307 Temporary Redirect"))) as host:
        with pytest.raises(Unreachable, match="sends to another address"):
            send(host.at(), {"a": "b"}, max_bytes=9, seconds=5, private_hosts=HERE)
        with pytest.raises(Unreachable, match="private network"):
            send(host.at(), {"a": "b"}, max_bytes=9, seconds=5)
    assert len(host.asked) == 1
