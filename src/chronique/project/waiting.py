"""What readers of other than kept pages get while Django is being loaded: they wait, and ask the
same again.
"""

import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from chronique.base.conf import Conf
from chronique.store.ready import OF_CHANGES, Application, Environ, Start

# Longer than a start takes, and less than proxies have patience for; tables that are being brought
# up to date may take longer, seconds.
LONGEST = 45.0
# What is left unread of a form would cut the answer off. It is sent again, so it may be dropped.
LARGEST_FORM = 40_000_000


class Waiting:
    """A WSGI application that answers when it is told that the real server stands."""

    def __init__(self, conf: Conf, *, longest: float = LONGEST) -> None:
        self._conf, self._longest = conf, longest
        self._ended = threading.Event()

    def end(self) -> None:
        self._ended.set()

    def before(self, front: Application) -> Application:
        """Return an application that lets those wait for whom `front` would have to ask the
        database. What browsers have is not asked: the standard library cannot say 304.
        """

        def application(environ: Environ, start: Start) -> Iterable[bytes]:
            if f"{OF_CHANGES}=" in environ.get("HTTP_COOKIE", ""):
                return self(environ, start)
            for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
                environ.pop(name, None)
            return front(environ, start)

        return application

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        _drop_form(environ)
        address = self._address(environ)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        if not address or not self._ended.wait(self._longest):
            start("503 Service Unavailable", [*headers, ("Retry-After", "5")])
            return [b"The program is being started. Please try again in a moment.\n"]
        # Browsers ask again in the same way, and send the form once more (RFC 9110, 15.4.8).
        start("307 Temporary Redirect", [*headers, ("Location", address)])
        return [b""]

    def _address(self, environ: Environ) -> str:
        """Return what was asked for as a whole address; empty when it is none of ours."""
        host, path = environ.get("HTTP_HOST", ""), environ.get("chronique.asked", "")
        scheme = "https" if self._conf.is_secure else "http"
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return ""
        known = {urlsplit(f"//{one}").hostname for one in self._conf.hosts}
        if name not in known or not path.startswith("/"):
            return ""
        return f"{scheme}://{host}{path}"


def _drop_form(environ: dict[str, Any]) -> None:
    length = environ.get("CONTENT_LENGTH") or "0"
    left = min(int(length), LARGEST_FORM) if length.isdecimal() else 0
    while left > 0:
        data = environ["wsgi.input"].read(min(left, 65_536))
        if not data:
            return
        left -= len(data)
