"""Whatever the setting says leads to a mail server, with TLS where there is a wire; or to files."""

import json
import os
import ssl
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from chronique.base.conf import BadSettings, load
from chronique.mail import jobs
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from tests.factories import NOON
from tests.mail.conftest import lead_to
from tests.smtp import Postbox, open_postbox

# This machine as others are met: TLS is not asked of 127.0.0.1 itself.
ELSEWHERE = "127.0.0.2"
NAMES = ["BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "FILE_PATH"]
ASK = f"""
import json
from chronique.project import settings
found = {{name: getattr(settings, "EMAIL_" + name) for name in {NAMES}}}
found |= {{"FROM": settings.DEFAULT_FROM_EMAIL, "CONF": str(settings.CONF)}}
print(json.dumps(found, default=str))
"""


def asked(home: Path, **given: str) -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=kept | {"CHRONIQUE_HOME": str(home)} | given,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_setting_is_handed_to_django(tmp_path: Path):
    told = asked(
        tmp_path, CHRONIQUE_MAIL="smtp://ada%40example.org:p%2F%23%20w@mail.example.org",
        CHRONIQUE_MAIL_FROM="ada@example.org",
    )  # fmt: skip
    assert told["BACKEND"] == "chronique.mail.backend.EmailBackend"
    assert (told["HOST"], told["PORT"], told["USE_SSL"]) == ("mail.example.org", 587, False)
    assert (told["HOST_USER"], told["HOST_PASSWORD"]) == ("ada@example.org", "p/# w")
    assert told["FROM"] == "ada@example.org"
    # nor does the password stand where the settings are printed
    assert "p%2F" not in told["CONF"]


def test_without_a_server_letters_lie_at_home(tmp_path: Path):
    told = asked(tmp_path, CHRONIQUE_URL="https://news.example.org")
    assert told["BACKEND"] == "chronique.mail.folder.EmailBackend"
    assert told["FILE_PATH"] == str(tmp_path / "mail")
    assert told["FROM"] == "letters@news.example.org"


@pytest.mark.parametrize(
    ("url", "sender"),
    [("http://[::1]:8000", "letters@localhost"), ("http://localhost", "letters@localhost")],
)
def test_letters_always_come_from_somewhere(url: str, sender: str):
    assert load({"CHRONIQUE_URL": url}).sender == sender


@pytest.mark.parametrize("wrong", ["ada", "Ada <ada@example.org>", "ada@example.org, bo@a.test"])
def test_a_wrong_sender_is_told_in_a_sentence(wrong: str):
    with pytest.raises(BadSettings, match=r"is not an address such as letters@example\.org\.$"):
        load({"CHRONIQUE_MAIL_FROM": wrong})


@pytest.fixture
def letter(db: None) -> Letter:
    letter = queue_letter(
        kind="note", to="bo@example.org", subject="An answer", text="Été", now=NOON
    )
    assert letter is not None
    return letter


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the other server, with its key in the same file."""
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
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def known(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine knows the certificate, as it would one that an authority has signed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def sends(letter: Letter, postbox: Postbox, settings: Settings) -> bool:
    lead_to(postbox, settings)
    return jobs.send_due_letters(clock=lambda: NOON) == 1


def answer(letter: Letter) -> str:
    """Return why it was not sent."""
    letter.refresh_from_db()
    return letter.answer


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("from_start", [True, False])
def test_what_leaves_this_machine_is_encrypted(
    from_start: bool, letter: Letter, tls: ssl.SSLContext, settings: Settings
):
    with open_postbox(host=ELSEWHERE, tls=tls, tls_from_start=from_start) as postbox:
        assert sends(letter, postbox, settings)
    assert postbox.was_encrypted == [True]


@pytest.mark.parametrize("from_start", [True, False])
def test_a_server_that_is_not_who_it_says_gets_nothing(
    from_start: bool, letter: Letter, tls: ssl.SSLContext, settings: Settings
):
    with open_postbox(host=ELSEWHERE, tls=tls, tls_from_start=from_start) as postbox:
        assert not sends(letter, postbox, settings)
    assert "CERTIFICATE_VERIFY_FAILED" in answer(letter)
    assert postbox.letters == []


def test_a_password_does_not_leave_in_the_clear(letter: Letter, settings: Settings):
    with open_postbox(host=ELSEWHERE, account=("ada", "password")) as postbox:
        assert not sends(letter, postbox, settings)
    assert "offers no TLS" in answer(letter)
    assert postbox.sign_ins == []


def test_a_server_without_tls_or_password_is_taken_as_it_is(letter: Letter, settings: Settings):
    with open_postbox(host=ELSEWHERE) as postbox:
        assert sends(letter, postbox, settings)
    assert postbox.was_encrypted == [False]


@pytest.mark.usefixtures("known")
def test_we_sign_in_with_user_and_password(letter: Letter, tls: ssl.SSLContext, settings: Settings):
    with open_postbox(host=ELSEWHERE, tls=tls, account=("ada@example.org", "p/# w")) as postbox:
        assert sends(letter, postbox, settings)
    assert postbox.sign_ins == [("ada@example.org", "p/# w")]


def test_a_wrong_password_costs_no_letter_and_is_not_told(
    letter: Letter, settings: Settings, caplog: pytest.LogCaptureFixture
):
    with open_postbox(account=("ada", "right")) as postbox:
        url = f"smtp://ada:wr0ng-passw0rd@{postbox.host}:{postbox.port}"
        settings.CONF = replace(settings.CONF, mail=url)
        assert not jobs.send_due_letters(clock=lambda: NOON)
    assert "535" in answer(letter)
    assert letter.state == Letter.State.DUE
    assert "wr0ng" not in letter.answer + caplog.text


def test_the_certificate_of_a_server_on_this_machine_is_not_asked_for(
    letter: Letter, tls: ssl.SSLContext, settings: Settings
):
    # Debian's own mail server offers TLS with a certificate that nobody has signed.
    with open_postbox(tls=tls) as postbox:
        assert sends(letter, postbox, settings)


def test_a_letter_without_a_server_lies_in_a_folder(
    letter: Letter, settings: Settings, tmp_path: Path
):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert jobs.send_due_letters(clock=lambda: NOON) == 1
    [file] = (tmp_path / "mail" / "new").iterdir()
    assert letter.message_id in file.read_text()
