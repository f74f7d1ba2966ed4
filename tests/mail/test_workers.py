"""What is due goes over few connections, beside the worker's other work; no log tells to whom."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chronique.mail import jobs
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from chronique.project import worker
from tests.mail.conftest import lead_to
from tests.smtp import Postbox, closed_port, open_postbox

pytestmark = pytest.mark.django_db


def queued(count: int) -> None:
    for number in range(count):
        queue_letter(
            kind="note", to=f"{number}@example.org", subject="s", text="t", now=timezone.now()
        )


def test_few_letters_go_over_one_connection_and_a_refusal_stops_nobody(postbox: Postbox):
    queued(5)
    postbox.answers = {"1@example.org": "550 5.1.1 No such user", "3@example.org": "450 Later"}
    assert jobs.send_due_letters() == 3
    assert [str(letter["To"])[0] for letter in postbox.letters] == ["0", "2", "4"]
    assert postbox.connections == 1
    assert jobs.send_due_letters() == 0


def test_a_server_that_is_away_is_asked_once(settings: Any, caplog: pytest.LogCaptureFixture):
    queued(3)
    with open_postbox() as postbox:
        lead_to(postbox, settings)
    settings.CONF = replace(settings.CONF, mail=f"smtp://127.0.0.1:{closed_port()}")
    assert jobs.send_due_letters() == 0
    [away] = [record.message for record in caplog.records]
    assert away == "mail.away why=ConnectionRefusedError"
    assert {letter.refusals for letter in Letter.objects.due(timezone.now())} == {0}


def test_the_sender_sends_until_it_is_stopped(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    # The database of this test is closed by nobody.
    monkeypatch.setattr("chronique.mail.engine.close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr("chronique.mail.engine.PAUSE", 0.01)
    queued(3)
    stop = threading.Event()

    def wait() -> None:
        postbox.wait_for(3)
        stop.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    worker.send(stop)
    waiting.join()
    assert [letter.state for letter in Letter.objects.all()] == [Letter.State.SENT] * 3


def test_the_worker_s_clock_sweeps(monkeypatch: pytest.MonkeyPatch):
    queued(1)
    long_ago = timezone.now() - timedelta(days=99)
    old = queue_letter(kind="note", to="-", subject="s", text="t", now=long_ago)
    assert old is not None
    stop = threading.Event()
    ours = [(pause, ring) for pause, ring in worker.CLOCK if ring.__module__ == jobs.__name__]
    monkeypatch.setattr(worker, "CLOCK", [*ours, (timedelta(hours=1), stop.set)])
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work(stop)
    assert [letter.state for letter in Letter.objects.all()] == [Letter.State.DUE]


def test_no_log_tells_addresses_or_words(postbox: Postbox, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", logger="chronique")
    queued(3)
    postbox.answers = {
        "1@example.org": "550 1@example.org is unknown",
        "2@example.org": "450 2@example.org: later",
    }
    jobs.send_due_letters()
    ours = [r.message for r in caplog.records if r.name.startswith("chronique.")]
    assert {line.partition(" ")[0] for line in ours} == {
        "letter.sent", "letter.refused", "letter.again",
    }  # fmt: skip
    assert not any("example.org" in line for line in ours)
