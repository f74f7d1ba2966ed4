"""Pages are made before the first reader asks: they are asked for in this process, as by a reader
of whom nothing is known, and so kept for all.
"""

import io
import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string


def warm(addresses: Iterable[str]) -> list[str]:
    """Have pages made that are not kept; `localhost:8000/feed/` is an address. Return the statuses.

    Within a transaction nothing is made: it would be kept for all before it is there for all.
    """
    if connection.in_atomic_block:
        return []
    application = import_string(settings.WSGI_APPLICATION)
    return [_ask(application, *address.partition("/")[::2]) for address in addresses]


def _ask(application: Any, host: str, path: str) -> str:
    told: list[str] = []

    def start(status: str, headers: object, error: object = None) -> None:
        told.append(status)

    response = application(_environ(host, f"/{path}"), start)
    try:
        for _ in response:
            pass
    finally:
        if hasattr(response, "close"):
            response.close()
    return told[-1]


def _environ(host: str, path: str) -> dict[str, Any]:
    scheme = "https" if settings.CONF.is_secure else "http"
    name, _, port = host.partition(":")
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "QUERY_STRING": "",
        "PATH_INFO": path.encode().decode("latin-1"), "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": name, "SERVER_PORT": port or ("443" if scheme == "https" else "80"),
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.version": (1, 0), "wsgi.url_scheme": scheme, "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
