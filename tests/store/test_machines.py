"""Two servers with pages of their own, on one PostgreSQL; whoever tests is the third.

Each change is made here, so both servers have only the database to hear of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from chronique.articles import tags
from chronique.articles.models import Article
from chronique.project import supervise
from chronique.project.ports import listen
from chronique.store import actions
from chronique.store.models import Forgotten
from tests.factories import make_article

pytestmark = [pytest.mark.machines, pytest.mark.usefixtures("committed")]
# Until a server answers, on a machine that is busy with other tests, seconds.
PATIENCE = 60
# What is promised, seconds: as it is told, and after the line was cut.
AT_ONCE, AGAIN = 2.0, 6.0


@dataclass(frozen=True)
class Answer:
    status: int
    how: str
    text: str


@dataclass(frozen=True)
class Machine:
    port: int

    def get(self, path: str, *, seen: int = 0) -> Answer:
        """Ask it as the proxy in front would, whatever its port. `seen`: a change of ours."""
        headers = {"Host": "localhost:8000"}
        if seen:
            headers["Cookie"] = f"chronique_seen={seen}"
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            how = answer.headers.get("Cache-Status", "")
            return Answer(answer.status, how, answer.read().decode())
        finally:
            line.close()

    def shows(self, path: str, words: str, *, within: float) -> bool:
        limit = monotonic() + within
        while words not in self.get(path).text:
            if monotonic() > limit:
                return False
        return True


@pytest.fixture
def article(committed: None) -> Article:
    return make_article(title="The first tide", comments_mode="closed")


@pytest.fixture
def machines(article: Article, settings: Any, tmp_path: Path) -> Iterator[list[Machine]]:
    """Both have the page in memory."""
    found, children = [], []
    try:
        for name in ("one", "two"):
            with pages_in(settings, tmp_path / name), listen("127.0.0.1", 0) as listening:
                child = supervise.server(listening, workers=1)
                child.start(monotonic())
                found.append(Machine(listening.getsockname()[1]))
            children.append(child)
        with pages_in(settings, tmp_path / "here"):
            for machine in found:
                ready(machine, article.url)
            yield found
    finally:
        supervise.stop_all(children)


@contextmanager
def pages_in(settings: Any, folder: Path) -> Iterator[None]:
    settings.PAGES_ROOT = folder
    actions.pages.cache_clear()
    connection.close()
    yield
    actions.pages.cache_clear()


def ready(machine: Machine, path: str) -> None:
    limit = monotonic() + PATIENCE
    while True:
        try:
            if machine.get(path).how.startswith("chronique; hit"):
                return
        except OSError:
            pass
        assert monotonic() < limit, "it does not answer"


def retitle(article: Article, title: str) -> int:
    """Change an article as the desk would; return the number of the change."""
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(title=title)
        actions.forget(tags.article(article.pk))
    return Forgotten.objects.newest()


def cut_all_lines() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def closed_database() -> Iterator[None]:
    """Let no server reach the database: we keep our line."""
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        try:
            cut_all_lines()
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


def test_a_change_is_heard_by_all_and_again_after_the_line_was_cut(
    article: Article, machines: list[Machine]
):
    # given both have it ready
    assert all(machine.get(article.url).how == "chronique; hit" for machine in machines)
    # when it changes elsewhere, then everybody sees it
    retitle(article, "The second tide")
    assert all(one.shows(article.url, "The second tide", within=AT_ONCE) for one in machines)
    # also when nobody could tell
    cut_all_lines()
    retitle(article, "The third tide")
    assert all(one.shows(article.url, "The third tide", within=AGAIN) for one in machines)
    retitle(article, "The fourth tide")
    assert all(one.shows(article.url, "The fourth tide", within=AT_ONCE) for one in machines)


def test_who_made_a_change_sees_it_on_any_server_at_once(article: Article, machines: list[Machine]):
    for number in range(5):
        cut_all_lines()
        seen = retitle(article, f"Tide number {number}")
        for machine in machines:
            assert f"Tide number {number}" in machine.get(article.url, seen=seen).text


def test_without_the_database_readers_get_what_is_there_but_none_less_than_they_did(
    article: Article, machines: list[Machine]
):
    machine = machines[0]
    with closed_database():
        seen = retitle(article, "The second tide")
        answer = machine.get(article.url)
        assert (answer.status, "The first tide" in answer.text) == (200, True)
        assert machine.get(article.url, seen=seen).status >= 500
    assert "The second tide" in machine.get(article.url, seen=seen).text
    assert machines[1].shows(article.url, "The second tide", within=AGAIN)
