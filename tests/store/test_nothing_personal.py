"""Nothing that is somebody's own is ever kept: every byte of what is kept is looked through."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import brotli
import httpx
import pytest
import zstandard
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction

from chronique.comments.models import Comment
from chronique.publishing.forgetting import remember_unknown
from chronique.readers.links import DATA, seal
from chronique.readers.models import Reader
from chronique.store.actions import pages
from chronique.store.known import EVERYTHING
from chronique.store.page import read
from chronique.store.ready import ReadyMadePages
from tests.desk.given import writer
from tests.factories import make_article, make_comment, paragraph
from tests.store.given import HOST
from tests.store.serving import pages_in

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
UNPACK = {
    "br": brotli.decompress, "zstd": zstandard.decompress, "gzip": lambda data: data, "": bytes,
}  # fmt: skip


@pytest.fixture
def front(db: None, tmp_path: Path, settings: Any) -> Iterator[ReadyMadePages]:
    """The kept pages before Django, on the connection of the test."""
    settings.CONF = replace(settings.CONF, trusted_proxies=1)
    kept_open = patch.object(connection, "close_if_unusable_or_obsolete")
    with pages_in(tmp_path, settings), kept_open:
        yield ReadyMadePages(
            WSGIHandler(), pages(), hosts=[HOST], is_secure=False, has_proxy=True, never=("/desk/",)
        )


def browser(front: ReadyMadePages, network: str = "203.0.113.1") -> httpx.Client:
    return httpx.Client(
        transport=httpx.WSGITransport(app=front), base_url=f"http://{HOST}",
        headers={"X-Forwarded-For": network},
    )  # fmt: skip


class Publication:
    """Articles of all kinds, and their addresses."""

    def __init__(self) -> None:
        self.open = make_article(title="Open water", comments_mode="open")
        self.public = make_comment(self.open, "A public word.")
        self.moderated = make_article(title="Still water", comments_mode="moderated")
        draft_words = [paragraph("<p>Draftwords nobody may see.</p>")]
        self.draft = make_article(title="Draftwords", live=False, body=draft_words)
        self.draft.save_revision()
        self.later = make_article(
            title="Laterwords", live=False, go_live_at=timezone.now() + timedelta(days=1)
        )
        self.closed = make_article(title="Closedwords", body=[paragraph("<p>Innerwords.</p>")])
        PageViewRestriction.objects.create(
            page=self.closed, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )
        remember_unknown()

    def addresses(self) -> list[str]:
        articles = [self.open, self.moderated, self.closed]
        found = [article.address for article in articles]
        found += [f"{article.address}comments/" for article in articles]
        found += [f"{self.open.address}feed/", f"{self.open.address}comments/newest/"]
        found += [self.draft.address or "/2026/03/14/draftwords/", f"/comment/{self.public.pk}/"]
        return [*found, "/", "/feed/", "/comments/feed/", "/sitemap.xml", "/search/?q=water", "/x/"]


def kept_bytes(front: ReadyMadePages) -> Iterator[tuple[str, bytes]]:
    """Yield all that is kept, as it lies there and unpacked, on disk and in memory."""
    folder = front.pages.folder
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
    for path in folder.glob("??/*"):
        page = read(path.read_bytes())
        yield page.head.address, repr(page.head).encode()
        for name, body in page.bodies.items():
            yield f"{page.head.address} {name}", UNPACK[name](body)
    for shelf in (front.pages._large, front.pages._small):
        for address, entry in shelf.entries.items():
            yield address, repr(entry.head).encode()
            for name, answer in entry.answers.items():
                yield f"{address} {name}", UNPACK[name](b"".join(answer.body))
                yield address, repr(answer.headers).encode()


class Looking:
    """Looks at all pages, first as somebody of whom the program knows something."""

    def __init__(self, front: ReadyMadePages, addresses: list[str]) -> None:
        self.front, self.addresses = front, addresses
        self.secrets: set[bytes] = set()
        self.seen = b""

    def as_(self, somebody: httpx.Client, *secrets: str) -> None:
        self.secrets |= {secret.encode() for secret in [*secrets, *somebody.cookies.values()]}
        pages().record.note([EVERYTHING], entirely=True)
        for client in (somebody, browser(self.front, "203.0.113.99")):
            for address in self.addresses:
                got = client.get(address, headers={"Accept-Encoding": "br"})
                assert got.status_code in (200, 301, 302, 303, 404), got.text
                self.seen += got.content if client is somebody else b""
        assert self.leaks() == []

    def leaks(self) -> list[tuple[str, bytes]]:
        found = list(kept_bytes(self.front))
        assert len(found) > 30
        return [(place, one) for place, data in found for one in self.secrets if one in data]


def test_nothing_of_anybody_is_kept(front: ReadyMadePages):
    publication = Publication()
    looking = Looking(front, publication.addresses())
    looking.secrets |= {b"Draftwords", b"Laterwords", b"Innerwords", b"203.0.113.", b"sesame"}
    staff_reads(front, looking, publication)
    reader_takes_part(front, looking, publication)
    somebody_with_a_password(front, looking, publication)
    # what each of them saw was really their own
    for word in (b"Innerwords", b"heldwords", b"Gertrudis", b"Draftwords"):
        assert word in looking.seen, word


def staff_reads(front: ReadyMadePages, looking: Looking, publication: Publication) -> None:
    """Sign in at the desk, look at drafts, get a message, and read."""
    user = writer("stafflogin", email="staff@example.org")
    staff = browser(front, "203.0.113.2")
    form = {"csrfmiddlewaretoken": TOKEN.findall(staff.get("/desk/login/").text)[0]}
    form |= {"username": user.username, "password": "a long word"}
    assert staff.post("/desk/login/", data=form).status_code == 302
    assert {"sessionid", "csrftoken"} <= set(staff.cookies)
    drafts = staff.get(f"/desk/pages/{publication.draft.pk}/view_draft/")
    looking.seen += drafts.content
    token = {"csrfmiddlewaretoken": staff.cookies["csrftoken"]}
    staff.post(f"/desk/pages/{publication.moderated.pk}/lock/", data=token)
    looking.as_(staff, "stafflogin", "staff@example.org")
    # who signed out has a token yet
    del staff.cookies["sessionid"]
    looking.as_(staff)


def reader_takes_part(front: ReadyMadePages, looking: Looking, publication: Publication) -> None:
    """Comment, be held, be remembered, preview, like, edit, report, and open signed links."""
    reader = browser(front, "203.0.113.3")
    words = {"name": "Gertrudis", "email": "gertrudis@example.org", "remember": "on"}
    write = f"{publication.moderated.address}comments/"
    previewed = reader.post(write, data=words | {"body": "previewwords", "preview": "1"})
    assert "previewwords" in previewed.text
    assert reader.post(write, data=words | {"body": "heldwords of mine"}).status_code == 303
    held = Comment.objects.get(author_name="Gertrudis")
    assert not held.is_public and "chronique_reader" in reader.cookies
    looking.addresses.append(f"/comment/{held.pk}/")
    looking.as_(reader, "Gertrudis", "gertrudis@example.org", "heldwords", "previewwords")
    edit = f"/comment/{held.pk}/edit/"
    looking.addresses += [edit, f"/comment/{held.pk}/remove/"]
    reader.post(edit, data={"body": "heldwords edited"})
    reader.post(f"{publication.open.address}like/")
    report = f"/comment/{publication.public.pk}/report/"
    looking.addresses.append(report)
    reader.post(report, data={"reason": "other", "note": "reportwords"})
    known = Reader.objects.get(address="gertrudis@example.org")
    sealed = seal(known, DATA, now=timezone.now())
    looking.addresses.append(f"/reader/data/{sealed}/")
    looking.as_(reader, "edited", "reportwords", sealed)


def somebody_with_a_password(
    front: ReadyMadePages, looking: Looking, publication: Publication
) -> None:
    """Open an article that has a password, and read on."""
    known = browser(front, "203.0.113.4")
    page = known.get(publication.closed.address).text
    (form,) = re.findall(r'action="([^"]*password[^"]*)"', page)
    words = {"password": "sesame", "return_url": publication.closed.address}
    words["csrfmiddlewaretoken"] = TOKEN.findall(page)[0]
    # What is looked at meanwhile leaves the form's token what it was.
    known.get(publication.closed.address)
    assert known.post(form, data=words).status_code == 302
    looking.as_(known)


def test_what_would_be_kept_would_be_found(front: ReadyMadePages):
    article = make_article(title="Open water")
    with browser(front) as anybody:
        anybody.get(article.address, headers={"Accept-Encoding": "br"})
        anybody.get("/nowhere/")
    looking = Looking(front, [])
    for place in ("Open water", "/nowhere/", "text/html", f"article:{article.pk}"):
        looking.secrets = {place.encode()}
        assert place.encode() in b"".join(data for _, data in kept_bytes(front))
