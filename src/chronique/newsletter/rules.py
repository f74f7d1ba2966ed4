"""What somebody chose, as one line of text: which newsletters, and how often."""

from __future__ import annotations

import re
from collections.abc import Mapping

# In the order in which readers are offered them.
RHYTHMS = ("each", "daily", "weekly")
_CHOICE = re.compile(r"([0-9]{1,18}):(each|daily|weekly)", re.ASCII)
# The longest address of a page that a proof of consent holds, characters.
LONGEST_PAGE = 500


def as_text(choices: Mapping[int, str]) -> str:
    """Return `{3: "each", 5: "weekly"}` as "3:each 5:weekly"."""
    return " ".join(f"{number}:{rhythm}" for number, rhythm in sorted(choices.items()))


def as_choices(text: str) -> dict[int, str]:
    """Return what `as_text` was given; what is no choice is left out."""
    return {int(number): rhythm for number, rhythm in _CHOICE.findall(text)}


def as_page(given: str) -> str:
    """Return a path on this site that a form says it stood on; "" for anything else."""
    is_path = given.startswith("/") and not given.startswith("//")
    is_line = given.isprintable() and len(given) <= LONGEST_PAGE
    return given if is_path and is_line and "\\" not in given else ""
