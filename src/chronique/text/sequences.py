"""Where the same things stand in two sequences, in time that hardly grows with their lengths."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

# Places in the one and in the other.
Pair = tuple[int, int]


def shared(before: Iterable[Hashable], after: Iterable[Hashable]) -> list[Pair]:
    """Return where the same things stand, by place in the first: the n-th with the n-th."""
    places = {key: at for at, key in enumerate(_numbered(after))}
    return [(at, places[key]) for at, key in enumerate(_numbered(before)) if key in places]


def _numbered(things: Iterable[Hashable]) -> Iterator[Hashable]:
    seen: Counter[Hashable] = Counter()
    for thing in things:
        seen[thing] += 1
        yield thing, seen[thing]


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the most pairs of which none cross; the first numbers rise already."""
    # Of the chains of each length: where the one ends that ends first, and which pair that is.
    ends: list[int] = []
    lasts: list[int] = []
    befores: list[int] = []
    for at, (_, new) in enumerate(pairs):
        length = bisect_left(ends, new)
        ends[length : length + 1] = [new]
        lasts[length : length + 1] = [at]
        befores.append(lasts[length - 1] if length else -1)
    found, at = [], lasts[-1] if lasts else -1
    while at >= 0:
        found.append(pairs[at])
        at = befores[at]
    return found[::-1]
