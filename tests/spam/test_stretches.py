"""What honest text is pasted around is found in it."""

from math import log

import pytest

from chronique.spam import model
from chronique.spam.opinion import OF_A_STRETCH, opinion
from chronique.spam.stretches import LONG, MOST, WORDS, worst_stretch
from chronique.spam.submissions import Submission

SAID = "The council met on Tuesday, and nothing was decided about the bridge. "
OFFER = "online casino bonus without deposit, win the jackpot with real money tonight, free spins"


def weight(word: str) -> float:
    return 1.0 if word in OFFER.split() else -0.1


def test_the_worst_words_in_a_row_are_found_wherever_they_stand() -> None:
    for before, after in ((0, 40), (20, 20), (40, 0)):
        text = SAID * before + OFFER + " " + SAID * after
        assert worst_stretch(text, weight) in OFFER
        assert len(worst_stretch(text, weight).split()) == WORDS


def test_a_short_text_has_none() -> None:
    assert worst_stretch("", weight) == worst_stretch("a " * (LONG // 2 - 1), weight) == ""
    assert worst_stretch("a" * 10 * MOST, weight) == ""


def test_of_the_longest_only_beginning_and_end_are_looked_through() -> None:
    seen: list[str] = []

    def remember(word: str) -> float:
        seen.append(word)
        return 0.0

    worst_stretch(SAID * 100_000, remember)
    assert len(" ".join(seen)) <= MOST + 1


@pytest.mark.parametrize("length", [3, 10, 40])
def test_honest_text_around_an_offer_takes_no_more_from_it_than_a_bound(length: int) -> None:
    alone = opinion(Submission(OFFER, language="en"), told_from=1).probability
    text = SAID * length + OFFER + " " + SAID * length
    padded = opinion(Submission(text, language="en"), told_from=1).probability
    part = worst_stretch(text, model.shipped().weight)
    bound = opinion(Submission(part, language="en"), told_from=1).probability
    assert alone > 0.9
    assert _logit(padded) >= _logit(bound) - OF_A_STRETCH - 0.01


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))
