"""A cache in front gives what it has until it is told, and is told with the change."""

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
from chronique.store import actions, caches
from chronique.store.models import TOLD_AFTER, Untold
from tests.factories import make_article
from tests.live import live
from tests.store.fronts import Front
from tests.store.varnish import varnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OnCommit = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def article() -> Article:
    return make_article(title="The first tide", comments_mode="open")


@pytest.fixture
def front(
    article: Article, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Front]:
    """Varnish before the program, which tells it."""
    settings.PAGES_ROOT = tmp_path / "pages"
    monkeypatch.setattr(caches, "_rests", {})
    settings.CONF = replace(settings.CONF, caches="http://127.0.0.1:1")
    actions.pages.cache_clear()
    program = in_front_of(WSGIHandler(), actions.pages(), settings.CONF)
    with live(program) as url, varnish(tmp_path, backend=urlsplit(url).port or 0) as port:
        settings.CONF = replace(settings.CONF, caches=f"http://127.0.0.1:{port}")
        actions.begin_in_front()
        yield Front(port)
    actions.pages.cache_clear()


def retitle(article: Article, title: str, on_commit: OnCommit) -> None:
    with on_commit(execute=True):
        Article.objects.filter(pk=article.pk).update(title=title)
        actions.forget(tags.article(article.pk))


def test_varnish_keeps_a_page_until_it_is_told_and_tells_nobody_what_it_shows(
    front: Front, article: Article, settings: Any, django_capture_on_commit_callbacks: OnCommit
):
    on_commit = django_capture_on_commit_callbacks
    path = article.url
    # given it has the page, in each encoding, and the page of another
    other = make_article(title="Of wind", comments_mode="open")
    for encoding in ("br", "gzip", ""):
        front.ask(path, Accept_Encoding=encoding)
        answer = front.ask(path, Accept_Encoding=f"{encoding}, x" if encoding else "")
        assert answer.was_kept
        assert (answer.headers["Content-Encoding"] or "") == encoding
        assert not {"Cache-Tag", "Cache-Until"} & set(answer.headers)
    front.ask(other.url)
    etag = front.ask(path).headers["ETag"]
    assert front.ask(path, If_None_Match=etag).status == 304
    # when the article changes, the very next reader sees it, and the other page stays
    retitle(article, "The second tide", on_commit)
    answer = front.ask(path)
    assert b"The second tide" in answer.body
    assert not answer.was_kept
    assert front.ask(other.url).was_kept
    # readers who take part, and queries, are passed by; so are pages that name nothing
    for name in ("sessionid", "messages", "chronique_reader", "chronique_seen"):
        assert not front.ask(path, Cookie=f"other=1; {name}=2").was_kept
    assert front.ask(path, Cookie="other=1; not_sessionid=2").was_kept
    assert not front.ask(f"{path}?utm_source=x").was_kept
    front.ask("/search/")
    assert not front.ask("/search/").was_kept
    # so it is told by a command that has other settings
    settings.CONF = replace(settings.CONF, caches="")
    retitle(article, "The third tide", on_commit)
    assert b"The third tide" in front.ask(path).body
    # everything may be forgotten at once, and only by the program
    with on_commit(execute=True):
        actions.forget_everything()
    assert not front.ask(other.url).was_kept
    assert front.ask("/", "BAN").status == 403


def test_a_cache_that_did_not_hear_is_told_later(
    front: Front, article: Article, settings: Any, django_capture_on_commit_callbacks: OnCommit
):
    front.ask(article.url)
    reachable = settings.CONF.caches
    # given Varnish cannot be reached when the article changes
    settings.CONF = replace(settings.CONF, caches="http://127.0.0.1:1")
    retitle(article, "The second tide", django_capture_on_commit_callbacks)
    assert b"The first tide" in front.ask(article.url).body
    Untold.objects.update(made_at=1)
    assert actions.tell_caches() == 0
    # when it is there again
    Untold.objects.update(cache=reachable)
    settings.CONF = replace(settings.CONF, caches=reachable)
    assert actions.tell_caches() == 1
    assert b"The second tide" in front.ask(article.url).body
    assert not Untold.objects.exists()


def test_what_was_told_is_told_again_when_all_servers_must_have_heard(
    front: Front, article: Article, django_capture_on_commit_callbacks: OnCommit
):
    retitle(article, "The second tide", django_capture_on_commit_callbacks)
    front.ask(article.url)
    assert actions.tell_caches() == 0
    row = Untold.objects.get()
    row.made_at -= TOLD_AFTER
    row.save()
    assert front.ask(article.url).was_kept
    assert actions.tell_caches() == 1
    assert not front.ask(article.url).was_kept
