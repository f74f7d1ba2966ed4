"""The storm over two servers with pages of their own, on one PostgreSQL: writers go from one to the
other, as a proxy sends them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from django.utils import timezone

from chronique.articles.models import Article
from chronique.comments.actions.likes import tell_of_likes
from chronique.store.actions import hear
from tests.factories import make_article
from tests.store.serving import Browser, Running, pages_in, running
from tests.store.storm import Storm
from tests.store.test_storm import LIKED, READERS, WRITERS, compared

pytestmark = [pytest.mark.machines, pytest.mark.usefixtures("committed")]
# So long it lasts, and a busy machine may take to show something, seconds.
LASTING, LONGEST = 8.0, 50.0
CHANGES, READS = 20, 100


@pytest.fixture
def articles(committed: None, settings: Any, tmp_path: Path) -> Iterator[list[Article]]:
    settings.CONF = replace(settings.CONF, trusted_proxies=1)
    with pages_in(tmp_path / "here", settings):
        yield [make_article(title=f"Tide {key} v0", comments_mode="open") for key in range(WRITERS)]


@pytest.fixture
def servers(articles: list[Article], settings: Any, tmp_path: Path) -> Iterator[list[Running]]:
    with pages_in(tmp_path / "one", settings), running(workers=1) as one:
        Browser(one.port).get("/")
        with pages_in(tmp_path / "two", settings), running(workers=1) as two:
            Browser(two.port).get("/")
            with pages_in(tmp_path / "here", settings):
                yield [one, two]


def test_nobody_sees_the_past_again_on_another_server(
    articles: list[Article], servers: list[Running], settings: Any, tmp_path: Path
):
    storm, over = Storm(articles, [one.port for one in servers], is_one=False), Event()
    threads = [Thread(target=storm.write, args=(n, over.is_set)) for n in range(WRITERS)]
    threads += [Thread(target=storm.read, args=(n, over.is_set)) for n in range(READERS)]
    for thread in threads:
        thread.start()
    longest = monotonic() + LONGEST
    over.wait(LASTING)
    while (storm.changes < CHANGES or storm.reads < READS) and monotonic() < longest:
        over.wait(1)
    over.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert storm.faults == [], "\n".join(storm.faults)
    tell_of_likes(timezone.now() + LIKED)
    for name, server in zip(("one", "two"), servers, strict=True):
        with pages_in(tmp_path / name, settings):
            hear()
            for article in articles:
                Browser(server.port).get(article.address)
            assert compared(articles) >= WRITERS / 2
    assert storm.changes >= CHANGES and storm.reads >= READS


@pytest.mark.django_db
def test_the_database_of_the_tests_is_back():
    assert not Article.objects.exists()
