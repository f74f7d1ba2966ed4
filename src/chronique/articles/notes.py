"""Notes: `[^1]` in a paragraph refers to the first of the notes that stand with it."""

import re

MARKER = re.compile(r"\[\^(\d{1,3})\]")


def markers(html: str) -> list[int]:
    """Return the numbers that a paragraph refers to, in order of appearance."""
    return [int(number) for number in MARKER.findall(html)]


def wrong_with_notes(referred: list[int], count: int) -> str:
    """Return what is wrong between references and notes, as a sentence; empty when nothing is."""
    missing = [number for number in referred if not 1 <= number <= count]
    if missing:
        return f"The text refers to note {missing[0]}, but {count} are written below it."
    idle = sorted(set(range(1, count + 1)) - set(referred))
    if idle:
        return f"Nothing in the text refers to note {idle[0]}: write [^{idle[0]}] where it belongs."
    return ""
