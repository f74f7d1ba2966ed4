"""What a running server answers when something below it breaks: the right page, or that it cannot
be had now; never half a page.
"""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import Any
from unittest.mock import patch

import brotli
import pytest
from pytest_django import DjangoDbBlocker

from chronique.articles.models import Article
from chronique.store.actions import forget, hear, pages
from tests.databases import own_file
from tests.factories import make_article
from tests.store.serving import Browser, Running, pages_in, running

WORDS = {"name": "Bo", "email": "bo@example.org", "body": "What I wrote for an hour."}


@pytest.fixture
def article(tmp_path: Path, django_db_blocker: DjangoDbBlocker, settings: Any) -> Iterator[Article]:
    settings.CONF = replace(settings.CONF, trusted_proxies=1)
    with django_db_blocker.unblock(), own_file(tmp_path), pages_in(tmp_path, settings):
        yield make_article(title="Tides", comments_mode="open")


@pytest.fixture
def server(article: Article) -> Iterator[Running]:
    with running(workers=2) as server:
        yield server


@pytest.fixture
def reader(server: Running) -> Browser:
    return Browser(server.port)


def is_whole(got: Any) -> bool:
    return got.status == 200 and b"Tides" in got.body and got.body.rstrip().endswith(b"</html>")


def test_over_the_line_head_equals_get_and_304_is_short(reader: Browser, article: Article):
    for encoding in ("br", "gzip", "zstd", "identity"):
        got = reader.get(article.address, Accept_Encoding=encoding)
        head = reader.ask("HEAD", article.address, Accept_Encoding=encoding)
        assert head.body == b"" and head.headers["content-length"] == str(len(got.body))
        for told in (got, head):
            told.headers.pop("cache-status"), told.headers.pop("date")
        assert head.headers == got.headers and head.status == got.status == 200
        short = reader.get(
            article.address, Accept_Encoding=encoding, If_None_Match=got.headers["etag"]
        )
        assert (short.status, short.body) == (304, b"")
        assert {"date", "etag", "vary", "cache-control"} <= short.headers.keys()
        assert not {"content-length", "transfer-encoding", "set-cookie"} & short.headers.keys()
    for path in ("/nowhere/at/all/", "/feed/", "/robots.txt"):
        got, head = reader.get(path), reader.ask("HEAD", path)
        assert head.status == got.status and head.body == b""
        assert head.headers["content-length"] == str(len(got.body))


def test_the_folder_of_pages_is_deleted(reader: Browser, article: Article):
    assert is_whole(reader.get(article.address))
    rmtree(pages().folder)
    assert is_whole(reader.get(article.address))
    # a change is heard of all the same, also when others noticed first
    article.title = "Tides of spring"
    article.save_revision().publish()
    for _ in range(4):
        assert b"Tides of spring" in reader.get(article.address).body


def unreadable(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size * 2 // 3),
    "emptied": lambda path: os.truncate(path, 0),
    "altered": lambda path: path.write_bytes(path.read_bytes().replace(b"Tides", b"Tidal")),
    "swapped": lambda path: path.write_bytes(pages().file_of("localhost:8000/").read_bytes()),
    "unreadable": unreadable,
}


def test_kept_files_are_damaged(server: Running, reader: Browser, article: Article):
    reader.get("/")
    places = {how: make_article(title=f"Tides {how}").address for how in DAMAGE}
    whole = {address: reader.get(address) for address in places.values()}
    for how, damage in DAMAGE.items():
        assert is_whole(whole[places[how]])
        damage(pages().file_of(f"localhost:8000{places[how]}"))
    # workers who have nothing in memory
    server.kill_all()
    for address, good in whole.items():
        for _ in range(3):
            got = reader.get(address, Accept_Encoding="br")
            assert (got.status, brotli.decompress(got.body)) == (200, good.body)
            assert reader.get(address).body == good.body


@contextmanager
def disk_full(server: Running) -> Iterator[None]:
    """No process of the server can write to any file: as on a full disk, and as anybody may try."""
    for pid in server.workers():
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    for pid in server.workers():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_the_disk_is_full(server: Running, reader: Browser, article: Article):
    other = make_article(title="Not kept: Tides")
    whole = reader.get(article.address)
    with disk_full(server):
        for _ in range(2):
            assert is_whole(reader.get(other.address))
            assert reader.get(article.address).body == whole.body
        got = reader.post(f"{article.address}comments/", **WORDS)
        assert got.status == 503 and int(got.headers["retry-after"]) > 0
        assert WORDS["body"] in got.body.decode()
        # somebody with a disk of their own changes something, and all see it
        article.title = "Tides of spring"
        article.save_revision().publish()
        for _ in range(4):
            got = reader.get(article.address)
            assert is_whole(got) and b"Tides of spring" in got.body
    assert reader.post(f"{article.address}comments/", **WORDS).status == 303
    for _ in range(4):
        assert WORDS["body"] in reader.get(article.address).body.decode()


def test_who_is_killed_between_a_change_and_its_being_noted_hides_nothing(
    reader: Browser, article: Article
):
    assert is_whole(reader.get(article.address))
    # given a change whose process did not come to noting it
    Article.objects.filter(pk=article.pk).update(title="Tides of spring")
    with patch.object(pages().record, "note"):
        forget(f"article:{article.pk}")
    assert b"of spring" not in reader.get(article.address).body
    # when somebody hears of it
    assert hear() >= 1
    # then nobody sees the page before it
    reader.cookies = {"chronique_seen": "1"}
    assert b"of spring" in reader.get(article.address).body
