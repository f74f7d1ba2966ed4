"""What holds letters back holds in a process that sends: days, rates, refusals, keys, servers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dkim
import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chronique.mail import jobs
from chronique.mail.actions import (
    Recipient,
    make_mailing,
    queue_letter,
    queue_mailing,
    why_mailings_wait,
)
from chronique.mail.dkim import make_key, pem
from chronique.mail.models import Letter, Mailing, Pacing
from chronique.mail.signing import keep_key, what_is_wrong
from tests.mail.conftest import lead_to
from tests.mail.sink import Sink, open_sink
from tests.smtp import open_postbox

pytestmark = pytest.mark.usefixtures("committed")
State = Letter.State


@pytest.fixture
def sink(settings: Any, tmp_path: Path) -> Iterator[Sink]:
    with open_sink() as sink:
        settings.CONF, settings.HOME = replace(settings.CONF, mail=sink.url), tmp_path
        yield sink


def queue(count: int, domain: str = "example.org") -> Mailing:
    now = timezone.now()
    mailing = make_mailing(kind="issue", subject="s", text="t", host="a.test", now=now)
    everyone = [Recipient(f"{n}@{domain}", f"{domain}:{n}") for n in range(count)]
    assert queue_mailing(mailing, everyone, due=now, now=now) == count
    return mailing


def states() -> dict[str, int]:
    return Letter.objects.all().numbers()


def test_a_day_of_the_warm_up_ends_and_notices_go_on(sink: Sink):
    today = timezone.localdate()
    Pacing.objects.create(pk=1, warm_up_from=today, first_day=30)
    queue(50)
    now = timezone.now()
    queue_letter(kind="note", to="a@example.com", subject="s", text="t", now=now)
    assert jobs.send_due_letters() == 31
    assert states() == {State.SENT: 31, State.DUE: 20}
    assert "a@example.com" in sink.taken


def test_a_domain_gets_no_more_than_its_rate(sink: Sink):
    Pacing.objects.create(pk=1, rates="slow.example 1")
    queue(20, "slow.example")
    queue(20, "quick.example")
    jobs.send_due_letters()
    taken = [to.partition("@")[2] for to in sink.taken]
    assert taken.count("quick.example") == 20
    assert 2 <= taken.count("slow.example") <= 8
    assert states()[State.DUE] == 20 - taken.count("slow.example")


def test_a_server_that_refuses_everything_stops_the_mailing(sink: Sink):
    mailing = queue(2_000)
    words = "451 4.7.1 Your address is on a list"
    sink.answers = {f"{n}@example.org": words for n in range(2_000)}
    jobs.send_due_letters()
    mailing.refresh_from_db()
    assert mailing.is_held and words in mailing.held_because
    # nobody was given up, and most were not even offered
    assert states() == {State.HELD: 2_000}
    assert Letter.objects.filter(refusals__gt=0).count() < 1_000


def test_letters_are_signed_once_there_is_a_key(settings: Any, tmp_path: Path):
    settings.HOME = tmp_path
    settings.CONF = replace(settings.CONF, mail_from="letters@news.example")
    key = make_key("one", "news.example")
    keep_key(key)
    queue(1)
    with open_postbox() as postbox:
        lead_to(postbox, settings)
        settings.DEFAULT_FROM_EMAIL = "letters@news.example"
        assert jobs.send_due_letters() == 1
    [envelope] = postbox.envelopes
    assert isinstance(envelope.content, bytes)
    assert dkim.verify(envelope.content, dnsfunc=lambda name, timeout=5: key.record.encode())


def test_while_no_key_can_be_read_what_is_signed_waits_and_its_keepers_are_told(
    settings: Any, tmp_path: Path
):
    settings.HOME, settings.LANGUAGE_CODE = tmp_path, "en"
    settings.CONF = replace(settings.CONF, mail_from="letters@news.example")
    User.objects.create_superuser("ada", "ada@example.org", "a long word")
    path = keep_key(key := make_key("one", "news.example"))
    path.write_text("no key")
    queue(2)
    with open_postbox() as postbox:
        lead_to(postbox, settings)
        settings.DEFAULT_FROM_EMAIL = "letters@news.example"
        # however often it is tried
        assert [jobs.send_due_letters() for _ in range(3)] == [1, 0, 0]
        [alarm] = postbox.letters
        assert (alarm["To"], alarm["Subject"]) == ("ada@example.org", "Your letters wait")
        assert str(path) in "".join(alarm.get_content().split())
        assert states() == {State.SENT: 1, State.DUE: 2}
        assert str(path) in why_mailings_wait(timezone.now())
        # mended, it goes on by itself, and signed
        path.write_bytes(pem(key))
        assert jobs.send_due_letters() == 2
    assert why_mailings_wait(timezone.now()) == ""
    assert all(one["DKIM-Signature"] for one in postbox.letters[1:])


def test_one_key_that_can_be_read_is_enough(settings: Any, tmp_path: Path):
    settings.HOME = tmp_path
    settings.CONF = replace(settings.CONF, mail_from="letters@news.example")
    keep_key(make_key("good", "news.example", is_ed25519=True))
    keep_key(make_key("bad", "news.example", is_ed25519=True)).write_text("no key")
    queue(1)
    with open_postbox() as postbox:
        lead_to(postbox, settings)
        settings.DEFAULT_FROM_EMAIL = "letters@news.example"
        assert jobs.send_due_letters() == 1
    [letter] = postbox.letters
    assert [line.count("s=good") for line in letter.get_all("DKIM-Signature")] == [1]
    assert "bad.news.example.pem" in what_is_wrong()


def test_letters_are_shared_between_servers_within_their_hours(sink: Sink, settings: Any):
    with open_sink() as other:
        both = f"{sink.url} {other.url}?per_hour=20"
        settings.CONF = replace(settings.CONF, mail=both)
        queue(200)
        assert jobs.send_due_letters() == 200
        # What a line had of the hour and did not use, when all was sent, is given back.
        assert 0 < len(other.taken) <= 20
        assert len(sink.taken) == 200 - len(other.taken)
