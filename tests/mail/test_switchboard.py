"""Lines to servers, providers and the folder, shared by threads, each within its limits."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from chronique.base.errors import Unreachable
from chronique.base.post import PROVIDERS, Server, read
from chronique.mail import folder
from chronique.mail.folder import FolderLine
from chronique.mail.lines import Answer, Envelope, Lost
from chronique.mail.providers import ProviderLine, backend_of
from chronique.mail.rules import Outcome
from chronique.mail.servers import BOOKED
from chronique.mail.smtp import SmtpLine
from chronique.mail.switchboard import Switchboard
from tests.mail.provider import Provider, open_provider
from tests.smtp import closed_port, open_postbox

CONTENT = (
    b"From: =?utf-8?q?Mar=C3=A9es?= <letters@example.org>\r\nTo: bo@example.org\r\n"
    b"Subject: =?utf-8?q?=C3=89t=C3=A9?=\r\nMessage-ID: <1@news.example.org>\r\n"
    b"Reply-To: ada@example.org\r\nList-Unsubscribe: <https://news.example.org/l/1/>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=89t=C3=A9\r\n"
    b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hi</p>\r\n--x--\r\n"
)
LETTER = Envelope(7, "b+r7@example.org", "bo@example.org", CONTENT)
INACTIVE = "Found inactive addresses: bo@example.org.\nInactive recipients are ones that bounced."
TOOK_IT = {"To": "bo@example.org", "MessageID": "m", "ErrorCode": 0, "Message": "OK"}


def smtp(server: Server) -> SmtpLine:
    return SmtpLine(server, name="news.example.org")


def unlimited(server: Server, wanted: int) -> int:
    return wanted


def ignored(server: Server, count: int) -> None:
    """Its hour has no limit."""


def nothing() -> None:
    """The letter leaves."""


def test_lines_go_to_servers_that_are_there():
    with open_postbox() as postbox:
        servers, _ = read(f"smtp://127.0.0.1:{closed_port()} {postbox.url}")
        board = Switchboard(servers, open_to=smtp, take=unlimited, give_back=ignored)
        for _ in range(3):
            line = board.open_line()
            assert line.offer(LETTER, nothing).outcome is Outcome.SENT
            line.close()
    assert len(postbox.letters) == 3
    # what is not there is asked once a minute, and told when nobody else is left
    with pytest.raises(Unreachable, match=postbox.url.rpartition("/")[2]):
        board.open_line()
    with pytest.raises(Unreachable, match="All mail servers are away"):
        board.open_line()


def test_a_line_is_full_when_the_hour_is():
    left = [BOOKED + 1]

    def take(server: Server, wanted: int) -> int:
        got = min(wanted, left[0])
        left[0] -= got
        return got

    with open_postbox() as postbox:
        servers, _ = read(f"{postbox.url}?per_hour=51&connections=1")

        def give_back(server: Server, count: int) -> None:
            left[0] += count

        board = Switchboard(servers, open_to=smtp, take=take, give_back=give_back)
        sent = 0
        # what a line did not carry is not lost to the hour
        for _ in range(3):
            board.open_line().close()
        for expected in (BOOKED, 1):
            line = board.open_line()
            with pytest.raises(Unreachable, match="busy"):
                board.open_line()
            while not line.is_full():
                line.offer(LETTER, nothing)
                sent += 1
            line.close()
            line.close()
            assert sent % BOOKED == expected % BOOKED
        with pytest.raises(Unreachable, match="in this hour"):
            board.open_line()
    assert len(postbox.letters) == sent == BOOKED + 1


def test_without_a_server_a_letter_lies_in_the_folder(settings: Settings, tmp_path: Path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    line = FolderLine()
    assert line.offer(LETTER, nothing) == Answer(Outcome.SENT)
    [kept] = folder.newest(start=0, most=9)
    assert (kept.to, kept.subject) == ("bo@example.org", "Été")
    opened = folder.opened(kept.name)
    assert opened and opened.text.strip() == "Été" and opened.html.strip() == "<p>Hi</p>"
    # a place that is none: nothing left, and it is tried again
    (tmp_path / "file").touch()
    settings.EMAIL_FILE_PATH = tmp_path / "file" / "mail"
    assert line.offer(LETTER, nothing).outcome is Outcome.AGAIN


@pytest.fixture
def provider() -> Iterator[Provider]:
    with open_provider() as provider:
        provider.answer = (200, TOOK_IT)
        yield provider


def line_to(provider: Provider) -> ProviderLine:
    [server], _ = read(f"postmark://t0ken?api={provider.url}")
    return ProviderLine(server)


def test_a_provider_gets_all_of_a_letter(provider: Provider):
    left: list[bool] = []
    line = line_to(provider)
    assert line.offer(LETTER, lambda: left.append(True)).outcome is Outcome.SENT
    line.close()
    [(path, headers, body)] = provider.asked
    sent: dict[str, Any] = json.loads(body)
    assert path == "/email" and headers["X-Postmark-Server-Token"] == "t0ken"
    assert (sent["Subject"], sent["TextBody"].strip(), sent["HtmlBody"].strip()) == (
        "Été", "Été", "<p>Hi</p>",
    )  # fmt: skip
    assert sent["To"] == "bo@example.org" and "letters@example.org" in sent["From"]
    assert sent["ReplyTo"] == "ada@example.org"
    told = {one["Name"]: one["Value"] for one in sent["Headers"]}
    assert told["List-Unsubscribe"] == "<https://news.example.org/l/1/>"
    assert told["Message-ID"] == "<1@news.example.org>"
    # nothing is counted, and what comes back names the row
    assert sent["TrackOpens"] is False and sent["TrackLinks"] == "None"
    assert sent["Metadata"] == {"letter": "7"} and left == [True]


@pytest.mark.parametrize(
    ("status", "answer", "outcome", "is_ours"),
    [
        (401, {"ErrorCode": 10, "Message": "Bad token"}, Outcome.AGAIN, True),
        (429, {"ErrorCode": 429, "Message": "Slow down"}, Outcome.AGAIN, False),
        (500, {"Message": "Oh"}, Outcome.AGAIN, False),
        (422, {"ErrorCode": 300, "Message": "Invalid email"}, Outcome.NEVER, False),
        (422, {"ErrorCode": 406, "Message": INACTIVE}, Outcome.NEVER, False),
    ],
)
def test_an_answer_of_a_provider_is_one_of_ours(
    provider: Provider, status: int, answer: dict[str, Any], outcome: Outcome, is_ours: bool
):
    provider.answer = (status, answer)
    told = line_to(provider).offer(LETTER, nothing)
    assert (told.outcome, told.of_sender) == (outcome, is_ours)
    assert "t0ken" not in told.words and "Été" not in told.words


def test_a_provider_that_says_nothing_may_have_the_letter(provider: Provider):
    provider.answer = (0, None)
    with pytest.raises(Lost):
        line_to(provider).offer(LETTER, nothing)


def test_a_provider_that_is_not_there_has_no_letter():
    [server], _ = read(f"postmark://t0ken?api=http://127.0.0.1:{closed_port()}/")
    told = ProviderLine(server).offer(LETTER, nothing)
    assert told.outcome is Outcome.AGAIN and told.code == 0
    assert "t0ken" not in told.words


@pytest.mark.parametrize("scheme", PROVIDERS)
def test_each_provider_is_known_to_anymail(scheme: str):
    [server], _ = read(PROVIDERS[scheme].shape)
    assert backend_of(server).esp_name
