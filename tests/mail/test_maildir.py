"""Mails that came to a maildir are handed on once each."""

import mailbox
from pathlib import Path

import pytest
from django.db import OperationalError

from chronique.base.errors import Unreachable
from chronique.base.post import Mailbox
from chronique.mail.mailboxes import read_mailbox
from chronique.mail.returns.mime import BEGINNING


@pytest.fixture
def folder(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(tmp_path / "box")


def box(folder: mailbox.Maildir) -> Mailbox:
    return Mailbox("maildir", "bounces@example.org", path=str(folder._path))


def seen_by(folder: mailbox.Maildir, seconds: float = 60) -> list[bytes]:
    found: list[bytes] = []
    read_mailbox(box(folder), found.append, seconds=seconds)
    return found


def test_each_mail_is_read_once(folder: mailbox.Maildir):
    for place in range(3):
        folder.add(f"Subject: {place}\n\n")
    # a person has looked at one with another program, and kept it unread
    name = folder.keys()[0]
    message = folder[name]
    message.set_subdir("cur")
    folder[name] = message
    assert len(seen_by(folder)) == 3
    assert seen_by(folder) == []
    assert [message.get_flags() for message in folder] == ["S", "S", "S"]


def test_of_a_long_mail_the_beginning_is_read(folder: mailbox.Maildir):
    folder.add(b"Subject: long\n\n" + b"x" * 50_000_000)
    assert [len(raw) for raw in seen_by(folder)] == [BEGINNING]


def test_while_the_database_is_away_nothing_is_lost(folder: mailbox.Maildir):
    folder.add("Subject: a\n\n")

    def away(raw: bytes) -> None:
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        read_mailbox(box(folder), away, seconds=60)
    assert len(seen_by(folder)) == 1


def test_a_mail_that_lays_a_bug_open_keeps_no_other_from_being_read(folder: mailbox.Maildir):
    for place in range(2):
        folder.add(f"Subject: {place}\n\n")

    def fragile(raw: bytes) -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        read_mailbox(box(folder), fragile, seconds=60)
    assert len(seen_by(folder)) == 1


def test_a_turn_ends_and_the_next_goes_on(folder: mailbox.Maildir):
    for place in range(3):
        folder.add(f"Subject: {place}\n\n")
    assert seen_by(folder, seconds=0) == []
    assert len(seen_by(folder)) == 3


def test_without_the_folder_it_says_so(tmp_path: Path):
    missing = Mailbox("maildir", "b@example.org", path=str(tmp_path / "none"))
    with pytest.raises(Unreachable, match=r"The maildir .+ cannot be read: No such file"):
        read_mailbox(missing, print, seconds=60)
