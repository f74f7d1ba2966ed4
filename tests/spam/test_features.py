"""What the filter's model sees of a comment."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.spam.features import Features, features
from chronique.spam.trades import trades, trades_in
from tests.text.properties import TRIED

HOSTILE = st.sampled_from(
    ["http://", "www.", "[url=", "<a ", "a.", "a@", "+33 ", "1 ", "!", "\u0301", "\U0001f600",
     "\u202e", "\u200b", "(((", "x.com/", "c.a.s", "4a", " ", "\n", "\x00", "\ud800", "я", "é"]
)  # fmt: skip


def signals(text: str, **around: str) -> dict[str, float]:
    return features(text, **around).signals


def seen(text: str) -> Features:
    return features(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("See http://a.example/x and www.b.example", "links_many"),
        ("Look at win-casino.top for more", "links_bare"),
        ("[url=http://a.example]here[/url]", "links_tagged"),
        ("Here: https://bit.ly/abc", "links_short"),
        ("Here: https://shoes.shop/abc", "links_cheap"),
        ("Voyez https://fr.wikipedia.org/wiki/Seine", "links_source"),
        ("All of it is at https://a.example", "links_last"),
        ("https://a.example", "links_alone"),
        ("Write to jean@mail.example", "contact_mail"),
        ("Appelez le 01 99 00 12 34", "contact_phone"),
        ("Only $ 20 today", "contact_money"),
        ("Spielautomaten und Roulette", "trade_casino"),
        ("Un crédit rapide", "trade_loan"),
        ("c a s i n o", "disguise_spaced"),
        ("A c\u0430sino", "disguise_foreign"),
        ("What a \U0001d41b\U0001d428\U0001d427\U0001d42e\U0001d42c", "disguise_styled"),
        ("STOP THIS NOW, ALL OF YOU", "manner_capitals"),
        ("Play at lucky88 and royal777", "manner_numbered"),
        ("&#99;&#97;sino", "disguise_coded"),
    ],
)
def test_a_signal_is_given_for_what_it_stands_for(text: str, name: str) -> None:
    if name == "links_many":
        text += " and http://c.example"
    assert signals(text)[name] > 0
    assert signals("the council met on Tuesday, and nothing was decided.")[name] < 0.1


def test_name_and_web_address_are_seen_too() -> None:
    found = signals("Hello.", author="Best casino 24", url="https://cheap-loans-24.xyz/now")
    for name in ("author_trade", "author_digits", "address_trade", "address_cheap"):
        assert found[name] > 0, name
    assert not any(
        value
        for name, value in signals("Hello.").items()
        if name.startswith(("author_", "address_"))
    )


def test_accents_case_and_disguises_are_gone_before_it_looks() -> None:
    assert seen("Crédit À LA Consommation").words == seen("credit a la consommation").words
    assert seen("c.a.s.i.n.o").words == seen("casino").words == seen("c\u200bas\u200bino").words


def test_addresses_are_words_of_another_kind() -> None:
    look = features("See https://win.example/now", author="Win", url="https://win.example")
    assert {"see", "/win", "/now", "@win", "~win"} <= set(look.words)
    assert "win" not in look.words


def test_a_word_that_is_said_again_counts_once() -> None:
    assert seen("loan loan loan").words == ("loan",)


def test_trades_are_known_by_whole_words_and_by_how_words_begin() -> None:
    assert trades_in(["casinos", "kredit", "bet", "better"])["casino"] == 2
    assert {"casino", "loan", "seo"} <= set(trades())


@TRIED
@given(text=st.text() | st.lists(HOSTILE, max_size=80).map("".join))
def test_nothing_breaks_it(text: str) -> None:
    look = features(text, author=text, url=text, language=text)
    assert all(0 <= value < 100 for value in look.signals.values())
    assert len(look.signals) == len(features("").signals)


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "a.", "http://", "[url=", "<a ", "!", "\u0301", "()", "x@"]
)
def test_the_time_does_not_grow_with_a_text_that_is_read_to_its_bounds(piece: str) -> None:
    """Of ten megabytes no more is looked at than of ten thousand signs."""
    started = process_time()
    features(piece * (10_000_000 // len(piece)))
    assert process_time() - started < 2
