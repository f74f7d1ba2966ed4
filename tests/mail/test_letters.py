"""Letters are queued with the change that they tell of, and sent to a real mail server."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chronique.base.errors import Unreachable
from chronique.mail import jobs
from chronique.mail.actions import (
    BadLetter,
    drop_letters,
    forget_letters,
    queue_letter,
    send_letter,
)
from chronique.mail.models import KEPT, LEASE, Letter
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


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_letter_arrives_as_it_was_written(postbox: Postbox):
    letter = queued(
        subject="Une réponse à « L’hiver »", text="Ada a répondu :\n« Oui. »\n",
        html="<p>Ada a <b>répondu</b>.</p>", sender="L’Écluse, revue", language="fr",
        reply_to="ada@example.org", headers={"List-Id": "<news.example.org>"},
        host="news.example.org",
    )  # fmt: skip
    assert send_letter(letter, now=NOON)
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
    assert postbox.envelopes[0].mail_from == "letters@news.example.org"


def test_a_letter_without_html_is_text_alone(postbox: Postbox):
    send_letter(queued(), now=NOON)
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
    assert send_letter(queued(sender=name), now=NOON)
    [sender] = postbox.letters[0]["From"].addresses
    assert sender.addr_spec == "letters@news.example.org"
    assert postbox.envelopes[0].rcpt_tos == ["bo@example.org"]


def test_what_is_sent_keeps_its_row_but_not_its_words(postbox: Postbox):
    letter = queued(html="<p>Ada</p>", headers={"X-Leave": "https://example.org/leave/abc/"})
    send_letter(letter, now=NOON)
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
    send_letter(queued(subject=title, sender="The Lock\nBcc: all@example.org"), now=NOON)
    assert postbox.letters[0]["Subject"] == "An answer Bcc: all@example.org Buy this"
    assert postbox.letters[0]["Bcc"] is None
    assert postbox.envelopes[0].rcpt_tos == ["bo@example.org"]


@pytest.mark.parametrize(
    "to", ["", "bo", "bo@example.org\nBcc: cy@example.org", "b" * 400 + "@a.test"]
)
def test_a_bad_address_is_refused_for_good_and_breaks_nothing(to: str, postbox: Postbox):
    letter = fresh(queued(to))
    assert (letter.state, letter.answer) == (State.REFUSED, "This is not an e-mail address.")
    assert not send_letter(letter, now=NOON)
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
    letter = queued(not_before=NOON + HALF_AN_HOUR)
    assert not Letter.objects.due(NOON).exists()
    assert not send_letter(letter, now=NOON)
    assert send_letter(letter, now=NOON + HALF_AN_HOUR)


def test_a_letter_is_one_process_s_alone():
    letter = queued()
    mine, theirs = fresh(letter), fresh(letter)
    assert Letter.objects.claim(mine, now=NOON)
    assert not Letter.objects.claim(theirs, now=NOON)
    assert not Letter.objects.claim(theirs, now=NOON + LEASE - MINUTE)
    # whoever took it and died is not waited for
    assert list(Letter.objects.due(NOON + LEASE)) == [letter]
    assert Letter.objects.claim(theirs, now=NOON + LEASE)
    assert (theirs.refusals, theirs.message_id) == (1, letter.message_id)
    # and what the first says of it later does not count
    assert not mine.mark_refused(answer="550")
    assert theirs.mark_sent(now=NOON + LEASE)
    assert fresh(letter).state == State.SENT


def test_a_letter_that_is_interrupted_again_and_again_is_given_up(postbox: Postbox):
    # given a letter over which a process died, day after day
    letter = queued()
    for day in range(5):
        assert Letter.objects.claim(fresh(letter), now=NOON + timedelta(days=day))
    assert fresh(letter).refusals == 4
    # when the next one finds it
    assert not send_letter(fresh(letter), now=NOON + timedelta(days=4))
    row = fresh(letter)
    assert (row.state, row.answer) == (State.REFUSED, "No offer came to its end.")
    assert postbox.connections == 0


@pytest.mark.parametrize("answer", ["450 4.2.1 Come back later", "421 4.7.0 Too busy"])
def test_a_letter_that_is_not_wanted_now_comes_back(answer: str, postbox: Postbox):
    letter = queued()
    postbox.answers["bo@example.org"] = answer
    # then it is due again in half an hour, then in an hour
    assert not send_letter(letter, now=NOON)
    row = fresh(letter)
    assert (row.state, row.next_offer, row.refusals) == (State.DUE, NOON + HALF_AN_HOUR, 1)
    assert (row.answer, row.text) == (answer, "Ada answered.")
    again = NOON + HALF_AN_HOUR
    assert not send_letter(row, now=again)
    assert fresh(letter).next_offer == again + 2 * HALF_AN_HOUR
    # and goes as soon as it is wanted, under the same identifier
    postbox.answers.clear()
    assert send_letter(letter, now=again + 2 * HALF_AN_HOUR)
    assert postbox.letters[0]["Message-ID"] == letter.message_id


def test_after_five_days_of_refusals_it_is_given_up(postbox: Postbox):
    letter = queued()
    postbox.answers["bo@example.org"] = "450 4.2.1 Come back later"
    moments = [NOON]
    while send_letter(letter, now=moments[-1]) or fresh(letter).next_offer:
        moments.append(fresh(letter).next_offer or NOON)
    assert fresh(letter).state == State.REFUSED
    assert timedelta(days=4) <= moments[-1] - NOON <= timedelta(days=4, hours=12)
    assert len(moments) == 15


def test_a_letter_that_is_never_wanted_is_not_offered_again(postbox: Postbox):
    letter = queued()
    postbox.answers["bo@example.org"] = "550 5.1.1 No such user"
    assert not send_letter(letter, now=NOON)
    row = fresh(letter)
    assert (row.state, row.answer) == (State.REFUSED, "550 5.1.1 No such user")
    assert (row.text, row.next_offer) == ("", None)


def test_a_wrong_sender_costs_no_letter(postbox: Postbox):
    postbox.sender_answer = "553 5.7.1 Not your address"
    assert not send_letter(letter := queued(), now=NOON)
    assert (fresh(letter).state, fresh(letter).refusals) == (State.DUE, 1)


def test_a_line_that_is_lost_in_the_middle_loses_nothing(postbox: Postbox):
    letter = queued()
    postbox.hangs_up_on = {"bo@example.org"}
    assert not send_letter(letter, now=NOON)
    row = fresh(letter)
    assert (row.state, row.next_offer) == (State.DUE, NOON + HALF_AN_HOUR)
    assert row.answer.startswith("SMTPServerDisconnected")


def test_while_the_mail_server_is_away_all_letters_wait_a_minute(settings: Any):
    settings.EMAIL_BACKEND = "chronique.mail.backend.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    first, second = queued(), queued("cy@example.org")
    with pytest.raises(Unreachable):
        send_letter(first, now=NOON)
    assert {(row.state, row.next_offer, row.refusals) for row in Letter.objects.all()} == {
        (State.DUE, NOON + MINUTE, 0)
    }
    assert fresh(first).answer.startswith("ConnectionRefusedError")
    # but nobody waits for ever
    late = NOON + timedelta(days=4)
    with pytest.raises(Unreachable):
        send_letter(first, now=late)
    assert fresh(first).state == State.REFUSED
    assert fresh(second).next_offer == late + MINUTE


def test_a_reader_who_leaves_gets_no_more_letters(postbox: Postbox):
    sent = queued(group="reader:12")
    send_letter(sent, now=NOON)
    waiting, taken = queued(group="reader:12", key="answer:5"), queued(group="reader:12")
    other = queued(group="reader:1")
    Letter.objects.claim(taken, now=NOON)
    assert drop_letters("reader:12") == 2
    states = [fresh(letter).state for letter in (sent, waiting, taken, other)]
    assert states == [State.SENT, State.DROPPED, State.DROPPED, State.DUE]
    assert (fresh(waiting).to, fresh(waiting).text, fresh(waiting).subject) == ("", "", "")
    # what was on its way does not come back, and what was dropped may be asked for again
    assert not taken.mark_sent(now=NOON)
    assert queued(group="reader:12", key="answer:5")
    assert drop_letters("reader:99") == 0
    with pytest.raises(ValueError, match="without a group"):
        drop_letters("")


def test_an_address_is_forgotten_whatever_became_of_its_letters(postbox: Postbox):
    sent, waiting, other = queued(), queued(key="answer:6"), queued("cy@example.org")
    send_letter(sent, now=NOON)
    assert forget_letters(sent.to) == 2
    assert set(Letter.objects.values_list("to", flat=True)) == {"", other.to}
    assert not send_letter(waiting, now=NOON)
    assert len(postbox.letters) == 1


def test_a_letter_that_was_dropped_is_not_sent(postbox: Postbox):
    letter = queued(group="reader:12")
    drop_letters("reader:12")
    assert not send_letter(letter, now=NOON)
    assert postbox.letters == []


def test_a_letter_that_is_dropped_as_it_is_taken_is_not_sent_empty(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
):
    letter = queued(group="reader:12")
    read = Letter.refresh_from_db

    def late(self: Letter) -> None:
        drop_letters("reader:12")
        read(self)

    monkeypatch.setattr(Letter, "refresh_from_db", late)
    assert not send_letter(letter, now=NOON)
    assert postbox.letters == []


def test_old_rows_are_swept_and_what_waits_is_not(
    monkeypatch: pytest.MonkeyPatch, postbox: Postbox
):
    for letter in (queued(), queued("bo")):
        send_letter(letter, now=NOON)
    waiting = queued("cy@example.org")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + KEPT - MINUTE)
    assert jobs.sweep_letters() == 0
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + KEPT)
    assert jobs.sweep_letters() == 2
    assert list(Letter.objects.all()) == [waiting]
