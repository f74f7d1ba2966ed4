"""Mails that came to a mailbox on a server are handed on once each, over a line that is safe."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import OperationalError

from chronique.base.errors import Unreachable
from chronique.base.post import Mailbox
from chronique.mail.mailboxes import read_mailbox
from chronique.mail.returns.mime import BEGINNING
from tests.dovecot import ELSEWHERE, Dovecot, open_dovecot

MANY, LONG = 10_000, 50_000_000
# Reads half of them, says how much memory that took (KB), and is killed.
KILLED = """
import os, re, sys
from chronique.base.post import Mailbox
from chronique.mail.mailboxes import imap
count = 0
def take(raw):
    global count
    count += 1
    print(raw.split()[1].decode(), len(raw), flush=True)
    if count == 5000:
        print(re.search("VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
        sys.stderr.flush()
        os.kill(os.getpid(), 9)
imap.read(Mailbox(**BOX), take, lambda: True)
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=mail.example.org",
            "-addext", f"subjectAltName=IP:{ELSEWHERE}", "-keyout", path, "-out", f"{path}.crt",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def dovecot(certificate: Path) -> Iterator[Dovecot]:
    with open_dovecot(certificate) as server:
        yield server


@pytest.fixture
def known(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine knows the certificate, as it would one that an authority has signed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def seen_in(box: Mailbox, seconds: float = 60) -> list[bytes]:
    found: list[bytes] = []
    read_mailbox(box, found.append, seconds=seconds)
    return found


def test_each_mail_is_read_once_the_oldest_first(dovecot: Dovecot):
    for place in range(45):
        dovecot.put(b"Subject: %d\r\n\r\n" % place, f"17000000{place:02}.a")
    mails = seen_in(dovecot.box())
    assert [int(mail.split()[1]) for mail in mails] == [*range(45)]
    assert seen_in(dovecot.box()) == []


def test_while_the_database_is_away_nothing_is_lost(dovecot: Dovecot):
    dovecot.put(b"Subject: a\r\n\r\n", "1700000000.a")

    def away(raw: bytes) -> None:
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        read_mailbox(dovecot.box(), away, seconds=60)
    assert len(seen_in(dovecot.box())) == 1


def test_a_mail_that_lays_a_bug_open_keeps_no_other_from_being_read(dovecot: Dovecot):
    for place in range(3):
        dovecot.put(b"Subject: %d\r\n\r\n" % place, f"170000000{place}.a")

    def fragile(raw: bytes) -> None:
        if raw.startswith(b"Subject: 1"):
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        read_mailbox(dovecot.box(), fragile, seconds=60)
    assert len(seen_in(dovecot.box())) == 1


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("tls", [True, False])
def test_another_machine_is_read_over_tls(tls: bool, dovecot: Dovecot):
    dovecot.put(b"Subject: a\r\n\r\n", "1700000000.a")
    assert len(seen_in(dovecot.box(tls=tls, host=ELSEWHERE))) == 1
    [told] = [line for line in (dovecot.folder / "log").read_text().split("\n") if "Login" in line]
    assert "TLS" in told


@pytest.mark.parametrize("tls", [True, False])
def test_a_server_that_is_not_who_it_says_gets_no_password(tls: bool, dovecot: Dovecot):
    with pytest.raises(Unreachable, match="certificate"):
        seen_in(dovecot.box(tls=tls, host=ELSEWHERE))
    assert "Login" not in (dovecot.folder / "log").read_text()


@pytest.mark.usefixtures("known")
def test_a_password_does_not_leave_in_the_clear(certificate: Path):
    with open_dovecot(certificate, tls=False) as server:
        with pytest.raises(Unreachable, match="STARTTLS"):
            seen_in(server.box(host=ELSEWHERE))
        assert "Login" not in (server.folder / "log").read_text()


def test_a_wrong_password_or_folder_is_told_in_a_sentence(dovecot: Dovecot):
    with pytest.raises(Unreachable, match=r"^The mailbox at 127\.0\.0\.1 cannot be read\.") as told:
        seen_in(replace(dovecot.box(), password="secret"))
    assert "secret" not in str(told.value)
    with pytest.raises(Unreachable, match="cannot be read"):
        seen_in(dovecot.box(folder="None"))


def test_ten_thousand_mails_and_one_of_fifty_megabytes(dovecot: Dovecot):
    """Killed in the middle, too: what was handed on then is handed on again, and nothing missed."""
    for place in range(MANY):
        dovecot.put(b"Subject: %d\r\n\r\nText.\r\n" % place, f"17000{place:05}.a")
    dovecot.put(b"Subject: long\r\n\r\n" + b"x" * 78 * 10 + b"\r\n" * (LONG // 2), "1699999999.a")
    code = KILLED.replace("BOX", repr(vars(dovecot.box())))
    killed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert killed.returncode == -9, killed.stderr
    before = [line.split() for line in killed.stdout.splitlines()]
    assert before[0] == ["long", str(BEGINNING)]
    rest = seen_in(dovecot.box())
    names = {name for name, _ in before} | {raw.split()[1].decode() for raw in rest}
    assert len(names) == MANY + 1
    assert len(before) + len(rest) <= MANY + 1 + 20
    assert int(killed.stderr) < 120_000
    assert os.listdir(dovecot.mail / "new") == []
