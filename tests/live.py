"""The program as other programs reach it: a server in a thread, with the database of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections


@contextmanager
def live(application: Any = None) -> Iterator[str]:
    """Yield its address. It sees what the test has written, and the test undoes what it writes."""
    connection = connections["default"]
    server = make_server("localhost", 0, application or WSGIHandler(), handler_class=_Quiet)

    def serve() -> None:
        connections["default"] = connection
        server.serve_forever(poll_interval=0.01)

    connection.inc_thread_sharing()
    thread = threading.Thread(target=serve)
    # After each request Django would close it, also after the last one; the test has only this one.
    with patch.object(connection, "close_if_unusable_or_obsolete"):
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
    connection.dec_thread_sharing()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
