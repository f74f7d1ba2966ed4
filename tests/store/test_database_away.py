"""The database goes away under a running server, and comes back: what is kept can be read all the
time, and nobody needs to start anything again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from django.db import connection

from chronique.articles.models import Article
from chronique.store.actions import pages
from tests.factories import make_article
from tests.store.given import Got
from tests.store.serving import PATIENCE, Browser, Running, pages_in, running

WORDS = {"name": "Bo", "email": "bo@example.org", "body": "What I wrote for an hour."}


@pytest.fixture
def article(committed: None, tmp_path: Path, settings: Any) -> Iterator[Article]:
    settings.CONF = replace(settings.CONF, trusted_proxies=1)
    with pages_in(tmp_path, settings):
        yield make_article(title="Tides", comments_mode="open")


@pytest.fixture
def server(article: Article) -> Iterator[Running]:
    with running(workers=2) as server:
        Browser(server.port).get("/robots.txt")
        until_heard()
        yield server


def until_heard() -> None:
    """Wait until it is known what this new folder of pages has missed: all, as far as it knows."""
    limit, pause = monotonic() + PATIENCE, Event()
    while connection.vendor == "postgresql" and not pages().record.heard_to:
        assert monotonic() < limit, "nobody listens"
        pause.wait(0.1)


@contextmanager
def database_away(server: Running) -> Iterator[None]:
    connection.close()
    if connection.vendor == "postgresql":
        with postgres_away():
            yield
    else:
        with file_away(server):
            yield


@contextmanager
def postgres_away() -> Iterator[None]:
    """It ends all connections, and takes none."""
    name = connection.settings_dict["NAME"]
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(others, [name])
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def file_away(server: Running) -> Iterator[None]:
    """Somebody moves the file away, and processes that had it open are others."""
    path = Path(connection.settings_dict["NAME"])
    away = path.parent / "away"
    away.mkdir()
    names = [one for one in path.parent.glob(f"{path.name}*") if one.is_file()]
    for one in names:
        one.rename(away / one.name)
    try:
        server.kill_all()
        yield
    finally:
        for one in path.parent.glob(f"{path.name}*"):
            one.unlink()
        for one in names:
            (away / one.name).rename(one)
        away.rmdir()


def told(got: Got) -> None:
    assert got.status == 503 and int(got.headers["retry-after"]) > 0


def whole(got: Got) -> bytes:
    assert got.status == 200 and b"Tides" in got.body and got.body.endswith(b"</html>\n")
    return got.body


def test_what_is_kept_can_be_read_and_the_rest_is_said_to_come_back(
    server: Running, article: Article
):
    other, reader = make_article(title="Tides that are not kept"), Browser(server.port)
    kept = whole(reader.get(article.address))
    write = f"{article.address}comments/"
    with database_away(server):
        # what is kept can be read
        assert reader.get(article.address).body == kept
        # who says that they changed something gets nothing older: where other machines may have
        # been told of it, nothing, as long as nobody can be asked
        for number in ("5", "9" * 18):
            got = Browser(server.port, cookies={"chronique_seen": number}).get(article.address)
            if connection.vendor == "postgresql":
                told(got)
            else:
                assert got.body == kept
        # what was forgotten is the last good copy
        pages().record.note([f"article:{article.pk}"])
        for _ in range(3):
            got = reader.get(article.address)
            assert got.body == kept and "detail=previous" in got.headers["cache-status"]
        # what is not kept cannot be had now, nor what is somebody's own
        told(reader.get(other.address))
        told(Browser(server.port, cookies={"chronique_reader": "x"}).get(article.address))
        # a comment is refused with a sentence, and its words are still there
        got = reader.post(write, **WORDS)
        told(got)
        assert WORDS["body"] in got.body.decode()
    reader.cookies = {}
    for _ in range(20):
        whole(reader.get(other.address)), whole(reader.get(article.address))
    assert reader.post(write, **WORDS).status == 303
    assert WORDS["body"] in reader.get(article.address).body.decode()


@pytest.mark.django_db
def test_the_database_of_the_tests_is_back():
    assert not Article.objects.exists()
