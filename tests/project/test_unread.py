"""An answer says that the connection ends when it was given before the request was read whole."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest

from chronique.project.unread import closing_when_unread

Read = Callable[[Any], object]
CLOSE = ("Connection", "close")


def headers_of(read: Read, sent: bytes, **environ: str) -> list[tuple[str, str]]:
    """Return the headers of an answer that is given after `read`."""
    told: list[tuple[str, str]] = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        read(environ["wsgi.input"])
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"Read."]

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.extend(headers)

    asked = {"CONTENT_LENGTH": str(len(sent)), "wsgi.input": BytesIO(sent), **environ}
    assert b"".join(closing_when_unread(application)(asked, start)) == b"Read."
    assert told[0] == ("Content-Type", "text/plain")
    return told[1:]


@pytest.mark.parametrize("sent", [b"name=Lise", b"a\r\nb\r\n"])
@pytest.mark.parametrize(
    "read", [lambda body: body.read(), lambda body: [*iter(body.readline, b"")]]
)
def test_where_all_was_read_the_connection_goes_on(read: Read, sent: bytes):
    assert headers_of(read, sent) == []


@pytest.mark.parametrize(
    "read", [lambda body: None, lambda body: body.read(2), lambda body: body.readline(2)]
)
def test_where_something_was_left_it_ends(read: Read):
    assert headers_of(read, b"name=Lise") == [CLOSE]


@pytest.mark.parametrize("length", ["", "0", "many"])
def test_where_nothing_is_sent_it_goes_on(length: str):
    assert headers_of(lambda body: None, b"", CONTENT_LENGTH=length) == []
