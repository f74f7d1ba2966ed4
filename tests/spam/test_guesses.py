"""What the model reads in words that were hidden more deeply."""

import pytest

from chronique.spam.features import features
from chronique.spam.guesses import decoded, guessed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("C4S1N0", "CaSiNo"),
        ("fr33 s3x", "free sex"),
        ("b0nu5", "bonus"),
        ("7h15 15 4 gr347 pl4c3 70 m33t", "this 15 4 great place 70 meet"),
        ("F r e e S p i n s", "FreeSpins"),
        ("\u043a \u0440 \u0435 \u0434 \u0438 \u0442", "\u043a\u0440\u0435\u0434\u0438\u0442"),
    ],
)
def test_words_are_read_behind_digits_and_gaps(written: str, read: str) -> None:
    assert guessed(written).text == read


@pytest.mark.parametrize(
    "written", ["The H1N1 of 2009", "log4j and i18n", "A1 to B52, 20h30", "x = a1 + b1", "PS5, 4K"]
)
def test_names_with_digits_stay(written: str) -> None:
    assert guessed(written).text == written


def test_names_of_characters_are_read_as_these() -> None:
    assert decoded("&#99;&#x61;sino &amp; bar") == ("casino & bar", 2)
    assert decoded("AT&T &nosuch; 5 &lt; 6") == ("AT&T &nosuch; 5 < 6", 0)


def test_what_is_shown_backwards_is_read_both_ways() -> None:
    words = features("Play at the \u202eonisac\u202c now").words
    assert {"onisac", "casino"} <= set(words)


def test_what_people_do_not_see_is_a_disguise() -> None:
    hidden = '<div style="display: none">the honest words</div>'
    assert features(hidden).signals["disguise_coded"] > 0
    assert features('<div style="margin: 0">words</div>').signals["disguise_coded"] == 0
