"""A small publication of which every kind of page is kept, and what shows what a change does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase, override_settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.models import Site

from chronique.articles.models import Article, Author, Menu, Section, StaticPage, Tag
from chronique.comments.models import Comment
from chronique.dossiers.models import (
    Actor,
    Book,
    Dossier,
    Event,
    Evidence,
    Hypothesis,
    Judgement,
    Prediction,
    Source,
)
from chronique.store.actions import pages
from chronique.store.page import Head
from chronique.store.ready import ReadyMadePages
from chronique.store.shelf import Entry
from tests.factories import paragraph
from tests.publishing.questions import Questions
from tests.publishing.table import FAMILY_OF

HOST = "localhost:8000"
ZONE = timezone.get_default_timezone()
# Far enough back that no day of the clock falls between two of them.
START = datetime(2026, 3, 2, 12, tzinfo=ZONE)
# A second page of lists needs no more articles than these, where a page holds so many.
FILLERS, PER_PAGE = 4, 6
# When pages are others that tell how many days are left.
MIDNIGHT = timezone.now() + timedelta(days=1)
# What programs are told beside the words of a page.
TOLD = ("Location", "Content-Type", "Link", "Memento-Datetime")


class Copy(NamedTuple):
    """A page as it was kept."""

    head: Head
    plain: bytes


def _copy(entry: Entry) -> Copy:
    return Copy(entry.head, b"".join(pages().answer(entry, "").body))


def what_it_is(head: Head) -> tuple[Any, ...]:
    return head.etag, head.status, head.tags, head.until


def link_to(page: Article | StaticPage) -> dict[str, Any]:
    return paragraph(f'<p>As <a linktype="page" id="{page.pk}">we said</a>.</p>')


def citing(stage: Stage) -> dict[str, Any]:
    things = ("source", stage.minutes), ("source", stage.diary), ("event", stage.break_)
    links = (f'<a linktype="{kind}" id="{row.pk}">so</a>' for kind, row in things)
    return paragraph(f"<p>They wrote {' and '.join(links)}.</p>")


class Stage:
    """What stands there, by the names that the table of changes uses."""

    site: Site
    sea: Section
    coast: Section
    land: Section
    empty: Section
    filler: Section
    water: Tag
    sand: Tag
    ada: Author
    bo: Author
    picture: Any
    document: Any
    dunes: Article
    tides: Article
    wind: Article
    marees: Article
    draft: Article
    old: Article
    about: StaticPage
    team: StaticPage
    menu: Menu
    spare: Menu
    first: Comment
    reply: Comment
    held: Comment
    user: User
    minutes: Source
    ledger: Source
    diary: Source
    spare_source: Source
    board: Actor
    break_: Event
    calm: Event
    harbour: Dossier
    weather: Dossier
    unseen: Dossier
    town: Hypothesis
    state: Hypothesis
    piece: Evidence
    judged: Judgement
    open: Prediction
    other: Prediction
    unsaid: Prediction
    book: Book
    paper: Book
    # Where each kind of page is, and what was there before a change.
    addresses: dict[str, str]
    before: dict[str, bytes]
    questions: Questions
    # How all was when it was set.
    as_set: tuple[dict[str, Copy], dict[str, bytes], Questions]

    def __init__(self, site: Site) -> None:
        self.site = site
        self.questions = Questions()

    # -- As the program is reached

    def ask(self, path: str, *, kept: bool = True) -> bytes:
        """Return status, headers and body of a page: the kept one, or one made for us alone."""
        told: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            named = dict(headers)
            told.extend([status, *(named.get(name, "") for name in TOLD)])

        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": HOST,
            "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
            "SCRIPT_NAME": "",
        }  # fmt: skip
        front, django = _front()
        asked: Any = front if kept else django
        with _connection_of_the_test():
            body = b"".join(asked(environ, start))
        return "\n".join([*told, ""]).encode() + body

    def keep_all(self) -> None:
        self.before = {}
        for kind, path in self.addresses.items():
            with self.questions.listened_to(kind):
                self.before[kind] = self.ask(path)
        self.questions.ask_all()

    def is_set(self) -> None:
        """Note how all is now, for `put_back`."""
        copies = {kind: _copy(self.entry(kind)) for kind in self.addresses}
        self.as_set = copies, self.before, self.questions.copy()

    def put_back(self) -> None:
        """Keep what was kept when the stage was set; its rows are as they were then.

        So a page is not made anew for each test that follows one in which it was forgotten.
        """
        copies, before, questions = self.as_set
        record, stamp = pages().record.begin_page()
        for kind, copy in copies.items():
            found = self.entry(kind)
            if found is None or what_it_is(found.head) != what_it_is(copy.head):
                pages().keep(replace(copy.head, record=record, stamp=stamp), copy.plain)
        self.before, self.questions = dict(before), questions.copy()

    def kept(self) -> set[str]:
        """Return the kinds of the pages that are kept and right."""
        return {
            kind
            for kind, path in self.addresses.items()
            if pages().find(f"{HOST}{path}") is not None
        }

    def entry(self, kind: str) -> Any:
        return pages().find(f"{HOST}{self.addresses[kind]}")

    def previous(self, kind: str) -> Any:
        """Return the copy of a page that may be shown while it is made anew."""
        return pages().previous(f"{HOST}{self.addresses[kind]}")

    def stale(self) -> set[str]:
        """Return the kinds of the kept pages that would be others if they were made now."""
        return self._others_in([kinds for kinds in self.alike() if kinds[0] in self.kept()])

    def others(self) -> set[str]:
        """Return the kinds of all pages that would be others if they were made now.

        Of those that are alike one is made for all.
        """
        return self._others_in(self.alike())

    def alike(self) -> list[list[str]]:
        """Return the kinds of which something is answered otherwise, those together that are alike:
        of one family, made by one view, and answered otherwise in the same.

        What is kept is no page's like that names anything else: it might be one not to be kept.
        """
        kept = self.kept()
        alike: dict[Any, list[str]] = {}
        for kind, questions in self.questions.answered_otherwise(self.addresses).items():
            head = self.as_set[0][kind].head
            names = frozenset(head.tags) if kind in kept else None
            maker: Any = FAMILY_OF[kind], _view_of(self.addresses[kind]), names
            if head.status.startswith("404") and questions <= self.questions.asked_by("nothing"):
                # There is nothing still, and all pages that say so are one.
                maker = kind in kept
            alike.setdefault((maker, head.status, questions), []).append(kind)
        return list(alike.values())

    def _others_in(self, groups: list[list[str]]) -> set[str]:
        made = self.made_otherwise(kinds[0] for kinds in groups)
        return {kind for kinds in groups if kinds[0] in made for kind in kinds}

    def made_otherwise(self, kinds: Iterable[str]) -> set[str]:
        """Return which of these pages, made now, are others than before."""
        made = {kind: self.ask(self.addresses[kind], kept=False) for kind in kinds}
        return {kind for kind, page in made.items() if page != self.before[kind]}


def _view_of(path: str) -> Any:
    try:
        return resolve(path).func
    except Resolver404:
        return None


@contextmanager
def own_pages(folder: Path) -> Iterator[None]:
    """Keep pages in a folder of the test's own: processes of tests share the other one.

    They are not packed: nobody here looks at more than their plain bytes. Lists are short.
    """
    with (
        override_settings(PAGES_ROOT=folder),
        patch("chronique.store.pages.packed", lambda plain: {"": plain}),
        patch("chronique.front.listings.PER_PAGE", PER_PAGE),
        patch("chronique.front.frontpage.PER_PAGE", PER_PAGE),
        # Midnight may come while they are looked at.
        patch("chronique.front.predictions.views.tomorrow", lambda: MIDNIGHT),
        patch("chronique.front.templatetags.predictions.tomorrow", lambda: MIDNIGHT),
    ):
        for known in (pages, _front):
            known.cache_clear()
        yield
    for known in (pages, _front):
        known.cache_clear()


@cache
def _front() -> tuple[ReadyMadePages, WSGIHandler]:
    django = WSGIHandler()
    front = ReadyMadePages(django, pages(), hosts=[HOST], is_secure=False, has_proxy=False)
    return front, django


@contextmanager
def _connection_of_the_test() -> Iterator[None]:
    """Keep Django from closing it after each request, as its own client for tests does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def done(change: Callable[[], Any]) -> None:
    """Do something as a request does that is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        change()


def publish(page: Article | StaticPage) -> None:
    """Publish a page as the desk does, with what stands in it now."""
    page.save_revision().publish()
