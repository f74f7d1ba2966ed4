"""Patterns that few comments need are not made before."""

import re

import pytest

from chronique.spam.patterns import later


def test_a_pattern_is_made_once_it_is_asked_for(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []

    def compiled(pattern: str, flags: int) -> re.Pattern[str]:
        made.append(pattern)
        return compile_(pattern, flags)

    compile_ = re.compile
    monkeypatch.setattr(re, "compile", compiled)
    word = later("b+", re.IGNORECASE)
    assert made == []
    assert word.findall("aBba") == ["Bb"]
    assert word.sub("-", "aBba") == "a-a"
    assert word.findall("abba") == ["bb"]
    assert len(made) == 2


def test_a_wrong_pattern_says_so():
    with pytest.raises(re.error):
        later("(").search("a")
