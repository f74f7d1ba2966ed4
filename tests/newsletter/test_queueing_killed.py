"""Queueing that is killed anywhere and goes on ends as one that nobody disturbed."""

import signal
import threading
from collections import Counter

import pytest
from django.db import connection, connections

from chronique.articles.models import Publication
from chronique.mail.models import Letter
from chronique.newsletter.actions import queueing
from chronique.newsletter.models import Issue, Newsletter
from tests.exchange.killed import Kill
from tests.factories import make_article
from tests.newsletter.issues import THEN, letters_of, make_newsletter, plan, subscribe
from tests.project.forked import in_a_process

pytestmark = pytest.mark.usefixtures("committed")

READERS = 7
# Of some forty statements: before the text is made, between and inside of chunks, at the end.
POINTS = range(2, 40, 4)


@pytest.fixture
def newsletter(monkeypatch: pytest.MonkeyPatch) -> Newsletter:
    assert Publication.objects.exists()
    monkeypatch.setattr(queueing, "CHUNK", 3)
    newsletter = make_newsletter()
    subscribe(newsletter, READERS)
    return newsletter


def queue(issue: Issue) -> None:
    while queueing.queue_some(issue, now=THEN) is not None:
        pass


@pytest.mark.parametrize("point", POINTS)
def test_nobody_is_missed_and_nobody_is_queued_twice(newsletter: Newsletter, point: int):
    issue = plan(make_article(), newsletter)

    def killed() -> None:
        with connection.execute_wrapper(Kill(point)):
            queue(issue)

    assert in_a_process(killed) == -signal.SIGKILL, "it was over before"
    assert in_a_process(lambda: queue(issue)) == 0
    issue.refresh_from_db()
    assert issue.state == Issue.State.SENDING
    assert len(letters_of(issue)) == READERS
    assert set(Counter(Letter.objects.values_list("to", flat=True)).values()) == {1}


def test_two_who_queue_at_once_share_the_work(newsletter: Newsletter):
    issue = plan(make_article(), newsletter)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            queue(issue)
        except BaseException as failure:
            failures.append(failure)
            raise
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    assert len(letters_of(issue)) == READERS
