"""The worst words in a row of a comment, to be looked at by themselves.

Who pastes honest text around an offer waters the whole down, not these.
"""

from collections.abc import Callable
from itertools import accumulate
from operator import sub

# A shorter text is looked at as a whole only.
LONG = 150
WORDS = 12
# A word is weighed so far: what is remembered of words stays small.
LONGEST = 40
# Of a longer text the beginning and the end are looked through, each half as long.
MOST = 12_000


def worst_stretch(text: str, weight: Callable[[str], float]) -> str:
    """Return the words in a row that weigh most together, or "" of a text that is not long.

    `weight` says how much a word, between spaces, speaks against what it is in.
    """
    if len(text) < LONG:
        return ""
    if len(text) > MOST:
        text = f"{text[: MOST // 2]} {text[-MOST // 2 :]}"
    words = text.split()
    if len(words) < WORDS:
        return ""
    sums = [0.0, *accumulate([weight(word[:LONGEST]) for word in words])]
    weights = list(map(sub, sums[WORDS:], sums))
    start = weights.index(max(weights))
    return " ".join(words[start : start + WORDS])
