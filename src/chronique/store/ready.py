"""The front of the program: kept pages are answered here, before Django hears of them.

Nothing here imports Django: kept pages are there before it is loaded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from email.utils import formatdate
from typing import Any

from chronique.store import changes
from chronique.store.page import Damaged, Head, Header, keepable
from chronique.store.pages import HIT, Pages
from chronique.store.rules import (
    LONGEST_PATH,
    cookies_in,
    encoding_for,
    has_it,
    is_meaningless,
)
from chronique.store.shelf import Entry
from chronique.store.shown import IN_ENVIRON, Shown

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
Answered = tuple[str, list[Header], Iterable[bytes]]

# Whoever has one of these is known to Django, and gets nothing kept.
OF_DJANGO = frozenset({"sessionid", "messages"})
# Whoever has this takes part: see `comments.devices`.
OF_READERS = "chronique_reader"
# The number of the newest change that this browser made, so that it sees no older page.
OF_CHANGES = "chronique_seen"
# So long a browser is told of its own change, seconds: until all servers have heard of it.
SEEN_FOR = 60
# All that the maker of a page for everybody is told of who asks first.
OF_ALL = frozenset({"HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_ACCEPT_ENCODING"})
# What makes an answer that is not kept somebody's own.
OF_ONE_READER = frozenset(
    {"HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"}
)
# Said by the front itself.
OWN_HEADERS = frozenset(
    {"content-length", "etag", "last-modified", "vary", "content-encoding", "date"}
)
STATUSES = ("200", "301", "302", "308", "404", "410")
# Browsers ask each time whether it is still the newest. Caches in front are told by hand what to
# forget, and may keep it meanwhile (RFC 9213).
CACHE_CONTROL = "public, max-age=0, must-revalidate"
STALE = ("Cache-Status", "chronique; hit; detail=previous")
MADE = ("Cache-Status", "chronique; fwd=miss; stored")
# Something changed while it was made.
OUTRUN = ("Cache-Status", "chronique; fwd=miss")
# Caches in front are told what a page shows, and until when it is what it is; without that they
# keep none. Longer is too long for a header, characters.
TAGS, UNTIL = "Cache-Tag", "Cache-Until"
LONGEST_TAGS = 4000


class ReadyMadePages:
    """A WSGI application around another: answers what is kept, and keeps what may be kept.

    `hosts`: the names, with port, whose pages are kept. `never`: beginnings of paths that never
    are. `is_secure`: pages are given to encrypted requests alone; `has_proxy`: a proxy in front
    says which these are. `hear_up_to`: hears of a change that was made elsewhere, and of all before
    it; whether it could. `has_caches`: whether caches in front keep pages, too.
    """

    def __init__(
        self, application: Application, pages: Pages, *, hosts: Iterable[str], is_secure: bool,
        has_proxy: bool, never: tuple[str, ...] = (),
        hear_up_to: Callable[[int], bool] = lambda number: True, has_caches: bool = False,
    ) -> None:  # fmt: skip
        self.application, self.pages = application, pages
        self._hosts = frozenset(host.lower() for host in hosts)
        self._scheme = "https" if is_secure else "http"
        self._scheme_in = "HTTP_X_FORWARDED_PROTO" if has_proxy else "wsgi.url_scheme"
        self._never, self._hear_up_to, self._has_caches = never, hear_up_to, has_caches
        self._hot, self._record = pages.hot, pages.record

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer a request. This is the shortest way: a page in memory that is right, for a reader
        of whom we know nothing. All else takes the longer ones.
        """
        get = environ.get
        entry = self._hot.get(f"{get('HTTP_HOST')}{environ['PATH_INFO']}")
        if (
            entry is None
            or entry.checked != self._record.now[0]
            or (entry.until is not None and time.time() >= entry.until)
            or get("QUERY_STRING")
            or "HTTP_COOKIE" in environ
            or "HTTP_AUTHORIZATION" in environ
            or get(self._scheme_in, "http") != self._scheme
        ):
            return self._look(environ, start)
        answer = entry.answers.get(encoding_for(get("HTTP_ACCEPT_ENCODING")))
        if answer is None or "HTTP_IF_MODIFIED_SINCE" in environ:
            return self._look(environ, start)
        method, asked = environ["REQUEST_METHOD"], get("HTTP_IF_NONE_MATCH")
        if asked is not None:
            if asked != answer.etag or method != "GET":
                return self._look(environ, start)
            start("304 Not Modified", answer.short)
            return []
        if method != "GET":
            return self._look(environ, start)
        entry.used = True
        start(entry.head.status, answer.headers)
        return answer.body

    def _look(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Decide whether a page is kept for this request, and give it, or have it made."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._change(environ, start)
        address = self._address(environ)
        cookies = cookies_in(environ.get("HTTP_COOKIE", ""))
        if address is None or not OF_DJANGO.isdisjoint(cookies):
            return self._pass_by(environ, start)
        seen = _seen(cookies)
        if seen and not self._record.knows(seen) and not self._hear_up_to(seen):
            # What is kept may be older than what they did.
            return self._pass_by(environ, start)
        entry = self.pages.find(address)
        if OF_READERS in cookies and (entry is None or entry.head.is_personal):
            return self._pass_by(environ, start)
        if entry and (given := self._give(entry, environ, start)) is not None:
            return given
        return self._make(address, environ, start, may_be_older=not seen)

    def _address(self, environ: Environ) -> str | None:
        """Return under which name a page is kept; None when none is for such a request."""
        host, path = environ.get("HTTP_HOST", "").lower(), environ["PATH_INFO"]
        if (
            host not in self._hosts
            or environ.get(self._scheme_in, "http") != self._scheme
            or len(path) > LONGEST_PATH
            or path.startswith(self._never)
            or "HTTP_AUTHORIZATION" in environ
            or not is_meaningless(environ.get("QUERY_STRING", ""))
        ):
            return None
        return f"{host}{path}"

    def _give(
        self, entry: Entry, environ: Environ, start: Start, how: Header = HIT
    ) -> Iterable[bytes] | None:
        """Answer with a kept page; None when its file is not whole, which is then removed."""
        try:
            encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING"))
            answer = self.pages.answer(entry, encoding)
        except Damaged as error:
            if self.pages.remove(entry):
                logger.warning("store.damaged address=%s error=%s", entry.head.address, error)
            return None
        except OSError as error:
            logger.warning("store.not_read address=%s error=%s", entry.head.address, error)
            self.pages.drop(entry.head.address)
            return None
        is_success = entry.head.status.startswith("200")
        if is_success and has_it(
            if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
            if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
            etag=answer.etag, changed=entry.head.changed,
        ):  # fmt: skip
            start("304 Not Modified", _said(answer.short, how))
            return []
        start(entry.head.status, _said(answer.headers, how))
        return answer.body if environ["REQUEST_METHOD"] == "GET" else []

    def _make(
        self, address: str, environ: Environ, start: Start, *, may_be_older: bool
    ) -> Iterable[bytes]:
        """Make a page, or wait for whoever does; meanwhile others get the copy before it."""
        may_be_older = may_be_older and self.pages.previous(address) is not None
        with self.pages.making(address, patience=not may_be_older) as is_ours:
            # Another may have made it since we looked.
            entry, how = self.pages.find(address), HIT
            if entry is None and not is_ours:
                entry, how = self.pages.previous(address), STALE
            if entry and (given := self._give(entry, environ, start, how)) is not None:
                return given
            if is_ours:
                return self._render(address, environ, start)
        return self._make(address, environ, start, may_be_older=False)

    def _render(self, address: str, environ: Environ, start: Start) -> Iterable[bytes]:
        """Ask Django, as somebody of whom nothing is known, and keep what may be kept.

        What is not to be kept is somebody's own: it is made from all that they say.
        """
        self._record.mend()
        shown, (record, stamp) = Shown(), self._record.begin_page()
        asked = {IN_ENVIRON: shown} | _of_nobody(environ)
        status, headers, response = _ask(self.application, asked)
        if status.startswith("5"):
            return self._failed(address, environ, start, (status, headers, response))
        is_kept = bool(shown.tags) and status.startswith(STATUSES) and keepable(headers)
        if not is_kept and _wants_its_own(environ):
            _close(response)
            return self._pass_by(environ, start)
        if not is_kept or not record:
            start(status, headers)
            return _body(response, environ)
        head = Head(
            address=address, status=status, headers=self._kept(headers, shown),
            tags=sorted(shown.tags), record=record, stamp=stamp, etag="",
            changed=int(time.time()),
            until=shown.until.timestamp() if shown.until else None,
            is_personal=shown.is_personal,
        )  # fmt: skip
        try:
            plain = b"".join(response)
        finally:
            _close(response)
        entry = self.pages.keep(head, plain)
        how = MADE if self._record.is_right(entry.head) else OUTRUN
        given = self._give(entry, environ, start, how)
        # What was just made is in memory: nothing can be wrong with its file.
        return given if given is not None else [plain]

    def _kept(self, headers: list[Header], shown: Shown) -> list[Header]:
        kept = [header for header in headers if header[0].lower() not in OWN_HEADERS]
        if not any(name.lower() == "cache-control" for name, _ in kept):
            kept.append(("Cache-Control", CACHE_CONTROL))
        tags = ",".join(sorted(shown.tags))
        if self._has_caches and len(tags) <= LONGEST_TAGS:
            kept.append((TAGS, tags))
            if shown.until:
                kept.append((UNTIL, formatdate(shown.until.timestamp(), usegmt=True)))
        return kept

    def _failed(
        self, address: str, environ: Environ, start: Start, answered: Answered
    ) -> Iterable[bytes]:
        """Answer with the last good copy; where there is none, with what went wrong."""
        status, headers, response = answered
        entry = self.pages.previous(address)
        if entry and (given := self._give(entry, environ, start, STALE)) is not None:
            logger.error("store.not_made address=%s status=%s", address, status)
            _close(response)
            return given
        start(status, headers)
        return _body(response, environ)

    def _pass_by(self, environ: Environ, start: Start) -> Iterable[bytes]:
        return self.application(environ, start)

    def _change(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Let Django do what is asked, and tell the browser which change it made."""
        changes.begin()

        def told(status: str, headers: list[Header], *more: Any) -> Any:
            if number := changes.newest():
                secure = "; Secure" if self._scheme == "https" else ""
                cookie = (
                    f"{OF_CHANGES}={number}; Max-Age={SEEN_FOR}; Path=/; HttpOnly; SameSite=Lax"
                )
                headers = [*headers, ("Set-Cookie", f"{cookie}{secure}")]
            return start(status, headers, *more)

        return self.application(environ, told)


def _of_nobody(environ: Environ) -> Environ:
    """Return a request for the same, of which nobody can tell who sent it."""
    asked = {
        name: value
        for name, value in environ.items()
        if name in OF_ALL or not name.startswith("HTTP_")
    }
    return asked | {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}


def _wants_its_own(environ: Environ) -> bool:
    is_program = "json" in environ.get("HTTP_ACCEPT", "")
    return is_program or not OF_ONE_READER.isdisjoint(environ)


def _ask(application: Application, environ: Environ) -> Answered:
    caught: list[tuple[str, list[Header]]] = []

    def catch(status: str, headers: list[Header], *_: Any) -> None:
        caught.append((status, headers))

    response = application(environ, catch)
    status, headers = caught[-1]
    return status, headers, response


def _seen(cookies: Mapping[str, str]) -> int:
    """Return the number of the change that a reader made lately; 0 when none is known."""
    number = cookies.get(OF_CHANGES, "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 20 else 0


def _said(headers: list[Header], how: Header) -> list[Header]:
    """Say with an answer where it comes from."""
    if how is HIT:
        return headers
    unsaid = () if how is MADE else (TAGS, UNTIL)
    return [how if header[0] == HIT[0] else header for header in headers if header[0] not in unsaid]


def _body(response: Iterable[bytes], environ: Environ) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "GET":
        return response
    _close(response)
    return []


def _close(response: Any) -> None:
    if hasattr(response, "close"):
        response.close()
