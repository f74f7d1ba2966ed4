"""One text goes to many: queued once each, stopped and resumed, counted also when rows are gone."""

from datetime import timedelta
from typing import Any

import pytest

from chronique.base.errors import Refused
from chronique.mail.actions import (
    BadLetter,
    Recipient,
    drop_letters,
    drop_mailing,
    hold_mailing,
    is_suppressed,
    let_be,
    make_mailing,
    numbers_of,
    queue_letter,
    queue_mailing,
    resume_mailing,
    send_again,
    suppress,
    sweep,
    unsuppress,
)
from chronique.mail.models import KEPT, Letter, Mailing, Return
from chronique.mail.slots import slot
from tests.factories import NOON

pytestmark = pytest.mark.django_db
State = Letter.State


def made(**fields: Any) -> Mailing:
    values: dict[str, Any] = {
        "kind": "issue", "subject": "Tides", "text": f"Leave: {slot('leave')}", "now": NOON,
        "host": "news.example.org",
    }  # fmt: skip
    return make_mailing(**values | fields)


def recipient(number: int, **fields: Any) -> Recipient:
    values: dict[str, Any] = {
        "to": f"{number}@example.org", "key": f"issue:1:{number}", "group": f"reader:{number}",
        "slots": {"leave": f"https://news.example.org/leave/{number}/"},
    }  # fmt: skip
    return Recipient(**values | fields)


def queued(mailing: Mailing, *recipients: Recipient) -> int:
    return queue_mailing(mailing, iter(recipients), due=NOON, now=NOON)


def test_each_recipient_is_queued_once():
    mailing = made()
    assert queued(mailing, recipient(1), recipient(2), recipient(2)) == 2
    assert queued(mailing, recipient(2), recipient(3)) == 1
    letters = list(Letter.objects.order_by("to"))
    assert [letter.to for letter in letters] == [f"{number}@example.org" for number in (1, 2, 3)]
    assert letters[0].slots == {"leave": "https://news.example.org/leave/1/"}
    assert (letters[0].subject, letters[0].kind) == ("Tides", "issue")
    assert len({letter.message_id for letter in letters}) == 3
    assert letters[0].message_id.endswith("@news.example.org>")


def test_a_bad_address_is_kept_as_refused():
    mailing = made()
    assert queued(mailing, recipient(1, to="bo@example.org\nBcc: all@example.org")) == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.answer) == (State.REFUSED, "This is not an e-mail address.")
    assert "\n" not in letter.to


@pytest.mark.parametrize(
    "slots", [{}, {"leave": "a\nb"}, {"leave": "a\x00"}, {"leave": "é"}, {"leave": "a" * 901}]
)
def test_what_may_not_stand_in_a_slot_is_refused_and_nothing_is_queued(slots: dict[str, str]):
    mailing = made(headers={"List-Unsubscribe": f"<{slot('leave')}>"})
    with pytest.raises(Refused, match=r"slot “leave”.*\.$"):
        queued(mailing, recipient(1), recipient(2, slots=slots))
    assert not Letter.objects.exists()


def test_subject_and_sender_have_no_slots():
    with pytest.raises(BadLetter, match="the same for all"):
        made(subject=slot("leave"))
    with pytest.raises(BadLetter, match="must stand on one line"):
        made(headers={"X-Note": "a\nb"})


def test_nothing_goes_to_an_address_that_complained():
    assert suppress("Bo@Example.org", "hard", "550 No such user", NOON) == 0
    assert is_suppressed("bo@EXAMPLE.org")
    mailing = made()
    assert queued(mailing, recipient(1, to="bO@example.org"), recipient(2)) == 1
    notice: Any = {"kind": "note", "to": "BO@example.org", "subject": "s", "text": "t", "now": NOON}
    letter = queue_letter(**notice)
    assert (letter.state, letter.text) == (State.REFUSED, "")
    assert letter.answer == "Nothing goes to this address any more."
    # who asks for it anew may find that the mailbox works again
    assert queue_letter(**notice, even_if_bounced=True).state == State.DUE
    # what waits is dropped as soon as it is known, and a complaint is not undone by a bounce
    assert suppress("BO@example.org", "complaint", "", NOON) == 1
    suppress("bo@example.org", "hard", "", NOON)
    assert queue_letter(**notice, even_if_bounced=True).state == State.REFUSED
    assert unsuppress("BO@example.org") and not unsuppress("bo@example.org")
    assert queue_letter(**notice).state == State.DUE


def test_a_mailing_is_held_resumed_and_dropped():
    mailing = made()
    queued(mailing, recipient(1), recipient(2))
    Letter.objects.filter(to="2@example.org").update(state=State.TAKEN)
    assert hold_mailing(mailing, "The server refuses everything.") == 1
    queued(mailing, recipient(3))
    assert not Letter.objects.due(NOON).filter(state=State.DUE).exists()
    mailing.refresh_from_db()
    assert (mailing.is_held, mailing.held_because) == (True, "The server refuses everything.")
    assert resume_mailing(mailing) == 2
    mailing.refresh_from_db()
    assert (mailing.is_held, mailing.held_because) == (False, "")
    assert drop_letters("reader:1") == 1
    assert drop_mailing(mailing) == 2
    assert numbers_of(mailing) == dict.fromkeys(State.values, 0) | {
        "dropped": 3, "bounced": 0, "complained": 0
    }  # fmt: skip
    # what was dropped may be queued anew
    assert queued(mailing, recipient(1)) == 1


def test_uncertain_letters_are_sent_again_or_left_as_somebody_says():
    mailing = made()
    queued(mailing, *map(recipient, range(4)))
    Letter.objects.filter(to__in=["0@example.org", "1@example.org"]).update(state=State.UNCERTAIN)
    first = Letter.objects.filter(to="0@example.org")
    assert let_be(first) == 1
    assert send_again(Letter.objects.filter(mailing=mailing), now=NOON) == 1
    numbers = numbers_of(mailing)
    assert (numbers["let_be"], numbers["due"], numbers["uncertain"]) == (1, 3, 0)
    assert not first.get().slots
    # and one of a mailing that is held waits with it
    Letter.objects.filter(to="1@example.org").update(state=State.UNCERTAIN)
    hold_mailing(mailing)
    assert send_again(Letter.objects.filter(mailing=mailing), now=NOON) == 1
    assert numbers_of(mailing)["held"] == 3


def test_numbers_stay_when_the_rows_are_gone():
    mailing = made()
    queued(mailing, *map(recipient, range(5)))
    some = Letter.objects.exclude(to="4@example.org")
    some.take("process", NOON)
    assert some.mark_sent("process", NOON) == 4
    for number, kind in enumerate(["hard", "soft", "soft", "complaint"]):
        letter = Letter.objects.get(to=f"{number // 2}@example.org")
        Return.objects.create(
            kind=kind, address=letter.to, letter=letter, at=NOON, fingerprint=str(number)
        )
    before = numbers_of(mailing)
    assert (before["sent"], before["bounced"], before["complained"]) == (4, 2, 1)
    assert sweep(now=NOON + KEPT) == 4
    assert sweep(now=NOON + KEPT) == 0
    assert Letter.objects.count() == 1
    assert numbers_of(mailing) == before
    drop_mailing(mailing)
    sweep(now=NOON + KEPT + timedelta(1))
    assert numbers_of(mailing) == before | {"due": 0, "dropped": 1}
