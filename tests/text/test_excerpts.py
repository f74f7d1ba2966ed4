"""The beginning of a text, and how long it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.text.excerpts import excerpt, reading_minutes
from tests.text.properties import TRIED


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("un deux trois", "un deux trois"),
        ("un deux trois quatre", "un deux trois…"),
        ("un\n\ndeux   trois", "un deux trois"),
        ("un deux trois, quatre", "un deux trois…"),
        ("un deux trois. Quatre", "un deux trois…"),
        ("un deux trois ! Quatre", "un deux trois !…"),
        ("un deux trois ?", "un deux trois ?"),
        ("un « deux » trois « quatre »", "un « deux » trois…"),
        ("10\u202fkm deux trois quatre", "10\u202fkm deux trois…"),
        ("", ""),
    ],
)
def test_an_excerpt_is_cut_at_a_word(text: str, begun: str) -> None:
    assert excerpt(text, 3) == begun


@TRIED
@given(text=st.text(), words=st.integers(min_value=1, max_value=10))
def test_an_excerpt_is_one_line_and_has_no_more_words_than_asked(text: str, words: int) -> None:
    begun = excerpt(text, words)
    assert "\n" not in begun
    pieces = begun.split(" ")
    assert sum(any(map(str.isalnum, piece)) for piece in pieces) <= words


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("mot " * 300, 1),
        ("mot " * 440, 2),
        ("l'un " * 660, 3),
        ("東" * 2000, 4),
        ("mot ! " * 880, 4),
    ],
)
def test_reading_takes_a_minute_for_220_words_or_500_ideographs(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes
