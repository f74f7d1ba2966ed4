"""A stop, and a reader who leaves, reach what a process has in hand already."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from chronique.base.post import CONNECTIONS
from chronique.mail import jobs
from chronique.mail.actions import (
    Recipient,
    hold_mailing,
    make_mailing,
    on_their_way,
    queue_mailing,
    resume_mailing,
)
from chronique.mail.crew import SOON
from chronique.mail.models import Letter, Mailing
from tests.mail.sink import Sink, open_sink

pytestmark = pytest.mark.usefixtures("committed")
State = Letter.State
# More than a process has in hand at most.
MANY, BEFORE = 1000, 40
# In this time a process looks more than once, seconds.
TURNS = 5 * SOON


@pytest.fixture
def mailing() -> Mailing:
    now = timezone.now()
    made = make_mailing(kind="issue", subject="s", text="t", host="a.test", now=now)
    everyone = [Recipient(f"{n}@example.org", f"issue:{n}", f"reader:{n}") for n in range(MANY)]
    assert queue_mailing(made, everyone, due=now, now=now) == MANY
    return made


class SlowSink(Sink):
    """Takes some letters, and keeps the others waiting for its answer until `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.dies = self._wait

    def _wait(self, to: str) -> str:
        if len(self.taken) >= BEFORE:
            assert self.go.wait(30)
        return ""


@pytest.fixture
def sink(settings: Any, tmp_path: Path) -> Iterator[SlowSink]:
    sink = SlowSink()
    with open_sink(sink):
        settings.CONF, settings.HOME = replace(settings.CONF, mail=sink.url), tmp_path
        yield sink


@pytest.fixture
def sending(sink: SlowSink, mailing: Mailing) -> Iterator[SlowSink]:
    """A thread that sends, in the middle of a mailing: it has some hundred letters in hand."""
    stop = threading.Event()

    def send() -> None:
        jobs.send(stop)
        connections.close_all()

    thread = threading.Thread(target=send)
    thread.start()
    sink.wait_for(BEFORE)
    until(lambda: on_their_way(mailing) > 2 * CONNECTIONS)
    yield sink
    stop.set()
    sink.go.set()
    thread.join()


def until(is_so: Callable[[], bool]) -> None:
    never = threading.Event()
    assert any(is_so() or never.wait(0.02) for _ in range(1000))


def test_a_stop_reaches_what_has_not_begun(sending: SlowSink, mailing: Mailing):
    hold_mailing(mailing)
    # A line has one letter before its answer, and the next in hand.
    until(lambda: on_their_way(mailing) <= 2 * CONNECTIONS)
    sending.go.set()
    until(lambda: on_their_way(mailing) == 0)
    sent = Letter.objects.sent().count()
    assert sent == len(sending.taken) <= BEFORE + 2 * CONNECTIONS
    assert Letter.objects.held().count() == MANY - sent
    # and it goes on where it was
    resume_mailing(mailing)
    sending.wait_for(MANY)
    until(lambda: Letter.objects.sent().count() == MANY)
    assert not sending.twice()


def test_who_leaves_gets_nothing_more_that_has_not_begun(sending: SlowSink, mailing: Mailing):
    taken = set(Letter.objects.filter(state=State.TAKEN).values_list("group", flat=True))
    Letter.objects.filter(group__in=taken).drop()
    # It looks at each turn; others may be taken in the very turn in which it had looked before.
    threading.Event().wait(TURNS)
    # others have taken their places
    until(lambda: on_their_way(mailing) > 0)
    sending.go.set()
    until(lambda: not Letter.objects.filter(state__in=[State.DUE, State.TAKEN]).exists())
    dropped = Letter.objects.filter(state=State.DROPPED).count()
    # The server has had some of them, and lines two each; of up to five hundred.
    assert dropped >= len(taken) - BEFORE - 2 * CONNECTIONS
    assert len(sending.taken) == MANY - dropped
