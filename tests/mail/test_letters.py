"""Letters are queued with the change that they tell of, and sent to a real mail server."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chronique.mail import jobs, rules
from chronique.mail.actions import (
    BadLetter,
    Recipient,
    drop_letters,
    forget_letters,
    hold_mailing,
    make_mailing,
    queue_letter,
    queue_mailing,
    send_again,
    sending,
)
from chronique.mail.lines import Answer
from chronique.mail.models import KEPT, LEASE, Letter
from chronique.mail.rules import Outcome
from tests.factories import NOON
from tests.smtp import Postbox, closed_port

pytestmark = pytest.mark.django_db
State = Letter.State
HALF_AN_HOUR, MINUTE = timedelta(minutes=30), timedelta(minutes=1)


def queued(to: str = "bo@example.org", **fields: Any) -> Letter:
    values: dict[str, Any] = {
        "kind": "note",
        "subject": "An answer",
        "text": "Ada answered.",
        "now": NOON,
    }
    letter = queue_letter(to=to, **values | fields)
    assert letter is not None
    return letter


def send(now: datetime = NOON) -> int:
    """Send what is due then; return how many letters were taken."""
    return jobs.send_due_letters(clock=lambda: now)


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_letter_arrives_as_it_was_written(postbox: Postbox):
    letter = queued(
        subject="Une réponse à « L’hiver »", text="Ada a répondu :\n« Oui. »\n",
        html="<p>Ada a <b>répondu</b>.</p>", sender="L’Écluse, revue", language="fr",
        reply_to="ada@example.org", headers={"List-Id": "<news.example.org>"},
        host="news.example.org",
    )  # fmt: skip
    assert send()
    [found] = postbox.letters
    assert found["Subject"] == "Une réponse à « L’hiver »"
    [sender] = found["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (
        "L’Écluse, revue", "letters@news.example.org",
    )  # fmt: skip
    assert (found["To"], found["Reply-To"]) == ("bo@example.org", "ada@example.org")
    assert found["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@news.example.org>")
    assert found["Date"].datetime == NOON
    assert (found["Auto-Submitted"], found["Content-Language"]) == ("auto-generated", "fr")
    assert found["List-Id"] == "<news.example.org>"
    assert found.get_content_type() == "multipart/alternative"
    parts = [
        (part.get_content_type(), part.get_content().split("\r\n")) for part in found.iter_parts()
    ]
    assert parts == [
        ("text/plain", ["Ada a répondu :", "« Oui. »", ""]),
        ("text/html", ["<p>Ada a <b>répondu</b>.</p>"]),
    ]
    # and no server on the way has to change a byte, which would break a signature
    assert postbox.envelopes[0].content.isascii()
    assert postbox.envelopes[0].mail_from == "letters@localhost"


def test_a_letter_without_html_is_text_alone(postbox: Postbox):
    queued()
    send()
    assert postbox.letters[0].get_content_type() == "text/plain"
    assert postbox.letters[0].get_content().strip() == "Ada answered."


@pytest.mark.parametrize(
    "name",
    [
        "Bo",
        'The "Lock", etc. <x@example.org>',
        "É" * 200,
        "a " * 120,
        "\\",
        "=?utf-8?q?a?=",
        "読む",
    ],
)
def test_any_name_may_stand_before_the_address(name: str, postbox: Postbox):
    queued(sender=name)
    assert send()
    [sender] = postbox.letters[0]["From"].addresses
    assert sender.addr_spec == "letters@news.example.org"
    assert postbox.envelopes[0].rcpt_tos == ["bo@example.org"]


def test_what_is_sent_keeps_its_row_but_not_its_words(postbox: Postbox):
    letter = queued(html="<p>Ada</p>", headers={"X-Leave": "https://example.org/leave/abc/"})
    send()
    row = fresh(letter)
    assert (row.state, row.sent_at, row.next_offer) == (State.SENT, NOON, None)
    assert (row.text, row.html, row.headers, row.to) == ("", "", {}, "bo@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(text="again")


def test_a_line_break_in_a_header_is_refused_with_a_sentence():
    with pytest.raises(BadLetter, match=r"^The header X-Note must stand on one line\.$"):
        queued(headers={"X-Note": "a\nBcc: all@example.org"})
    with pytest.raises(BadLetter, match=r"^The address for answers is not an e-mail address\.$"):
        queued(reply_to="ada@example.org\nBcc: all@example.org")
    assert not Letter.objects.exists()


def test_nobody_gets_a_letter_through_a_title_with_line_breaks(postbox: Postbox):
    title = "An answer\r\nBcc: all@example.org\r\n\r\nBuy\u2028this"
    queued(subject=title, sender="The Lock\nBcc: all@example.org")
    send()
    assert postbox.letters[0]["Subject"] == "An answer Bcc: all@example.org Buy this"
    assert postbox.letters[0]["Bcc"] is None
    assert postbox.envelopes[0].rcpt_tos == ["bo@example.org"]


@pytest.mark.parametrize(
    "to", ["", "bo", "bo@example.org\nBcc: cy@example.org", "b" * 400 + "@a.test"]
)
def test_a_bad_address_is_refused_for_good_and_breaks_nothing(to: str, postbox: Postbox):
    letter = fresh(queued(to))
    assert (letter.state, letter.answer) == (State.REFUSED, "This is not an e-mail address.")
    assert not send()
    assert (postbox.connections, letter.text) == (0, "")


def test_the_same_letter_is_queued_once():
    assert queued(key="confirm:bo@example.org:2026-03-14")
    values: Any = {"kind": "note", "to": "bo@example.org", "subject": "s", "text": "t", "now": NOON}
    assert queue_letter(key="confirm:bo@example.org:2026-03-14", **values) is None
    assert queue_letter(key="confirm:bo@example.org:2026-03-15", **values) is not None
    assert queue_letter(**values) and queue_letter(**values)
    assert Letter.objects.count() == 4


def test_a_letter_goes_with_the_change_that_it_tells_of():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued()
        raise ZeroDivisionError
    assert not Letter.objects.exists()


def test_a_letter_waits_for_its_hour(postbox: Postbox):
    queued(not_before=NOON + HALF_AN_HOUR)
    assert not send()
    assert send(NOON + HALF_AN_HOUR)


def take(holder: str, now: datetime = NOON) -> list[Letter]:
    return sending.take(holder=holder, count=9, now=now)


def test_a_letter_is_one_process_s_alone():
    letter = queued()
    assert take("first") == [letter]
    assert take("second", NOON + LEASE - MINUTE) == []
    assert sending.give_up_waiting(now=NOON + LEASE - MINUTE) == 0
    # who is not heard of any more may have sent it: nobody does so again of their own accord
    assert sending.give_up_waiting(now=NOON + LEASE) == 1
    assert take("second", NOON + LEASE) == []
    assert fresh(letter).state == State.UNCERTAIN
    # but the first may still say so
    sent = [(letter, Answer(Outcome.SENT))]
    assert sending.settle(sent, holder="second", now=NOON) == 1
    assert fresh(letter).state == State.UNCERTAIN
    sending.settle(sent, holder="first", now=NOON)
    assert fresh(letter).state == State.SENT


def test_who_lives_keeps_what_it_took():
    known, unknown = queued(), queued("cy@example.org")
    assert len(take("first")) == 2
    # the database did not say that it gave the second
    sending.keep([known.pk], holder="first", now=NOON + LEASE)
    assert (fresh(known).state, fresh(unknown).state) == (State.TAKEN, State.DUE)
    assert sending.give_up_waiting(now=NOON + LEASE) == 0


def test_notices_go_first_and_then_the_longest_waiting(postbox: Postbox):
    mailing = make_mailing(kind="issue", subject="s", text="t", host="a.test", now=NOON)
    for number, minutes in enumerate([3, 1, 2]):
        recipients = [Recipient(f"{number}@example.org", f"issue:{number}")]
        early = NOON - timedelta(minutes=minutes)
        queue_mailing(mailing, recipients, due=early, now=early)
    queued("late@example.org")
    assert [letter.to[0] for letter in take("first")] == ["l", "0", "2", "1"]


@pytest.mark.parametrize("answer", ["450 4.2.1 Come back later", "421 4.7.0 Too busy"])
def test_a_letter_that_is_not_wanted_now_comes_back(answer: str, postbox: Postbox):
    letter = queued()
    postbox.answers["bo@example.org"] = answer
    # then it is due again in half an hour, then in an hour
    assert not send()
    row = fresh(letter)
    assert (row.state, row.next_offer, row.refusals) == (State.DUE, NOON + HALF_AN_HOUR, 1)
    assert (row.answer, row.text) == (answer, "Ada answered.")
    again = NOON + HALF_AN_HOUR
    assert not send(again)
    assert fresh(letter).next_offer == again + 2 * HALF_AN_HOUR
    # and goes as soon as it is wanted, under the same identifier
    postbox.answers.clear()
    assert send(again + 2 * HALF_AN_HOUR)
    assert postbox.letters[0]["Message-ID"] == letter.message_id


def test_after_four_days_of_refusals_it_is_given_up(postbox: Postbox):
    letter = queued()
    postbox.answers["bo@example.org"] = "450 4.2.1 Come back later"
    moments = [NOON]
    while send(moments[-1]) or fresh(letter).next_offer:
        moments.append(fresh(letter).next_offer or NOON)
    assert fresh(letter).state == State.REFUSED
    assert timedelta(days=4) <= moments[-1] - NOON <= timedelta(days=4, hours=12)
    assert len(moments) == 13


def test_a_letter_that_is_never_wanted_is_not_offered_again(postbox: Postbox):
    letter = queued()
    postbox.answers["bo@example.org"] = "550 5.1.1 No such user"
    assert not send()
    row = fresh(letter)
    assert (row.state, row.answer) == (State.REFUSED, "550 5.1.1 No such user")
    assert (row.text, row.next_offer) == ("", None)


def test_a_wrong_sender_costs_no_letter(postbox: Postbox):
    postbox.sender_answer = "553 5.7.1 Not your address"
    letter = queued()
    assert not send()
    assert (fresh(letter).state, fresh(letter).refusals) == (State.DUE, 1)


def test_a_letter_whose_server_died_before_the_answer_is_uncertain(postbox: Postbox):
    letter = queued()
    postbox.hangs_up_on = {"bo@example.org"}
    assert not send()
    row = fresh(letter)
    assert (row.state, row.text) == (State.UNCERTAIN, "Ada answered.")
    assert row.answer == "The line broke after the letter had left: the server may have taken it."
    # nobody gets it until somebody says so
    postbox.hangs_up_on.clear()
    assert not send(NOON + timedelta(days=1))
    send_again(Letter.objects.all(), now=NOON)
    assert send(NOON)
    assert postbox.letters[0]["Message-ID"] == letter.message_id


def test_while_the_mail_server_is_away_letters_wait_and_nobody_waits_for_ever(settings: Any):
    settings.CONF = replace(settings.CONF, mail=f"smtp://127.0.0.1:{closed_port()}")
    first, second = queued(), queued("cy@example.org", not_before=NOON + MINUTE)
    assert not send()
    row = fresh(first)
    assert (row.state, row.next_offer, row.refusals) == (State.DUE, NOON, 0)
    assert row.answer.startswith("ConnectionRefusedError")
    send(NOON + rules.GIVE_UP_AFTER)
    assert (fresh(first).state, fresh(second).state) == (State.REFUSED, State.DUE)


def test_a_reader_who_leaves_gets_no_more_letters(postbox: Postbox):
    sent = queued(group="reader:12")
    send()
    taken = queued(group="reader:12")
    take("first")
    waiting, other = queued(group="reader:12", key="answer:5"), queued(group="reader:1")
    assert drop_letters("reader:12") == 2
    states = [fresh(letter).state for letter in (sent, waiting, taken, other)]
    assert states == [State.SENT, State.DROPPED, State.DROPPED, State.DUE]
    assert (fresh(waiting).to, fresh(waiting).text, fresh(waiting).subject) == ("", "", "")
    # what was on its way does not come back, but it is told when it arrived all the same
    sending.settle([(taken, Answer(Outcome.AGAIN, 450))], holder="first", now=NOON)
    assert fresh(taken).state == State.DROPPED
    sending.settle([(taken, Answer(Outcome.SENT))], holder="first", now=NOON)
    assert (fresh(taken).state, fresh(taken).to) == (State.SENT, "")
    # and what was dropped may be asked for again
    assert queued(group="reader:12", key="answer:5")
    assert drop_letters("reader:99") == 0
    with pytest.raises(ValueError, match="without a group"):
        drop_letters("")


def test_an_address_is_forgotten_whatever_became_of_its_letters(postbox: Postbox):
    sent, other = queued(), queued("cy@example.org")
    send()
    waiting = queued(key="answer:6")
    assert forget_letters(sent.to) == 2
    assert set(Letter.objects.values_list("to", flat=True)) == {"", other.to}
    assert not send()
    assert fresh(waiting).state == State.DROPPED


def test_a_letter_that_was_dropped_is_not_sent(postbox: Postbox):
    queued(group="reader:12")
    drop_letters("reader:12")
    assert not send()
    assert postbox.letters == []


def test_a_letter_of_a_held_mailing_goes_back_to_the_held_ones(postbox: Postbox):
    mailing = make_mailing(kind="issue", subject="s", text="t", host="a.test", now=NOON)
    recipients = [Recipient(f"{number}@example.org", f"issue:{number}") for number in range(3)]
    queue_mailing(mailing, recipients, due=NOON, now=NOON)
    first, second, third = take("first")
    # given a mailing that is held while its letters are on their way
    hold_mailing(mailing)
    # when one is not wanted now, one is not offered, and one arrives
    answers = [(first, Answer(Outcome.AGAIN, 450)), (third, Answer(Outcome.SENT))]
    sending.settle(answers, holder="first", now=NOON)
    sending.put_back([second], holder="first", now=NOON)
    # then all are what they are
    states = [fresh(letter).state for letter in (first, second, third)]
    assert states == [State.HELD, State.HELD, State.SENT]


def test_old_rows_are_swept_and_what_waits_is_not(
    monkeypatch: pytest.MonkeyPatch, postbox: Postbox
):
    queued(), queued("bo")
    send()
    waiting = queued("cy@example.org")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + KEPT - MINUTE)
    assert jobs.sweep_letters() == 0
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + KEPT)
    assert jobs.sweep_letters() == 2
    assert list(Letter.objects.all()) == [waiting]
