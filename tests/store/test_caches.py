"""What is told to a cache fits into a header, and very much is everything."""

import pytest

from chronique.store import caches
from chronique.store.caches import LONGEST, MOST, _lines


@pytest.mark.parametrize(
    ("tags", "lines"),
    [
        (["article:1"], ["article:1"]),
        (["article:1", "card:1"], ["article:1,card:1"]),
        (["article:1", "*"], ["*"]),
        (["a" * LONGEST, "b"], ["a" * LONGEST, "b"]),
        ([f"{n:04}" for n in range(LONGEST * MOST)], ["*"]),
    ],
)
def test_tags_are_told_in_lines(tags: list[str], lines: list[str]):
    assert _lines(tags) == lines


def test_no_tag_is_lost_between_two_lines():
    tags = [f"article:{n}" for n in range(1000)]
    lines = _lines(tags)
    assert len(lines) > 1
    assert max(map(len, lines)) <= LONGEST
    assert ",".join(lines).split(",") == tags


def test_who_writes_much_waits_once_for_a_cache_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(caches, "_rests", {})
    for _ in range(3):
        caches.tell_at_once("http://127.0.0.1:1", ["article:1"])
    assert caplog.text.count("store.cache_away") == 1
    monkeypatch.setattr(caches, "_rests", {"http://127.0.0.1:1": 1.0})
    caches.tell_at_once("http://127.0.0.1:1", ["article:1"])
    assert caplog.text.count("store.cache_away") == 2
