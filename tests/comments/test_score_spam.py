"""`chronique score_spam`: comments in, scores out, a line of JSON each."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

SPAM = {
    "id": "a", "text": "Best casino bonus, play now at https://win-casino.top/x", "lang": "en",
    "author": "casino24", "url": "https://win-casino.top",
}  # fmt: skip
HONEST = {"id": 7, "text": "The council met on Tuesday.", "author": None, "url": None, "lang": None}


def scored(monkeypatch: pytest.MonkeyPatch, given: bytes, **options: Any) -> list[dict[str, Any]]:
    stdin = io.TextIOWrapper(io.BytesIO(given))
    monkeypatch.setattr("sys.stdin", stdin)
    out = io.StringIO()
    call_command("score_spam", stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def lines(*rows: Any) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()


def test_each_comment_has_a_score(monkeypatch: pytest.MonkeyPatch):
    spam, honest = scored(monkeypatch, lines(SPAM, HONEST) + b"\n\n")
    assert (spam["id"], honest["id"]) == ("a", 7)
    assert 0 <= honest["score"] < 0.5 < spam["score"] <= 1
    assert set(spam) == {"id", "score"}


def test_reasons_are_told_in_words_with_their_shares(monkeypatch: pytest.MonkeyPatch):
    with translation.override("en"):
        (spam,) = scored(monkeypatch, lines(SPAM), explain=True)
    first, *others = spam["reasons"]
    assert first["reason"].startswith("It reads like spam")
    assert others
    assert all(0 < reason["share"] <= 1 for reason in others)
    trade = next(reason for reason in others if reason["name"] == "like_trade")
    assert trade["reason"] == "It speaks of what spam sells: betting."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (b"{}\nnonsense", "Line 2 is not JSON"),
        (b"[1]", "Line 1 is no object with a text."),
        (b'{"text": 3}', "Line 1: “text” is no text."),
    ],
)
def test_what_is_no_comment_is_refused_with_its_line(
    given: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(CommandError, match=sentence):
        scored(monkeypatch, given)


def test_broken_characters_are_scored_all_the_same(monkeypatch: pytest.MonkeyPatch):
    (found,) = scored(monkeypatch, b'{"id": 1, "text": "caf\xe9 \\ud800 \xff"}')
    assert found["id"] == 1
