"""The doctor says what is well, what is not, and what to do."""

import os
import subprocess
import sys
from dataclasses import replace
from mailbox import Maildir
from pathlib import Path
from shutil import copy2

import pytest
from django.conf import settings
from django.db import connection

from chronique.base.conf import Conf, load
from chronique.mail.dns import Level
from chronique.project import doctor
from tests.databases import empty_database
from tests.smtp import closed_port, open_postbox


def conf(**given: str) -> Conf:
    return load({f"CHRONIQUE_{name.upper()}": value for name, value in given.items()})


def levels(told) -> list[tuple[str, Level]]:
    return [(one.about, one.level) for one in told]


@pytest.mark.parametrize(
    ("url", "level", "says"),
    [
        ("https://news.example.org", Level.GOOD, "readers come to news.example.org"),
        ("http://news.example.org", Level.WARNING, "https"),
        ("http://localhost:8000", Level.WARNING, "Set CHRONIQUE_URL"),
    ],
)
def test_the_address_is_looked_at(url: str, level: Level, says: str):
    [told] = doctor.configuration(conf(url=url))
    assert told.level == level and says in told.text


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_well():
    assert levels(doctor.database()) == [("database", Level.GOOD)]


@pytest.mark.django_db
def test_a_missing_step_is_told():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'mail'")
    [told] = doctor.database()
    assert told.level == Level.WARNING and "“chronique serve” makes" in told.text


def test_a_disk_that_is_full_or_closed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "LOW_BYTES", 0)
    assert levels(doctor.disk(tmp_path)) == [("disk", Level.GOOD)]
    monkeypatch.setattr(doctor, "LOW_BYTES", 10**18)
    assert levels(doctor.disk(tmp_path)) == [("disk", Level.WARNING)]
    monkeypatch.setattr(doctor, "VERY_LOW_BYTES", 10**18)
    assert levels(doctor.disk(tmp_path)) == [("disk", Level.BAD)]
    [told] = doctor.disk(tmp_path / "none")
    assert told.level == Level.BAD and "No such file" in told.text


def test_the_clock_is_asked():
    assert doctor.clock().about == "clock"


def test_without_a_mail_server_it_says_where_letters_are():
    assert levels(doctor.mail(conf())) == [("mail", Level.WARNING)]


def test_each_mail_server_is_tried(monkeypatch: pytest.MonkeyPatch):
    with open_postbox(account=("ada", "s3cret")) as postbox:
        right = postbox.url
        wrong = right.replace("s3cret", "0ther")
        away = f"smtp://127.0.0.1:{closed_port()}"
        asked = conf(mail=f"{right} {wrong} {away} postmark://t0ken", mail_from="a@localhost")
        monkeypatch.setattr(settings, "CONF", replace(settings.CONF, mail_from="a@localhost"))
        told = list(doctor.mail(asked))
    assert [one.level for one in told[:4]] == [Level.GOOD, Level.BAD, Level.BAD, Level.UNKNOWN]
    assert "535" in told[1].text and "refused" in told[2].text
    assert "/_util/letters/postmark/" in told[3].text
    # no mailbox for bounces, and a sender that is nobody's
    assert levels(told[4:]) == [("bounces", Level.WARNING), ("DNS", Level.BAD)]
    assert not any(word in one.text for one in told for word in ("s3cret", "0ther", "t0ken"))


def test_a_mailbox_that_is_not_there_is_told(tmp_path: Path):
    box = f"maildir://{tmp_path}/{{}}?address=b@example.org"
    Maildir(tmp_path / "there")
    found = [doctor._mailbox(conf(mail=box.format(name)).mailbox) for name in ("there", "gone")]
    assert [one.level for one in found] == [Level.GOOD, Level.BAD]
    away = doctor._mailbox(
        conf(mail=f"imap://b%40example.org:s3cret@127.0.0.1:{closed_port()}").mailbox
    )
    assert away.level == Level.BAD and away.text.startswith(
        "The mailbox at 127.0.0.1 cannot be read."
    )
    assert "s3cret" not in away.text


def test_the_command_tells_all_and_fails_when_something_is_wrong(tmp_path: Path):
    copy2(empty_database(), tmp_path / "chronique.sqlite3")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    kept |= {"CHRONIQUE_HOME": str(tmp_path), "CHRONIQUE_MAIL_FROM": "a@localhost"}
    words = [sys.executable, "-m", "chronique.project", "doctor"]

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, env=kept | more, capture_output=True, text=True, check=False, timeout=60
        )

    well = run()
    assert (well.returncode, well.stderr) == (0, "")
    signs = [line[:10].rstrip() for line in well.stdout.splitlines()]
    assert [sign.partition(" ")[2] for sign in signs] == [
        "settings", "database", "disk", "clock", "mail",
    ]  # fmt: skip
    ill = run(CHRONIQUE_MAIL=f"smtp://127.0.0.1:{closed_port()}")
    assert ill.returncode == 1 and "✗ mail" in ill.stdout
