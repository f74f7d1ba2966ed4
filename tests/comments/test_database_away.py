"""The database is locked, or its disk is full: the reader is told, and keeps the words."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from chronique.articles.models import Article, Publication
from chronique.comments.models import Comment, Like
from tests.databases import own_file
from tests.factories import make_article

WORDS = {"name": "Bo", "email": "bo@example.org", "body": "What I wrote for an hour."}
JSON = "application/json"


@pytest.fixture
def article(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Article]:
    """An article in an SQLite file of the test's own, which may break."""
    with django_db_blocker.unblock(), own_file(tmp_path):
        yield make_article()


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


@pytest.mark.django_db
def test_where_even_the_article_is_not_to_be_had_the_words_come_back_and_can_be_sent_again():
    gone = patch.object(Publication, "for_request", side_effect=OperationalError("gone"))
    client, sent = Client(raise_request_exception=False), {**WORDS, "body": "</textarea>Words."}
    with gone:
        answer = client.post("/2026/03/14/tides/comments/", sent)
        told(answer)
        assert "&lt;/textarea&gt;Words." in answer.text
        assert 'name="email" value="bo@example.org"' in answer.text
        script = client.post("/2026/03/14/tides/comments/", sent, headers={"Accept": JSON})
        told(script)
        assert script["Content-Type"] == "application/problem+json"
        reading = client.get("/2026/03/14/tides/")
        told(reading)
        assert "<form" not in reading.text
