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
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase, override_settings
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Site

from chronique.articles.jobs import index_and_relate_all
from chronique.articles.models import Article, Author, Menu, Publication, Section, StaticPage, Tag
from chronique.comments.models import Comment, Discussion
from chronique.publishing import announce
from chronique.store.actions import pages
from chronique.store.page import Head
from chronique.store.ready import ReadyMadePages
from chronique.store.shelf import Entry
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_section,
    paragraph,
    the_home,
    the_site,
)
from tests.front.given import make_picture
from tests.publishing.questions import Questions

HOST = "localhost:8000"
ZONE = timezone.get_default_timezone()
# Far enough back that no day of the clock falls between two of them.
START = datetime(2026, 3, 2, 12, tzinfo=ZONE)
FILLERS = 20


class Copy(NamedTuple):
    """A page as it was kept."""

    head: Head
    plain: bytes


def what_it_is(head: Head) -> tuple[Any, ...]:
    return head.etag, head.status, head.tags, head.until


def link_to(page: Article | StaticPage) -> dict[str, Any]:
    return paragraph(f'<p>As <a linktype="page" id="{page.pk}">we said</a>.</p>')


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
        """Return status, type and body of a page: the kept one, or one made for us alone."""
        told: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            named = dict(headers)
            told.extend([status, named.get("Location", ""), named.get("Content-Type", "")])

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

    def others(self, *, of: Iterable[str] | None = None) -> set[str]:
        """Return the kinds of the pages that would be others if they were made now.

        Only those are made that are forgotten, or are answered otherwise by the database; or `of`.
        """
        if of is None:
            kinds = set(self.addresses)
            of = (kinds - self.kept()) | self.questions.answered_otherwise(kinds)
        made = {kind: self.ask(self.addresses[kind], kept=False) for kind in of}
        return {kind for kind, page in made.items() if page != self.before[kind]}


@contextmanager
def own_pages(folder: Path) -> Iterator[None]:
    """Keep pages in a folder of the test's own: processes of tests share the other one.

    They are not packed: nobody here looks at more than their plain bytes.
    """
    with (
        override_settings(PAGES_ROOT=folder),
        patch("chronique.store.pages.packed", lambda plain: {"": plain}),
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


def set_stage() -> Stage:
    """Fill the open publication, and keep all its pages."""
    stage = Stage(site=the_site())
    _settings(stage)
    _filing(stage)
    _articles(stage)
    _static_pages(stage)
    _comments(stage)
    Redirect.objects.create(
        site=stage.site, old_path="/tides-of-old", redirect_page=stage.tides, is_permanent=True
    )
    announce.catch_up()
    index_and_relate_all.call(stage.site.pk)
    stage.addresses = _addresses(stage)
    stage.keep_all()
    copies = {kind: _copy(stage.entry(kind)) for kind in stage.addresses}
    stage.as_set = copies, stage.before, stage.questions.copy()
    return stage


def _copy(entry: Entry) -> Copy:
    return Copy(entry.head, b"".join(pages().answer(entry, "").body))


def _settings(stage: Stage) -> None:
    publication = Publication.objects.get()
    stage.menu = Menu.objects.create(site=stage.site, name="Top", slug="top")
    stage.spare = Menu.objects.create(site=stage.site, name="Spare", slug="spare")
    publication.title, publication.tagline = "The Tidal Review", "Of water and wind"
    publication.security_contact, publication.footer_menu = "mailto:a@example.org", stage.menu
    publication.save()
    Discussion.objects.create(site=stage.site, contact="mailto:a@example.org")
    stage.user = User.objects.create_superuser("max", "max@example.org", "a long word")


def _filing(stage: Stage) -> None:
    stage.sea = make_section("Sea", slug="sea", sort_order=1)
    stage.coast = make_section("Coast", slug="coast", parent=stage.sea, sort_order=2)
    stage.land = make_section("Land", slug="land", sort_order=3)
    stage.empty = make_section("Empty", slug="empty", sort_order=4)
    stage.filler = make_section("Notes", slug="notes", sort_order=5)
    stage.water = Tag.objects.create(name="water", slug="water")
    stage.sand = Tag.objects.create(name="sand", slug="sand")
    stage.picture = make_picture(description="A grey sea")
    stage.document = get_document_model().objects.create(
        title="Table of tides", file=ContentFile(b"1,2", "tides.csv")
    )
    stage.ada = make_author("Ada Verne", slug="ada", biography="<p>Writes.</p>")
    stage.bo = make_author("Bo Lind", slug="bo", portrait=stage.picture)


def _articles(stage: Stage) -> None:
    for n in range(FILLERS):
        stage.old = _article(
            f"Note {n}", START - timedelta(days=400 - n), slug=f"note-{n}", section=stage.filler
        )
    stage.dunes = _article("Dunes", START, section=stage.land, authors=[stage.bo], tags=["sand"])
    body = [
        {"type": "read_also", "value": {"article": stage.dunes.pk, "label": "", "address": ""}},
        link_to(stage.dunes), _file(stage), paragraph("<p>The sea comes and goes.</p>"),
    ]  # fmt: skip
    stage.tides = _article(
        "Tides", START + timedelta(days=1), section=stage.sea, authors=[stage.ada], body=body,
        tags=["water"], lead_picture=stage.picture, featured=True,
    )  # fmt: skip
    stage.marees = _article(
        "Marées", START + timedelta(days=2), language="fr", translation_of=stage.tides,
        section=stage.coast, authors=[stage.ada],
    )  # fmt: skip
    stage.wind = _article(
        "Wind", START + timedelta(days=40), section=stage.land, authors=[stage.bo], tags=["water"],
    )  # fmt: skip
    stage.draft = make_article(
        title="Storm", slug="storm", live=False, section=stage.land, tags=["sand"],
        first_published_at=START + timedelta(days=41), authors=[stage.bo],
    )  # fmt: skip
    for article in (stage.dunes, stage.tides, stage.marees, stage.wind):
        announce.went_public(article)


def _article(title: str, moment: datetime, **fields: Any) -> Article:
    return make_article(
        title=title, first_published_at=moment, standfirst=f"About {title}.",
        **{"slug": title.lower().replace("é", "e"), **fields},
    )  # fmt: skip


def _file(stage: Stage) -> dict[str, Any]:
    return {"type": "file", "value": {"file": stage.document.pk, "title": "", "address": ""}}


def _static_pages(stage: Stage) -> None:
    moment = START - timedelta(days=500)
    dates = {"first_published_at": moment, "last_published_at": moment, "language": "en"}
    stage.about = the_home().add_child(
        instance=StaticPage(title="About", slug="about", body=[link_to(stage.tides)], **dates)
    )
    stage.team = stage.about.add_child(
        instance=StaticPage(title="Team", slug="team", body=[paragraph()], **dates)
    )


def _comments(stage: Stage) -> None:
    moment = START + timedelta(days=3)
    at = {"written_at": moment, "public_at": moment}
    stage.first = make_comment(stage.tides, "High water at noon.", **at)
    stage.reply = make_comment(stage.tides, "At one.", parent=stage.first, **at)
    stage.held = make_comment(
        stage.tides, "Perhaps.", author_name="Cy", state=Comment.State.HELD, written_at=moment
    )


def _addresses(stage: Stage) -> dict[str, str]:
    """Return where each kind of page is."""
    tides = stage.tides.address
    return {
        "Tides": tides,
        "Dunes": stage.dunes.address,
        "Wind": stage.wind.address,
        "Marées": stage.marees.address,
        "Note 0": Article.objects.get(slug="note-0").address,
        "Note 19": stage.old.address,
        "About": "/about/",
        "Team": "/about/team/",
        "home": "/",
        "list 1": "/page/1/",
        "list 2": "/page/2/",
        "Sea": "/section/sea/",
        "Coast": "/section/coast/",
        "Land": "/section/land/",
        "Empty": "/section/empty/",
        "Notes": "/section/notes/",
        "water": "/tag/water/",
        "sand": "/tag/sand/",
        "Ada": "/author/ada/",
        "Bo": "/author/bo/",
        "archive": "/archive/",
        "2026": "/2026/",
        "2025": "/2025/",
        "2026-03": "/2026/03/",
        "2026-04": "/2026/04/",
        "day": "/2026/03/09/",
        "feed": "/feed/",
        "feed as Atom": "/feed/atom/",
        "feed as JSON": "/feed/json/",
        "old form of the feed": "/feed/rss2/",
        "feed of Sea": "/section/sea/feed/",
        "feed of Land": "/section/land/feed/",
        "feed of water": "/tag/water/feed/",
        "feed of Ada": "/author/ada/feed/",
        "feed of comments": "/comments/feed/",
        "comments of Tides as a feed": f"{tides}feed/",
        "comments of Wind as a feed": f"{stage.wind.address}feed/",
        "a thread as a feed": f"/comment/{stage.first.pk}/thread/feed/atom/",
        "newest comments": f"{tides}comments/newest/",
        "liked comments": f"{tides}comments/liked/",
        "a thread": f"/comment/{stage.first.pk}/thread/",
        "a comment": f"/comment/{stage.reply.pk}/",
        "a held comment": f"/comment/{stage.held.pk}/",
        "a comment to come": f"/comment/{stage.held.pk + 1}/",
        "comments as WordPress counted": f"{tides}comment-page-1/",
        "sitemap": "/sitemap.xml",
        "robots.txt": "/robots.txt",
        "security.txt": "/.well-known/security.txt",
        "favicon": "/favicon.ico",
        "privacy": "/privacy/",
        "letters": "/letters/",
        "letters asked for": "/letters/asked/",
        "nothing": "/nothing/",
        "a tag to come": "/tag/later/",
        "an article to come": "/2026/04/12/storm/",
        "without slash": "/about",
        "redirect": "/tides-of-old/",
        "category": "/category/sea/",
        "feed of a category": "/category/sea/feed/",
    }
