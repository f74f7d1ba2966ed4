"""One request to a WSGI application, without a server between: what remains is the application's.

Nothing here is ours but the standard library: the peer's own Python imports it too.
"""

import io
import sys
from collections.abc import Callable, Iterable
from time import process_time
from typing import Any

# Steps before those that are measured.
WARM = 50

Application = Callable[..., Iterable[bytes]]


def post(
    application: Application, path: str, body: bytes, *, content_type: str, network: int,
    query: str = "",
) -> int:  # fmt: skip
    """Send a body from a network of its own; return the status."""
    answered: list[int] = []

    def start_response(status: str, headers: object, error: object = None) -> None:
        answered.append(int(status.split()[0]))

    address = f"10.{network >> 16 & 255}.{network >> 8 & 255}.{network & 255}"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000", "HTTP_ORIGIN": "http://localhost:8000",
        "HTTP_USER_AGENT": f"Bench {network}", "HTTP_ACCEPT": "text/html", "REMOTE_ADDR": address,
        "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }  # fmt: skip
    answer = application(environ, start_response)
    b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    return answered[0]


def milliseconds(step: Callable[[int], object], *, rounds: int, warm: int = WARM) -> float:
    """Return the middle of the processor times that a step takes."""
    for number in range(warm):
        step(number)
    times = []
    for number in range(warm, warm + rounds):
        started = process_time()
        step(number)
        times.append(process_time() - started)
    return sorted(times)[rounds // 2] * 1000
