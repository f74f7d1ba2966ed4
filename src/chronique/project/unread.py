"""Says that a connection ends where a request was answered before all of its body was read.

Whoever is refused for what the head of a request says is answered at once. What is still on its way
would be taken for the next request, so the server closes the connection, and says so only when it
knows by then. A client that is not told sends its next request there, and gets no answer (RFC 9112,
9.6).
"""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

CLOSE = ("Connection", "close")


class Body:
    """What a request sends, by the two ways in which Django reads it. `left` is in bytes."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self.left = stream, length

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._stream.readline(size))

    def _counted(self, part: bytes) -> bytes:
        self.left -= len(part)
        return part


def closing_when_unread(application: Application) -> Application:
    """Return the application, with the header `Connection: close` where a body was left unread."""

    def answered(environ: Environ, start: Start) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or not int(length):
            return application(environ, start)
        body = environ["wsgi.input"] = Body(environ["wsgi.input"], int(length))

        def begin(status: str, headers: list[tuple[str, str]], *wrong: Any) -> Any:
            return start(status, [*headers, *([CLOSE] if body.left > 0 else [])], *wrong)

        return application(environ, begin)

    return answered
