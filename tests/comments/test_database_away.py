"""The database is locked, or its disk is full: the reader is told, and keeps the words."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from chronique.articles.models import Article
from chronique.comments.models import Comment, Like
from tests.databases import empty_database
from tests.factories import make_article

WORDS = {"name": "Bo", "email": "bo@example.org", "body": "What I wrote for an hour."}
JSON = "application/json"


@pytest.fixture
def article(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Article]:
    """An article in an SQLite file of the test's own, which may break."""
    known = connection.settings_dict
    before = known["NAME"]
    connection.close()
    known["NAME"] = shutil.copy(empty_database(), tmp_path / "own.sqlite3")
    with django_db_blocker.unblock():
        yield make_article()
        connection.close()
    known["NAME"] = before


@contextmanager
def locked() -> Iterator[None]:
    """Another program writes and does not end; nobody waits long for it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    with closing(connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def full() -> Iterator[None]:
    """The database has no room for a page more."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        yield
        cursor.execute("PRAGMA max_page_count = 4294967294")


def told(answer: Any) -> None:
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_what_cannot_be_written_now_stays_in_the_form(article: Article):
    with locked():
        answer = Client().post(f"{article.address}comments/", WORDS)
        told(answer)
        assert "could not be saved" in answer.text
        assert WORDS["body"] in answer.text
    assert Client().post(f"{article.address}comments/", WORDS).status_code == 303
    assert Comment.objects.count() == 1


def test_a_script_is_told_in_its_language(article: Article):
    with locked():
        answer = Client().post(f"{article.address}comments/", WORDS, headers={"Accept": JSON})
        told(answer)
        assert answer.json()["title"].startswith("This could not be saved")
        like = Client().post(f"{article.address}like/", headers={"Accept": JSON})
        told(like)
    assert not Like.objects.exists()


def test_on_a_full_disk_nothing_is_half_written(article: Article):
    words = WORDS | {"body": "A long comment that needs pages of its own. " * 200}
    with full():
        answer = Client().post(f"{article.address}comments/", words)
        told(answer)
        assert "pages of its own" in answer.text
        assert not Comment.objects.exists()
    assert Client().post(f"{article.address}comments/", words).status_code == 303
