"""What is told to a cache fits into a header, and very much is everything."""

import pytest

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
