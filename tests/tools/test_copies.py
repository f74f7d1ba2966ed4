"""Copies that say the same to people are read as the comment is."""

import pytest

from chronique.spam.features import features
from tools.spam.copies import DISGUISES, disguised, padded

SPAM = "Amazing casino bonus tonight, deposit at https://win.example/now and collect your jackpot"


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_changes_the_words_and_keeps_the_link(name: str) -> None:
    copy = disguised(SPAM, name)
    assert copy != SPAM and copy == disguised(SPAM, name)
    assert "https://win.example/now" in copy
    assert set(features(copy).words) & {"casino", "bonus", "jackpot", "deposit", "casinobonus"}


def test_padding_stands_on_both_sides() -> None:
    copy = padded(SPAM, ["Honest words."], 200)
    before, _, after = copy.partition(SPAM)
    assert len(before.strip()) + len(after.strip()) in range(190, 201)
    assert 'style="color:#fff"' in padded(SPAM, ["Honest words."], 200, is_hidden=True)
