"""What the writer chose about the pace holds for all processes, and a mailing in trouble stops."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from chronique.base.post import Server
from chronique.mail import actions
from chronique.mail.actions.gate import Gate
from chronique.mail.lines import Answer
from chronique.mail.models import Letter, Mailing, Pacing, Tally
from chronique.mail.rules import Outcome
from tests.factories import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 7, 5, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))


def chosen(**fields) -> Pacing:
    pacing = Pacing(pk=1, **fields)
    pacing.full_clean()
    pacing.save()
    return pacing


def test_nothing_chosen_means_no_limit():
    plan = actions.current_plan()
    assert actions.room_for_mailings(plan, 500, now=NIGHT) == 500
    assert actions.why_mailings_wait(NIGHT) == ""
    assert not Tally.objects.exists()


def test_a_day_of_the_warm_up_has_so_many_letters():
    chosen(warm_up_from=NOON.date(), first_day=120)
    plan = actions.current_plan()
    rooms = [actions.room_for_mailings(plan, 50, now=NOON) for _ in range(4)]
    assert rooms == [50, 50, 20, 0]
    with override("en"):
        assert actions.why_mailings_wait(NOON) == (
            "Today’s 120 letters of the warm-up have gone: it goes on tomorrow, with more."
        )
    actions.give_back_mailings(plan, 7, now=NOON)
    assert actions.room_for_mailings(plan, 50, now=NOON) == 7
    assert actions.room_for_mailings(plan, 500, now=NOON + timedelta(days=1)) == 180


def test_no_issue_goes_in_quiet_hours():
    chosen(quiet_from=time(22), quiet_until=time(7))
    assert actions.room_for_mailings(actions.current_plan(), 50, now=NIGHT) == 0
    assert actions.room_for_mailings(actions.current_plan(), 50, now=NIGHT - 2 * HOUR) == 50
    with override("en"):
        assert actions.why_mailings_wait(NIGHT) == "Quiet hours: it goes on at 07:00."


def test_a_server_s_hour_is_counted_for_all_processes():
    server = Server("smtp", "mail.example.org", 587, per_hour=60)
    assert [actions.take_of_hour(server, 50, now=NOON) for _ in range(3)] == [50, 10, 0]
    assert actions.take_of_hour(server, 50, now=NOON + HOUR) == 50
    assert actions.take_of_hour(Server("smtp", "other"), 50, now=NOON) == 50
    # what did not go may go later, and no hour has more than it may
    actions.give_back_of_hour(server, 20, now=NOON)
    actions.give_back_of_hour(server, 60, now=NOON + HOUR)
    assert [actions.take_of_hour(server, 50, now=NOON + n * HOUR) for n in (0, 1)] == [20, 10]
    assert actions.sweep_tallies(NOON + timedelta(days=8)) == 2


@pytest.mark.parametrize(
    "rates", ["example.org 20\n\nMail.Example.com: 0,5", "example.org\t20\r\nmail.example.com 0.5"]
)
def test_rates_are_lines(rates: str):
    assert chosen(rates=rates).plan().rates == {"example.org": 20, "mail.example.com": 0.5}


@pytest.mark.parametrize(
    "fields",
    [
        {"rates": "example.org"}, {"rates": "example.org 0"}, {"rates": "a@example.org 3"},
        {"rates": "example.org -1"}, {"quiet_from": time(22)}, {"growth": 0.5}, {"first_day": 0},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(fields: dict):
    with pytest.raises(ValidationError):
        chosen(warm_up_from=date(2026, 7, 5), **fields)


def test_there_is_one_row():
    with pytest.raises(IntegrityError), transaction.atomic():
        Pacing.objects.create(pk=2)


@pytest.fixture
def mailing() -> Mailing:
    mailing = actions.make_mailing(
        kind="issue", subject="The tide", text="t", host="news.example.org", now=NOON
    )
    recipients = [actions.Recipient(f"{n}@example.org", f"k{n}") for n in range(3)]
    actions.queue_mailing(mailing, recipients, due=NOON, now=NOON)
    return mailing


def test_a_mailing_that_is_refused_stops_and_its_keepers_are_told_once(mailing: Mailing):
    # given one who keeps the publication, and one who only writes
    User.objects.create_superuser("ada", "ada@example.org", "pw")
    User.objects.create_user("bo", "bo@example.org", "pw")
    # when the server refuses letter after letter, and two threads say so
    words = "550 5.7.1 You are on a list"
    told = [actions.stop_refused(mailing, answer=words, now=NOON) for _ in range(2)]
    # then nothing more is offered, and ada knows why
    assert told == [True, False]
    mailing.refresh_from_db()
    assert mailing.is_held and "550 5.7.1 You are on a list" in mailing.held_because
    assert actions.numbers_of(mailing)["held"] == 3
    [letter] = Letter.objects.filter(mailing=None)
    assert letter.to == "ada@example.org" and "The tide" in letter.text
    assert letter.state == Letter.State.DUE


class Clock:
    """Stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def letters_to(mailing: Mailing, domain: str, count: int) -> list[Letter]:
    recipients = [actions.Recipient(f"{n}@{domain}", f"{domain} {n}") for n in range(count)]
    actions.queue_mailing(mailing, recipients, due=NOON, now=NOON)
    return list(Letter.objects.filter(to__endswith=f"@{domain}").order_by("pk"))


def test_the_gate_lets_so_many_of_a_domain_through_and_puts_the_others_off(
    mailing: Mailing, clock: Clock
):
    chosen(rates="slow.example 2", warm_up_from=NOON.date(), first_day=100)
    gate = Gate(clock)
    letters = letters_to(mailing, "slow.example", 9) + letters_to(mailing, "quick.example", 5)
    assert gate.room(14, now=NOON) == 14
    go = gate.pick(letters, now=NOON)
    assert [letter.to.partition("@")[2] for letter in go] == ["slow.example"] * 3 + [
        "quick.example"
    ] * 5
    # the others come by and by; they are not counted among today's, nor refused
    slow = Letter.objects.filter(to__endswith="@slow.example")
    waits = [
        (offer - NOON).seconds
        for offer in slow.order_by("pk").values_list("next_offer", flat=True)
        if offer
    ]
    assert waits == [0, 0, 0, 2, 2, 3, 3, 4, 4]
    assert gate.room(500, now=NOON) == 100 - len(go)
    # a choice that is made anew holds soon
    Pacing.objects.update(rates="")
    clock.now = 20.0
    assert len(gate.pick(letters, now=NOON)) == 14


def test_two_processes_share_the_rate_of_a_domain(mailing: Mailing):
    chosen(rates="slow.example 2\nother.example 50")
    letters = letters_to(mailing, "slow.example", 8)
    first, second = Gate(), Gate()
    assert len(first.pick(letters[:2], now=NOON)) == 2
    # one more may go within a second, whoever asks
    assert second.pick(letters[2:5], now=NOON) == letters[2:3]
    assert first.pick(letters[5:], now=NOON) == []
    assert len(second.pick(letters_to(mailing, "other.example", 20), now=NOON)) == 20
    later = NOON + timedelta(seconds=2)
    assert len(second.pick(letters, now=later)) == 3
    assert first.pick(letters, now=later) == []


def test_the_gate_stops_a_mailing_whose_sender_is_refused(mailing: Mailing, clock: Clock):
    gate = Gate(clock)
    [letter, *_] = Letter.objects.filter(mailing=mailing)
    refused = Answer(Outcome.AGAIN, 451, "451 4.7.1 Not from you", of_sender=True)
    told = [gate.hear(letter, refused, now=NOON) for _ in range(20)]
    assert told == [False] * 19 + [True]
    mailing.refresh_from_db()
    assert "451 4.7.1 Not from you" in mailing.held_because


def test_notices_and_what_is_taken_stop_nothing(mailing: Mailing, clock: Clock):
    gate = Gate(clock)
    notice = actions.queue_letter(kind="note", to="a@example.org", subject="s", text="t", now=NOON)
    [letter, *_] = Letter.objects.filter(mailing=mailing)
    refused = Answer(Outcome.AGAIN, 451, "451 4.7.1 Not from you", of_sender=True)
    for _ in range(30):
        assert notice and not gate.hear(notice, refused, now=NOON)
        assert not gate.hear(letter, refused, now=NOON)
        assert not gate.hear(letter, Answer(Outcome.SENT), now=NOON)
