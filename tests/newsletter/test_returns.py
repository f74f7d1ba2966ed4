"""What follows when letters come back, and when they are called spam."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from chronique.mail.actions import is_suppressed, numbers_of, queue_letter, suppress
from chronique.mail.models import Letter, Mailing, Return, Suppression
from chronique.mail.return_path import return_address
from chronique.newsletter.actions.returns import take_mail, take_refusals
from chronique.newsletter.links import leave_mailbox
from chronique.newsletter.models import Newsletter, Subscription
from tests.factories import NOON
from tests.newsletter.returned import (
    bounce,
    complaint,
    sent_letter,
    subscriber,
    waiting_letter,
)

pytestmark = pytest.mark.django_db
FULL = "552 5.2.2 Mailbox full"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def box(settings: Settings) -> None:
    settings.CONF = replace(settings.CONF, mail="pipe://bounces@example.org")


def state(subscription: Subscription) -> str:
    subscription.refresh_from_db()
    return subscription.state


def test_a_hard_bounce_ends_everything_at_once():
    one = subscriber()
    other = Newsletter.objects.create(site=one.newsletter.site, name="Tides", slug="tides")
    two, third = subscriber(newsletter=other), subscriber("eve@example.net")
    waiting = waiting_letter(group=f"subscription:{one.pk}")
    assert take_mail(bounce(sent_letter()), now=NOON)
    assert (state(one), state(two), state(third)) == ("bounced", "bounced", "active")
    assert one.ended_at == NOON
    waiting.refresh_from_db()
    assert waiting.state == Letter.State.DROPPED
    # and no letter of any kind goes there
    refused = queue_letter(kind="note", to="bo@example.net", subject="S", text="T", now=NOON)
    assert refused and refused.state == Letter.State.REFUSED


def test_the_server_s_words_can_be_read():
    letter = sent_letter()
    take_mail(bounce(letter), now=NOON)
    [row] = Return.objects.about("Bo@example.net")
    assert (row.kind, row.status, row.words) == ("hard", "5.1.1", "550 5.1.1 No such user")
    assert row.letter == letter


def test_the_third_soft_bounce_in_fourteen_days_ends_it():
    subscription = subscriber()
    states = []
    for day in (0, 3, 13):
        take_mail(bounce(sent_letter(), words=FULL), now=NOON + day * DAY)
        states.append(state(subscription))
    assert states == ["active", "active", "bounced"]


def test_three_soft_bounces_in_more_days_end_nothing():
    subscription = subscriber()
    for day in (0, 7, 14):
        take_mail(bounce(sent_letter(), words=FULL), now=NOON + day * DAY)
    assert state(subscription) == "active"
    assert not is_suppressed("bo@example.net")


def test_one_letter_counts_once_however_often_it_comes_back():
    subscription = subscriber()
    letter = sent_letter()
    for _ in range(5):
        take_mail(bounce(letter, words=FULL), now=NOON)
    assert state(subscription) == "active"


def test_a_mail_that_is_read_twice_counts_once():
    raw = bounce(sent_letter(), words=FULL)
    assert take_mail(raw, now=NOON)
    assert (
        take_mail(raw.replace(b"Return-Path: <>", b"Return-Path: <>\nX-Way: 2"), now=NOON) is None
    )
    assert Return.objects.count() == 1


def test_who_comes_back_after_soft_bounces_begins_anew():
    subscription = subscriber()
    for _ in range(3):
        take_mail(bounce(sent_letter(), words=FULL), now=NOON)
    Suppression.objects.all().delete()
    Subscription.objects.update(state="active", ended_at=None)
    take_mail(bounce(sent_letter(), words=FULL), now=NOON + DAY)
    assert state(subscription) == "active"


def test_a_complaint_stops_and_blocks():
    one = subscriber()
    other = Newsletter.objects.create(site=one.newsletter.site, name="Tides", slug="tides")
    left = subscriber(newsletter=other, state="left")
    take_mail(complaint(sent_letter()), now=NOON)
    assert (state(one), state(left)) == ("complained", "complained")
    assert is_suppressed("bo@example.net", even_if_bounced=True)


def test_who_bounced_may_be_asked_whether_the_address_is_well_again():
    take_mail(bounce(sent_letter()), now=NOON)
    assert is_suppressed("bo@example.net")
    assert not is_suppressed("bo@example.net", even_if_bounced=True)


def test_a_bounce_does_not_lift_what_the_writer_blocked():
    letter = sent_letter()
    suppress("bo@example.net", "writer", "", NOON)
    take_mail(bounce(letter), now=NOON)
    assert is_suppressed("bo@example.net", even_if_bounced=True)


def test_a_complaint_is_told_by_the_message_id_where_the_return_path_is_lost():
    subscription, letter = subscriber(), sent_letter()
    raw = complaint(letter).replace(return_address(letter.pk).encode(), b"blacked@out.example")
    assert take_mail(raw, now=NOON)
    assert state(subscription) == "complained"


def test_who_cannot_make_the_mark_stops_nobody():
    """Neither by another's mark, nor by naming the reader, or a row by its number."""
    subscription, letter = subscriber(), sent_letter()
    address = return_address(letter.pk)
    number, _, mark = address.partition("-")
    other = return_address(letter.pk + 1).partition("-")[2]
    forged = [
        f"{number}-{other}", f"{number}@example.org", "bounces@example.org",
        f"{number}-{mark}".replace("@example.org", "@evil.example"),
    ]  # fmt: skip
    for wrong in forged:
        for raw in (bounce(letter), complaint(letter)):
            raw = raw.replace(address.encode(), wrong.encode())
            raw = raw.replace(letter.message_id.encode(), b"<guessed@localhost>")
            assert take_mail(raw, now=NOON) is None
    assert state(subscription) == "active"
    assert not Return.objects.exists()


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_what_is_no_last_word_leads_to_nothing(action: str):
    subscription = subscriber()
    raw = bounce(sent_letter()).replace(b"Action: failed", f"Action: {action}".encode())
    assert take_mail(raw, now=NOON) is None
    assert state(subscription) == "active"


def test_an_absence_note_leads_to_nothing():
    subscription, letter = subscriber(), sent_letter()
    raw = (
        f"From: bo@example.net\nTo: {return_address(letter.pk)}\nSubject: Absence du bureau\n"
        "Auto-Submitted: auto-replied\n\nYour mail could not be delivered to me: I am away.\n"
    )
    assert take_mail(raw.encode(), now=NOON) is None
    assert state(subscription) == "active"


def refused_letter(answer: str, to: str = "bo@example.net") -> Letter:
    letter = waiting_letter(to)
    gone = {"state": "refused", "answer": answer, "next_offer": None, "text": "", "html": ""}
    Letter.objects.filter(pk=letter.pk).update(**gone)
    return letter


def test_what_a_server_refuses_at_once_counts_as_if_it_had_come_back():
    one, two = subscriber(), subscriber("eve@example.net")
    refused_letter("550 5.1.1 No such user")
    refused_letter("552 5.2.2 Mailbox full", "eve@example.net")
    assert take_refusals(now=NOON) == 2
    assert (state(one), state(two)) == ("bounced", "active")
    assert {row.kind for row in Return.objects.all()} == {"hard", "soft"}
    # once
    assert take_refusals(now=NOON) == 0


def test_what_no_server_said_is_not_heeded():
    subscriber()
    refused_letter("Nothing goes to this address any more.")
    assert take_refusals(now=NOON) == 0


def test_while_a_mailing_is_held_its_refusals_say_nothing_of_addresses():
    subscription, letter = subscriber(), refused_letter("550 5.1.1 No such user")
    mailing = Mailing.objects.create(
        kind="issue", subject="S", text="T", host="h", made_at=NOON, is_held=True
    )
    Letter.objects.filter(pk=letter.pk).update(mailing=mailing)
    assert take_refusals(now=NOON) == 0
    assert state(subscription) == "active"


@pytest.mark.parametrize(
    "words",
    [
        "550 5.7.1 Client host blocked by a list", "554 5.7.26 Does not pass DMARC",
        "550 5.0.0 Denied by policy", "552 5.3.4 Message too large",
        "553 5.1.8 Domain of sender address does not exist",
    ],
)  # fmt: skip
def test_what_displeases_in_us_is_not_laid_to_the_reader(words: str):
    """Else one bad week of ours would cost the subscribers of a whole provider."""
    subscription = subscriber()
    for _ in range(4):
        take_mail(bounce(sent_letter(), words=words), now=NOON)
    assert state(subscription) == "active"
    assert Return.objects.count() == 4


def asks_to_leave(to: str, subject: str = "") -> bytes:
    return f"From: bo@example.net\nTo: {to}\nSubject: {subject}\n\nPlease.\n".encode()


def test_who_writes_to_the_address_in_a_letter_leaves():
    """By the address, or by the subject: not every program keeps both."""
    one = subscriber()
    waiting = waiting_letter(group=f"subscription:{one.pk}")
    mailto = leave_mailbox(one, mailbox="bounces@example.org", issue=7)
    address, _, subject = mailto.removeprefix("mailto:").partition("?subject=")
    take_mail(asks_to_leave(address), now=NOON)
    assert (state(one), one.ended_at) == ("left", NOON)
    waiting.refresh_from_db()
    assert waiting.state == Letter.State.DROPPED
    two = subscriber("eve@example.net")
    _, _, subject = leave_mailbox(two, mailbox="b@example.org").partition("?subject=")
    take_mail(asks_to_leave("bounces@example.org", f"Re: {subject}"), now=NOON)
    assert state(two) == "left"


def test_who_cannot_make_the_token_lets_nobody_leave():
    one, two = subscriber(), subscriber("eve@example.net")
    mailto = leave_mailbox(one, mailbox="bounces@example.org")
    address = mailto.removeprefix("mailto:").partition("?")[0]
    forged = address.replace(f"leave-{one.pk}-", f"leave-{two.pk}-")
    for wrong in (forged, "bounces+leave@example.org", "bounces@example.org"):
        take_mail(asks_to_leave(wrong, "unsubscribe"), now=NOON)
    assert (state(one), state(two)) == ("active", "active")


def test_feedback_that_only_asks_to_leave_is_no_complaint():
    one = subscriber()
    letter = sent_letter(group=f"subscription:{one.pk}", key="issue:7:1")
    raw = complaint(letter).replace(b"Feedback-Type: abuse", b"Feedback-Type: opt-out")
    take_mail(raw, now=NOON)
    assert state(one) == "left"
    assert not is_suppressed("bo@example.net")


def test_the_numbers_of_an_issue_come_from_what_came_back():
    mailing = Mailing.objects.create(kind="issue", subject="S", text="T", host="h", made_at=NOON)
    for place in range(3):
        letter = sent_letter(f"r{place}@example.net")
        Letter.objects.filter(pk=letter.pk).update(mailing=mailing)
        take_mail(complaint(letter) if place == 0 else bounce(letter), now=NOON)
        take_mail(bounce(letter, words=FULL), now=NOON)
    numbers = numbers_of(mailing)
    assert (numbers["complained"], numbers["bounced"]) == (1, 3)
    assert {row.letter.to for row in Return.objects.of_mailing(mailing)} == {
        "r0@example.net", "r1@example.net", "r2@example.net",
    }  # fmt: skip


def test_words_that_a_database_cannot_keep_are_kept_as_far_as_they_go():
    take_mail(
        bounce(
            sent_letter(),
            words="550 5.1.1 No\0 \ud800such user".encode("utf-8", "surrogatepass").decode(
                "latin-1"
            ),
        ),
        now=NOON,
    )
    assert "such user" in Return.objects.get().words
