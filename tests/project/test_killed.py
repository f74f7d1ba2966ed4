"""The server's worker is killed while readers write: what was answered with success is there."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from chronique.articles.models import Article
from chronique.comments.models import Comment, Decision
from chronique.project import supervise
from chronique.project.ports import listen
from tests.databases import own_file
from tests.factories import make_article

FORMS, WRITERS = 60, 4
# For a form to be taken on a machine that is busy with other tests, seconds.
PATIENCE = 60


@pytest.fixture
def article(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Article]:
    with django_db_blocker.unblock(), own_file(tmp_path):
        yield make_article(comments_mode="open")


@pytest.fixture
def server(article: Article, settings: Any) -> Iterator[tuple[supervise.Child, int]]:
    """The web server on the tests' database, and its port; the client stands for a proxy."""
    settings.CONF = replace(settings.CONF, trusted_proxies=1)
    connection.close()
    with listen("127.0.0.1", 0) as listening:
        child = supervise.server(listening, workers=1)
        child.start(monotonic())
        yield child, listening.getsockname()[1]
        supervise.stop_all([child])


def workers_of(child: supervise.Child) -> list[int]:
    assert child.process is not None
    children = Path(f"/proc/{child.process.pid}/task").glob("*/children")
    return [int(pid) for path in children for pid in path.read_text().split()]


def send(port: int, path: str, number: int) -> str:
    """Send a form until somebody answers, as a patient reader would; return where it led."""
    words = {"name": f"Reader {number}", "email": f"reader{number}@example.org"}
    words["body"] = f"Of the tide on the {number}th day."
    headers = {
        "Host": "localhost:8000", "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"10.0.0.{number}",
    }  # fmt: skip
    limit = monotonic() + PATIENCE
    while monotonic() < limit:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
                line.request("POST", f"{path}comments/", urlencode(words), headers)
                answer = line.getresponse()
                assert answer.status == 303, answer.read()
                return answer.headers["Location"]
        except (OSError, HTTPException):
            # The next worker takes what the server holds until it stands.
            continue
    raise AssertionError(f"nobody took form {number}")


def test_what_was_answered_is_there_and_what_is_sent_again_is_there_once(
    article: Article, server: tuple[supervise.Child, int]
):
    child, port = server
    first = send(port, article.address, 0)
    (killed,) = workers_of(child)
    with ThreadPoolExecutor(WRITERS) as writers:
        # given many who write at once
        sent = [writers.submit(send, port, article.address, n) for n in range(1, FORMS)]
        # when the process that takes their forms is killed in the middle
        sent[FORMS // 4].result()
        os.kill(killed, signal.SIGKILL)
        paths = [first, *(one.result() for one in sent)]
    assert killed not in workers_of(child)
    # then each comment that was answered stands where its writer was led, and none stands twice
    names = {comment.path: comment.author_name for comment in Comment.objects.all()}
    assert [names.get(path) for path in paths] == [f"Reader {n}" for n in range(FORMS)]
    assert len(names) == Decision.objects.count() == FORMS
    # and whoever did not hear the answer and sends the form again is led there too
    assert [send(port, article.address, n) for n in range(FORMS)] == paths
    assert Comment.objects.count() == FORMS
