"""The shipped model: how likely a comment is spam, and the share that each part of it has in that.

It is logistic regression over the words of a comment (each with the letters that it is made of, so
that words never seen are known by their look), pairs of words, and signals. `tools/spam/train.py`
makes the file. Whatever a score is made of adds up, so each reason has its share.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt
from pathlib import Path
from typing import Any

from chronique.spam.features import Features, scale, words_of

FILE = Path(__file__).with_name("shipped") / "model.bin"
# Weights of words and pairs, and of runs of letters, lie in tables of so many places: what falls
# into one place shares its weight.
BITS = 18
# Runs of so many letters of a word, its ends marked.
SHORTEST_RUN, LONGEST_RUN = 2, 5
# So many words' weights are kept at hand.
WORDS_AT_HAND = 20_000


@dataclass(frozen=True, slots=True)
class Share:
    """What a part of a comment adds to its score, in logits; below 0 it speaks for it."""

    name: str
    amount: float


@dataclass(frozen=True, slots=True)
class Shares:
    """Of signals, and of words and pairs; the strongest first. With the bias they are the logit."""

    signals: tuple[Share, ...]
    words: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """From `probability` on lie so many of a thousand honest comments that the model had not
    learned from, and so much (0 to 1) of the spam that it had not either."""

    honest: int
    probability: float
    spam: float


# What is counted on from for a word of a comment that leads elsewhere.
_LEADING = zlib.crc32(b">")
_SHIFT = 32 - BITS


def places(word: str, leads: bool) -> tuple[int, ...]:
    """Return where the weights of a word or a pair lie: one more if the comment leads elsewhere."""
    said = word.encode("utf-8", "replace")
    place = zlib.crc32(said) >> _SHIFT
    return (place, zlib.crc32(said, _LEADING) >> _SHIFT) if leads else (place,)


def run_places(word: str) -> Iterator[int]:
    """Return where the weights of a word's runs of letters lie; a run may come twice."""
    marked = f" {word} ".encode("utf-32-le", "surrogatepass")
    last = len(marked) // 4
    for length in range(SHORTEST_RUN, min(LONGEST_RUN, last) + 1):
        for start in range(last - length + 1):
            run = marked[4 * start : 4 * (start + length)]
            yield zlib.crc32(run) >> _SHIFT


def letters_scale(runs: int) -> float:
    """Return by what each of so many runs counts: a long word does not weigh manifold."""
    return 1 / sqrt(max(1, runs))


class Model:
    """`Model(…).logit(features)`; `shipped()` is the one that the package holds."""

    def __init__(self, head: Mapping[str, object], words: array[int], runs: array[int]) -> None:
        self._bias = float(str(head["bias"]))
        self._signals: dict[str, float] = dict(head["signals"])  # type: ignore[call-overload]
        self._most: dict[str, float] = dict(head["most"])  # type: ignore[call-overload]
        limits: Any = head.get("limits", ())
        self.limits = tuple(Limit(**limit) for limit in limits)
        self._word_step, self._run_step = float(str(head["word"])), float(str(head["run"]))
        self._words, self._runs = words, runs
        self._of_word = lru_cache(maxsize=WORDS_AT_HAND)(self._weigh)
        self.weight = lru_cache(maxsize=WORDS_AT_HAND // 2)(self._weigh_as_said)

    def limit(self, honest: int) -> Limit:
        """Return from where on so many of a thousand honest comments lie, or nearly so many."""
        return min(self.limits, key=lambda limit: abs(limit.honest - honest))

    def _weigh(self, word: str, leads: bool) -> float:
        runs = self._runs
        found = [runs[place] for place in run_places(word)]
        letters = sum(found) * letters_scale(len(found)) * self._run_step
        return self._of_pair(word, leads) + letters

    def _weigh_as_said(self, said: str) -> float:
        """Return what a word as it was written adds by itself, before it is one of many."""
        return sum([self._of_word(word, False) for word in words_of(said)])

    def _of_pair(self, pair: str, leads: bool) -> float:
        words = self._words
        return sum([words[place] for place in places(pair, leads)]) * self._word_step

    def _of_pairs(self, pairs: Sequence[str], leads: bool) -> float:
        """As `_of_pair` of each; there are as many as words, and hardly one comes again."""
        words, crc32 = self._words, zlib.crc32
        said = "\n".join(pairs).encode("utf-8", "replace").split(b"\n") if pairs else []
        found = sum([words[crc32(one) >> _SHIFT] for one in said])
        if leads:
            found += sum([words[crc32(one, _LEADING) >> _SHIFT] for one in said])
        return found * self._word_step

    def logit(self, seen: Features) -> float:
        """Return the score as logarithm of the odds; 0 is even."""
        of_word, signals = self._of_word, self._signals
        words = sum([of_word(word, seen.leads) for word in seen.words])
        words += self._of_pairs(seen.pairs, seen.leads)
        most = self._most
        signal = sum(
            [
                signals[name] * min(value, most[name])
                for name, value in seen.signals.items()
                if value
            ]
        )
        return self._bias + words * scale(len(seen.words)) + signal

    def shares(self, seen: Features) -> Shares:
        """Return what the logit is made of."""
        by, shares = scale(len(seen.words)), defaultdict[str, float](float)
        for word in seen.words:
            shares[word] += self._of_word(word, seen.leads) * by
        for pair in seen.pairs:
            shares[pair] += self._of_pair(pair, seen.leads) * by
        told = {
            name: self._signals[name] * min(value, self._most[name])
            for name, value in seen.signals.items()
        }
        return Shares(signals=_sorted(told), words=_sorted(shares))


def _sorted(shares: Mapping[str, float]) -> tuple[Share, ...]:
    ordered = sorted(shares.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple(Share(name, amount) for name, amount in ordered if amount)


def probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Read the package's model; once a process."""
    return read(FILE.read_bytes())


def read(packed: bytes) -> Model:
    """Read a model: a line of JSON, then both tables, two bytes a weight, packed."""
    head, _, tables = packed.partition(b"\n")
    unpacked = zlib.decompress(tables)
    words, runs = array("h"), array("h")
    words.frombytes(unpacked[: 2 << BITS])
    runs.frombytes(unpacked[2 << BITS :])
    if sys.byteorder == "big":
        words.byteswap()
        runs.byteswap()
    return Model(json.loads(head), words, runs)


def written(head: Mapping[str, object], words: bytes, runs: bytes) -> bytes:
    """Return what `read` reads: the same for the same, wherever it is made."""
    line = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
    return line + b"\n" + zlib.compress(words + runs, 9)
