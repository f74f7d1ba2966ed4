"""A mail server hands a mail on standard input to `chronique read_returns`."""

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from chronique.mail.models import Letter, Return
from chronique.mail.returns.mime import BEGINNING
from chronique.newsletter.mailbox import read_what_came_back
from chronique.project import worker
from tests.mail.returns.mails import REPORT
from tests.newsletter.returned import bounce, sent_letter, subscriber, waiting_letter
from tests.smtp import closed_port

LATER = 75


def run(raw: bytes, home: Path, **settings: str) -> int:
    environment = {**os.environ, "CHRONIQUE_HOME": str(home), **settings}
    done = subprocess.run(
        [sys.executable, "-m", "chronique.project", "read_returns"],
        input=raw, capture_output=True, check=False, timeout=60, env=environment,
    )  # fmt: skip
    return done.returncode


@pytest.mark.django_db
def test_what_it_is_given_is_carried_out(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    settings.CONF = replace(settings.CONF, mail="pipe://bounces@example.org")
    subscription = subscriber()
    raw = bounce(sent_letter()) + b"x" * 2 * BEGINNING
    stream = BytesIO(raw)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(stream))
    call_command("read_returns")
    assert Return.objects.count() == 1
    subscription.refresh_from_db()
    assert subscription.state == "bounced"
    # all of it was taken, though its beginning is enough
    assert stream.tell() == len(raw)


def test_the_mail_comes_again_while_the_database_is_away(tmp_path: Path):
    away = f"postgresql://ada@127.0.0.1:{closed_port()}/none"
    assert run(REPORT, tmp_path, CHRONIQUE_DATABASE=away) == LATER


def test_the_mail_comes_again_while_the_settings_are_wrong(tmp_path: Path):
    assert run(REPORT, tmp_path, CHRONIQUE_URL="nowhere") == LATER


@pytest.mark.django_db
def test_the_worker_hears_what_servers_say(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    box = f"maildir://{tmp_path}?address=bounces@example.org"
    settings.CONF = replace(settings.CONF, mail=box)
    subscription = subscriber()
    (tmp_path / "new" / "1700000000.a").write_bytes(bounce(sent_letter()))
    two = subscriber("eve@example.net")
    refused = waiting_letter("eve@example.net")
    gone = {"state": "refused", "answer": "550 5.1.1 No", "next_offer": None, "text": ""}
    Letter.objects.filter(pk=refused.pk).update(**gone)
    # the worker closes its connections after each piece of work; the test has only this one
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    worker.look_into_mailbox(Once())
    for one in (subscription, two):
        one.refresh_from_db()
        assert one.state == "bounced"


class Once(Event):
    """Set after the first turn."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_a_mailbox_that_is_away_is_no_error(settings: Settings, caplog: pytest.LogCaptureFixture):
    where = f"imap://b%40example.org:w@127.0.0.1:{closed_port()}"
    settings.CONF = replace(settings.CONF, mail=where)
    assert read_what_came_back() == 0
    assert "mailbox.away" in caplog.text
