"""Words by which trades that live on other people's pages are known, in many languages.

They say what a text is about, not that it is spam: readers write about loans and casinos too. How
much each counts, training finds out.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from chronique.text.words import fold

FILE = Path(__file__).with_name("shipped") / "trades.txt"
# Shorter words are known whole, never by how they begin.
SHORTEST_STEM = 3


def trades() -> tuple[str, ...]:
    """Return the names of the trades, in the file's order."""
    return _known()[0]


def trades_in(words: Iterable[str]) -> Counter[str]:
    """Count the words, folded and each once, by the trades that they are known by."""
    found: Counter[str] = Counter()
    for word in words:
        # `Counter.update` takes longer for the one or two than all else.
        for trade in _of(word):
            found[trade] += 1
    return found


def is_of_a_trade(word: str) -> bool:
    return bool(_of(word))


@lru_cache(maxsize=20_000)
def _of(word: str) -> tuple[str, ...]:
    _, whole, stems = _known()
    found = {*whole.get(word, ())}
    for end in range(SHORTEST_STEM, len(word) + 1):
        found.update(stems.get(word[:end], ()))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, ...], dict[str, set[str]], dict[str, set[str]]]:
    """Return the trades' names, who is known by a whole word, and who by how a word begins.

    In the file a trade's name stands in square brackets, its words below; `*` is a word's rest.
    """
    names: list[str] = []
    whole: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    text = FILE.read_text("utf-8")
    for item in text.split():
        if item.startswith("["):
            names.append(item.strip("[]"))
            continue
        table = stems if item.endswith("*") else whole
        table.setdefault(fold(item.rstrip("*")), set()).add(names[-1])
    return tuple(names), whole, stems
