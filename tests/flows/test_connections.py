"""Connections that stay open from one request to the next, as browsers and proxies keep them."""

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.flows.server import Server

FORM = b"address=lise%40example.org"


@pytest.fixture
def line(server: Server) -> Iterator[HTTPConnection]:
    with closing(HTTPConnection(urlsplit(server.url).netloc, timeout=60)) as line:
        yield line


def send_head(line: HTTPConnection, path: str) -> None:
    line.putrequest("POST", path)
    line.putheader("Content-Type", "application/x-www-form-urlencoded")
    line.putheader("Content-Length", str(len(FORM)))
    line.endheaders()


def test_who_is_refused_before_all_was_sent_hears_that_the_connection_ends(line: HTTPConnection):
    for _ in range(5):
        # given a form of which the head has come, and nothing more yet
        send_head(line, "/reader/data/")
        # when it is refused for what stands there: it has no cookie
        with closing(line.getresponse()) as answer:
            assert (answer.status, answer.headers["Connection"]) == (403, "close")
            answer.read()
        line.close()


def test_who_was_heard_to_the_end_goes_on(line: HTTPConnection):
    for path in ("/comment/1/edit/", "/", "/comment/1/edit/"):
        if path == "/":
            line.request("GET", path)
        else:
            send_head(line, path)
            line.send(FORM)
        with closing(line.getresponse()) as answer:
            assert "Connection" not in answer.headers
            answer.read()
