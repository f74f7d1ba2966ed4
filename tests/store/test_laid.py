"""A web server in front reads pages itself, and never one that is not right any more."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler

from chronique.articles import tags
from chronique.articles.models import Article
from chronique.project.front import in_front_of
from chronique.store import actions, laid
from chronique.store.laid import Laid
from chronique.store.page import Head, Page
from tests.factories import make_article
from tests.live import live
from tests.store.fronts import Front
from tests.store.nginx import nginx

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OnCommit = Callable[..., AbstractContextManager[list[Any]]]
# What each server says of itself, or of this answer alone.
OWN = {"server", "date", "connection", "etag", "cache-status", "accept-ranges",
       "strict-transport-security"}  # fmt: skip
HEAD = Head(
    address="localhost/a/", status="200 OK", headers=[laid.HTML], tags=["article:1"], record="",
    stamp=0, etag="", changed=1_000_000,
)  # fmt: skip
PAGE = Page(HEAD, {"": b"plain", "gzip": b"gzip", "br": b"br"})


@pytest.fixture
def article() -> Article:
    return make_article(title="The first tide", comments_mode="open")


@pytest.fixture
def front(article: Article, settings: Any, tmp_path: Path) -> Iterator[Front]:
    """nginx before the program, which lays pages out."""
    settings.PAGES_ROOT = tmp_path / "pages"
    settings.CONF = replace(settings.CONF, caches="files", trusted_proxies=1)
    actions.pages.cache_clear()
    actions.begin_in_front()
    program = in_front_of(WSGIHandler(), actions.pages(), settings.CONF)
    with (
        live(program) as url,
        nginx(tmp_path, backend=urlsplit(url).port or 0, laid=tmp_path / "laid") as port,
    ):
        yield Front(port)
    actions.pages.cache_clear()


def is_read(front: Front, path: str, **headers: str) -> bool:
    """Whether nginx has the page itself."""
    return front.ask(path, **headers).headers["Cache-Status"] == "nginx; hit"


def retitle(article: Article, title: str, on_commit: OnCommit) -> None:
    with on_commit(execute=True):
        Article.objects.filter(pk=article.pk).update(title=title)
        actions.forget(tags.article(article.pk))


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_nginx_says_what_the_program_says(front: Front, article: Article, encoding: str):
    ours = front.ask(article.url, Accept_Encoding=encoding)
    theirs = front.ask(article.url, Accept_Encoding=encoding)
    assert ours.headers["Cache-Status"].startswith("chronique")
    assert theirs.headers["Cache-Status"] == "nginx; hit"
    assert theirs.body == ours.body
    assert said(theirs.headers) == said(ours.headers)
    assert theirs.headers.get("Content-Encoding", "") == encoding
    for name, what in (("If_Modified_Since", "Last-Modified"), ("If_None_Match", "ETag")):
        known = {name: theirs.headers[what]}
        assert front.ask(article.url, Accept_Encoding=encoding, **known).status == 304
    assert front.ask(article.url, "HEAD").body == b""


def test_whoever_takes_part_and_whatever_is_no_page_for_all_goes_to_the_program(
    front: Front, article: Article
):
    path = article.url
    front.ask(path)
    for name in ("sessionid", "messages", "chronique_reader", "chronique_seen"):
        assert not is_read(front, path, Cookie=f"other=1; {name}=2")
    assert is_read(front, path, Cookie="other=1; not_sessionid=2")
    assert not is_read(front, f"{path}?page=2")
    assert front.ask(path, "POST").status in (403, 405)
    front.ask("/feed/")
    assert not is_read(front, "/feed/")
    assert front.ask("/%2e%2e/lock").status in (400, 404)


def test_the_first_reader_after_a_change_sees_it_and_other_pages_stay(
    front: Front, article: Article, django_capture_on_commit_callbacks: OnCommit
):
    path, other = article.url, make_article(title="Of wind", comments_mode="open").url
    since = front.ask(path).headers["Last-Modified"]
    front.ask(other)
    assert is_read(front, path)
    assert is_read(front, other)
    retitle(article, "The second tide", django_capture_on_commit_callbacks)
    answer = front.ask(path, If_Modified_Since=since)
    assert b"The second tide" in answer.body
    assert answer.headers["Cache-Status"].startswith("chronique")
    assert is_read(front, path)
    assert is_read(front, other)
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_everything()
    assert not is_read(front, other)


def said(headers: Any) -> set[tuple[str, str]]:
    return {(name.lower(), value) for name, value in headers.items() if name.lower() not in OWN}


def test_no_reader_sees_an_older_page_than_the_change_before(
    front: Front, article: Article, django_capture_on_commit_callbacks: OnCommit
):
    """Others read all the time, and have the page laid out whenever they can."""
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            front.ask(article.url)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(30):
            retitle(article, f"Tide number {number}.", django_capture_on_commit_callbacks)
            assert f"Tide number {number}." in front.ask(article.url).body.decode()
    finally:
        stop.set()
        for reader in readers:
            reader.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Laid(tmp_path / "laid").begin(is_wanted=True)
    return tmp_path / "laid"


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("index.html*"))


@pytest.fixture(autouse=True)
def private() -> Iterator[None]:
    """Whoever runs the program may keep what it writes to themselves."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def lay(folder: Path, page: Page = PAGE, *, is_right: bool = True, now: float = 0) -> None:
    Laid(folder).lay(page.head, lambda: page, now=now, is_right=lambda head: is_right)


def forget(folder: Path, *names: str) -> None:
    with Laid(folder).forgetting(names):
        pass


def test_a_page_is_laid_out_in_three_forms_and_taken_away_by_any_of_its_tags(folder: Path):
    lay(folder)
    place = "pages/localhost/a/index.html"
    assert files(folder) == [place, f"{place}.br", f"{place}.gz"]
    assert (folder / place).stat().st_mtime == HEAD.changed
    # nginx is somebody else
    assert (folder / place).stat().st_mode & 0o777 == 0o644
    above = [folder, *(folder / place).parents[:3]]
    assert {path.stat().st_mode & 0o777 for path in above} == {0o755}
    forget(folder, "article:2")
    assert len(files(folder)) == 3
    forget(folder, "article:1")
    assert files(folder) == []


@pytest.mark.parametrize(
    "other",
    [
        {"status": "404 Not Found"},
        {"headers": [("Content-Type", "application/xml")]},
        {"address": "localhost/../a/"},
        {"address": "localhost/index.html/"},
        {"address": "localhost/a"},
        {"address": "localhost//a/"},
        {"address": "localhost/é/"},
        {"until": 200.0},
    ],
)
def test_what_is_not_a_plain_page_for_all_is_not_laid_out(other: dict[str, Any], folder: Path):
    head = replace(HEAD, **other)
    lay(folder, Page(head, PAGE.bodies))
    assert files(folder) == []


def test_a_page_that_is_not_right_any_more_is_not_laid_out(folder: Path):
    lay(folder, is_right=False)
    assert files(folder) == []


def test_nothing_is_laid_out_while_something_is_forgotten(folder: Path):
    with Laid(folder).forgetting(["article:1"]):
        other = threading.Thread(target=lay, args=(folder,))
        other.start()
        other.join(0.2)
        assert other.is_alive()
        assert files(folder) == []
    other.join()
    assert len(files(folder)) == 3


def test_a_page_is_taken_away_before_its_moment_comes(folder: Path):
    head = replace(HEAD, until=10_000.0)
    lay(folder, Page(head, PAGE.bodies))
    Laid(folder).take_away_before(9_000)
    assert len(files(folder)) == 3
    Laid(folder).take_away_before(9_900)
    assert files(folder) == []


def test_very_many_pages_are_put_aside_at_once_and_deleted_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(laid, "MOST", 3)
    for number in range(5):
        lay(folder, Page(replace(HEAD, address=f"localhost/{number}/"), PAGE.bodies))
    forget(folder, "article:1")
    assert not (folder / "pages").exists()
    assert len(files(folder)) == 15
    Laid(folder).take_away_before(0)
    assert files(folder) == []


def test_a_new_start_begins_with_nothing_and_without_the_setting_there_is_no_folder(folder: Path):
    lay(folder)
    Laid(folder).begin(is_wanted=True)
    assert not (folder / "pages").exists()
    Laid(folder).begin(is_wanted=False)
    lay(folder)
    forget(folder, "article:1")
    assert not folder.exists()


def test_a_command_that_is_not_told_what_stands_in_front_takes_away_all_the_same(
    front: Front, article: Article, settings: Any, django_capture_on_commit_callbacks: OnCommit
):
    front.ask(article.url)
    assert is_read(front, article.url)
    settings.CONF = replace(settings.CONF, caches="")
    actions.pages.cache_clear()
    retitle(article, "The second tide", django_capture_on_commit_callbacks)
    assert b"The second tide" in front.ask(article.url).body
