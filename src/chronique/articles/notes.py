"""Notes: `[^1]` in a paragraph refers to the first of the notes that stand with it."""

import re

MARKER = re.compile(r"\[\^(\d{1,3})\]")


def markers(html: str) -> list[int]:
    """Return the numbers that a paragraph refers to, in order of appearance."""
    return [int(number) for number in MARKER.findall(html)]


def missing_note(referred: list[int], count: int) -> int | None:
    """Return the first number that is referred to and not among the `count` notes, or None."""
    return next((number for number in referred if not 1 <= number <= count), None)


def idle_note(referred: list[int], count: int) -> int | None:
    """Return the first of the `count` notes that nothing refers to, or None."""
    return next((number for number in range(1, count + 1) if number not in referred), None)
