"""When a letter comes again, what an answer means, what may stand in a header."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.mail.rules import (
    GIVE_UP_AFTER,
    LONGEST_PAUSE,
    Outcome,
    next_offer,
    one_line,
    outcome,
    sendable,
    wrong_with_headers,
)
from tests.factories import NOON

HALF, HOUR = timedelta(minutes=30), timedelta(hours=1)


def test_the_pause_doubles_up_to_half_a_day():
    offers = [next_offer(first_offer=NOON, refusals=n, now=NOON) for n in range(1, 9)]
    pauses = [offer and offer - NOON for offer in offers]
    assert pauses[:5] == [HALF, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert set(pauses[5:]) == {LONGEST_PAUSE} == {12 * HOUR}


def test_after_four_days_a_letter_is_given_up():
    last = NOON + GIVE_UP_AFTER
    assert next_offer(first_offer=NOON, refusals=9, now=last) is None
    assert next_offer(first_offer=NOON, refusals=9, now=last - HOUR) is not None


def test_a_letter_that_nobody_refused_has_no_pause():
    with pytest.raises(ValueError, match="not 0"):
        next_offer(first_offer=NOON, refusals=0, now=NOON)


@given(st.integers(1, 10**9), st.timedeltas(timedelta(0), GIVE_UP_AFTER - HOUR))
def test_each_pause_is_between_half_an_hour_and_half_a_day(refusals: int, age: timedelta):
    now = NOON + age
    again = next_offer(first_offer=NOON, refusals=refusals, now=now)
    assert again is not None and HALF <= again - now <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (250, Outcome.SENT), (251, Outcome.SENT),
        (421, Outcome.AGAIN), (450, Outcome.AGAIN), (452, Outcome.AGAIN),
        (550, Outcome.NEVER), (552, Outcome.NEVER), (554, Outcome.NEVER),
        # it wants us to sign in, which the owner can mend
        (530, Outcome.AGAIN), (535, Outcome.AGAIN),
        # no answer, or none that we know
        (0, Outcome.AGAIN), (354, Outcome.AGAIN), (-1, Outcome.AGAIN), (999, Outcome.AGAIN),
    ],
)  # fmt: skip
def test_an_answer_means(code: int, meaning: Outcome):
    assert outcome(code) is meaning


def test_no_letter_is_given_up_because_of_who_sends_it():
    assert outcome(553, of_sender=True) is Outcome.AGAIN


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("X-Note", "a\nBcc: all@example.org", "The header X-Note must stand on one line."),
        ("X-Note", "a\r\nb", "The header X-Note must stand on one line."),
        ("X-Note", "a\u2028b", "The header X-Note must stand on one line."),
        ("X-Note\nBcc", "a", "“X-Note\nBcc” is not the name of a header."),
        ("X Note:", "a", "“X Note:” is not the name of a header."),
        ("", "a", "“” is not the name of a header."),
        ("bCC", "all@example.org", "The header bCC is not for others to set."),
        ("Content-Type", "text/plain", "The header Content-Type is not for others to set."),
    ],
)
def test_a_header_that_would_change_the_letter_is_refused(name: str, value: str, sentence: str):
    assert wrong_with_headers({"List-Id": "<news.example.org>", name: value}) == sentence


def test_ordinary_headers_may_stand():
    headers = {"List-Unsubscribe": "<https://example.org/leave/?a=b>", "X-Été": ""}
    assert wrong_with_headers({"List-Unsubscribe": headers["List-Unsubscribe"]}) == ""
    assert wrong_with_headers(headers) == "“X-Été” is not the name of a header."


def test_a_subject_is_one_line_and_keeps_its_no_break_spaces():
    assert one_line(" Une réponse\r\nà «\u00a0L’hiver\u202f?\u00a0»\u2028\0 ") == (
        "Une réponse à «\u00a0L’hiver\u202f?\u00a0»"
    )


@given(st.text(st.characters(codec=None)))
def test_whatever_is_written_can_be_sent(text: str):
    sent = sendable(text)
    assert sent.encode().decode() == sent
    assert not {"\0", "\r"} & set(sent)
    assert len(one_line(text).splitlines()) <= 1
    # and once is enough
    assert sendable(sent) == sent
