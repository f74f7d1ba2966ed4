"""Real workers send what is due: one letter is one's alone, and a killed one loses nothing."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from shutil import copy2
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from chronique.mail import jobs
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from chronique.project import worker
from tests.databases import empty_database
from tests.mail.conftest import lead_to
from tests.smtp import Postbox, closed_port, open_postbox

QUEUE = """
import os, django
django.setup()
from django.db import connection
from django.utils import timezone
from chronique.mail.actions import queue_letter
from chronique.mail.jobs import send_due_letters
for number in range({count}):
    queue_letter(kind="note", to=f"{{number}}@example.org", subject="An answer",
                 text="Ada answered.", now=timezone.now())
connection.close()
"""
TWO_WORKERS = (
    QUEUE
    + """
workers = []
for _ in range(2):
    if not (number := os.fork()):
        while send_due_letters():
            pass
        os._exit(0)
    workers.append(number)
for number in workers:
    assert os.waitpid(number, 0)[1] == 0
"""
)
ONE_WORKER = (
    QUEUE
    + """
send_due_letters()
"""
)
AFTER_IT = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from chronique.mail.actions import send_letter
from chronique.mail.models import Letter
letter, now = Letter.objects.get(), timezone.now()
assert letter.state == Letter.State.TAKEN, letter.state
assert letter.text == "Ada answered."
assert not Letter.objects.due(now).exists()
assert not send_letter(letter, now=now)
assert send_letter(letter, now=now + timedelta(minutes=10))
assert not Letter.objects.due(now + timedelta(days=9)).exists()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    copy2(empty_database(), tmp_path / "chronique.sqlite3")
    return tmp_path


def start(code: str, home: Path, postbox: Postbox) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "chronique.project.settings", "CHRONIQUE_HOME": str(home),
        "CHRONIQUE_MAIL": postbox.url, "CHRONIQUE_URL": "https://news.example.org",
    }  # fmt: skip
    environment.pop("CHRONIQUE_DATABASE", None)
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, text=True, stderr=subprocess.PIPE
    )


def ends_well(process: subprocess.Popen[str]) -> bool:
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return True


def test_two_workers_send_each_letter_once(home: Path):
    with open_postbox() as postbox:
        assert ends_well(start(TWO_WORKERS.format(count=60), home, postbox))
    arrived = sorted(int(str(letter["To"]).partition("@")[0]) for letter in postbox.letters)
    assert arrived == list(range(60))
    # over one connection for as many letters as may go over it
    assert postbox.connections <= 6


def test_a_worker_killed_before_the_answer_loses_no_letter(home: Path):
    with open_postbox() as postbox:
        # given a server that has the letter, but did not answer yet
        postbox.silent_for = {"0@example.org"}
        process = start(ONE_WORKER.format(count=1), home, postbox)
        assert postbox.asked.wait(60)
        # when the worker is killed
        process.kill()
        process.communicate()
        # then the letter is due again after a while, and receivers can tell that it is the same
        postbox.silent_for.clear()
        assert ends_well(start(AFTER_IT, home, postbox))
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@news.example.org>")


def queued(count: int) -> None:
    for number in range(count):
        queue_letter(
            kind="note", to=f"{number}@example.org", subject="s", text="t", now=timezone.now()
        )


@pytest.mark.django_db
def test_a_batch_goes_over_one_connection_and_a_refusal_stops_nobody(postbox: Postbox):
    queued(5)
    postbox.answers = {"1@example.org": "550 5.1.1 No such user", "3@example.org": "450 Later"}
    assert jobs.send_due_letters() == 3
    assert [str(letter["To"])[0] for letter in postbox.letters] == ["0", "2", "4"]
    # a new one after each refusal, to begin well
    assert postbox.connections == 3
    assert jobs.send_due_letters() == 0
    queued(5)
    postbox.answers.clear()
    assert jobs.send_due_letters() == 5
    assert postbox.connections == 4


@pytest.mark.django_db
def test_a_batch_ends_when_others_have_their_turn(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
):
    queued(5)
    monkeypatch.setattr(jobs, "BATCH", 3)
    assert jobs.send_due_letters() == 3
    monkeypatch.setattr(jobs, "TURN", timedelta(0))
    assert jobs.send_due_letters() == 0


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_once(settings: Any, caplog: pytest.LogCaptureFixture):
    queued(3)
    with open_postbox() as postbox:
        lead_to(postbox, settings)
    settings.EMAIL_PORT = closed_port()
    assert jobs.send_due_letters() == 0
    assert [record.message for record in caplog.records] == [
        "mail.away error=ConnectionRefusedError"
    ]
    assert not Letter.objects.due(timezone.now()).exists()


@pytest.mark.django_db
def test_the_worker_s_clock_sends_and_sweeps(monkeypatch: pytest.MonkeyPatch):
    # given a letter that is due, and one that was sent long ago
    queued(1)
    long_ago = timezone.now() - timedelta(days=99)
    old = queue_letter(kind="note", to="-", subject="s", text="t", now=long_ago)
    assert old is not None
    stop = threading.Event()
    ours = [(pause, ring) for pause, ring in worker.CLOCK if ring.__module__ == jobs.__name__]
    monkeypatch.setattr(worker, "CLOCK", [*ours, (timedelta(hours=1), stop.set)])
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    # when the worker runs
    worker.work(stop)
    # then the one is sent, the other gone
    assert [message.to for message in mail.outbox] == [["0@example.org"]]
    assert [letter.state for letter in Letter.objects.all()] == [Letter.State.SENT]
    assert ours[0][0] <= timedelta(seconds=5)


@pytest.mark.django_db
def test_no_log_tells_addresses_or_words(postbox: Postbox, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", logger="chronique")
    queued(3)
    postbox.answers = {
        "1@example.org": "550 1@example.org is unknown",
        "2@example.org": "450 2@example.org: later",
    }
    jobs.send_due_letters()
    ours = [r.message for r in caplog.records if r.name.startswith("chronique.")]
    assert [line.partition(" ")[0] for line in ours] == [
        "letter.sent", "letter.refused", "letter.again",
    ]  # fmt: skip
    assert not any("example.org" in line for line in ours)
