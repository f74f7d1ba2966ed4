"""Six write and six read at once, on several workers that are killed now and then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article
from chronique.comments.actions.likes import tell_of_likes
from chronique.store.actions import hear, pages
from chronique.store.page import Damaged, Page, read
from tests.factories import make_article
from tests.store.given import Got
from tests.store.serving import Browser, Running, pages_in, running
from tests.store.storm import Seen, Storm

WRITERS = READERS = 6
# The calm part and the one with deaths, seconds.
CALM, DEADLY = 3.0, 4.5
# A busy machine may take so long to change and to read as much as shows something, seconds.
LONGEST = 50.0
# A worker dies so often, and somebody looks for what the dead did not say, seconds.
DEATH, HEARING = 1.5, 0.3
CHANGES, READS, DEATHS = 20, 100, 3
# So much later pages show each like.
LIKED = timedelta(minutes=2)


@pytest.fixture
def articles(committed: None, tmp_path: Path, settings: Any) -> Iterator[list[Article]]:
    settings.CONF = replace(settings.CONF, trusted_proxies=1)
    with pages_in(tmp_path, settings):
        yield [make_article(title=f"Tide {key} v0", comments_mode="open") for key in range(WRITERS)]


@pytest.fixture
def server(articles: list[Article]) -> Iterator[Running]:
    with running(workers=2) as server:
        yield server


def test_nobody_sees_the_past_again(articles: list[Article], server: Running):
    storm = Storm(articles, [server.port])
    over = Event()
    threads = [Thread(target=storm.write, args=(n, over.is_set)) for n in range(WRITERS)]
    threads += [Thread(target=storm.read, args=(n, over.is_set)) for n in range(READERS)]
    threads.append(Thread(target=hear_again_and_again, args=(over,)))
    for thread in threads:
        thread.start()
    longest, killed = monotonic() + LONGEST, 0
    over.wait(CALM)
    limit = monotonic() + DEADLY
    while monotonic() < limit or (not is_enough(storm, killed) and monotonic() < longest):
        # The older one: a server whose new worker dies at once gives up, and is started again.
        server.kill(min(server.workers()))
        killed += 1
        over.wait(DEATH)
    over.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    # then nobody saw anything older than before, and what is kept is what is there
    assert storm.faults == [], "\n".join(storm.faults)
    # and pages show the likes of the last minute
    tell_of_likes(timezone.now() + LIKED)
    for article in articles:
        Browser(server.port).ask("GET", article.address)
    assert compared(articles) >= WRITERS / 2
    assert is_enough(storm, killed), (storm.changes, storm.reads, killed)


def is_enough(storm: Storm, killed: int) -> bool:
    return storm.changes >= CHANGES and storm.reads >= READS and killed >= DEATHS


@dataclass
class Told(Browser):
    """One who gets what a test says."""

    told: Sequence[Got] = ()

    def ask(self, method: str, path: str, **headers: str) -> Got:
        (got, *self.told) = self.told
        return got


def page(body: str, status: int = 200) -> Got:
    return Got(status, {}, body.encode())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ([page("Tide 0 v3"), page("Tide 0 v4"), page("Tide 0 v4")], ""),
        ([page("Tide 0 v4"), page("Tide 0 v3")], "shows 0 as 3 after 4"),
        ([page("Tide 0 v1")], "shows 0 as 1 after 2"),
        ([page("Tide 0 v5")], "shows 0 as 5, which is not there"),
        ([page("Tide 0 v3 Tide 0 v4")], "shows states {3, 4} of itself"),
        ([page("", 404), page("Tide 0 v3"), page("", 404)], "is gone, but was 3"),
        ([page("", 500)], "answers 500"),
        ([page("Tide 0 v4 note 7 of the storm"), page("Tide 0 v4")], "comments are gone: {7}"),
        ([page("Tide 0 v4 note 8 of the storm")], "removed comments are back: {8}"),
    ],
)
def test_a_storm_tells_who_saw_the_past(told: list[Got], fault: str):
    storm = Storm([make_article()], [0])
    (story,) = storm.stories
    story.states, story.done, story.gone = [True, True, False, True, True], 4, 2
    story.notes, story.removed = {7}, {8}
    browser, seen = Told(0, told=told), dict[str, Seen]()
    while browser.told:
        storm.look(browser, story.address, seen)
    assert bool(storm.faults) is bool(fault) and fault in "".join(storm.faults)


def hear_again_and_again(over: Event) -> None:
    """As the worker does: whoever is killed did not note their change."""
    while not over.wait(HEARING):
        hear()
    connections.close_all()


def compared(articles: list[Article]) -> int:
    """Compare each kept page that is right with one that is made now; return how many."""
    hear()
    found = 0
    for path in pages().folder.glob("??/*"):
        kept = whole(path)
        if kept and pages().record.is_right(kept.head):
            host, _, rest = kept.head.address.partition("/")
            fresh = Client(HTTP_HOST=host).get(f"/{rest}")
            assert (fresh.status_code, fresh.content) == (200, kept.bodies[""]), rest
            found += 1
    return found


def whole(path: Path) -> Page | None:
    """Return a kept page; None for what a process that was killed had begun to write."""
    if path.suffix:
        return None
    try:
        return read(path.read_bytes())
    except Damaged:
        pytest.fail(f"{path} is not whole")
