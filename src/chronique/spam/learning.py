"""What a site has learned from its moderators, which is added to what the shipped model says.

Each lesson moves the weights of a comment's words by what the filter had wrong about it: a comment
that was called what it is teaches next to nothing. Lessons are whole numbers that are added up, so
any one can be taken out again, and nothing of it is left.

Of several strengths, from "not at all" on, those count that would have told the lessons best, each
asked before it was learned. So a site that teaches nothing of use is as if it had taught nothing.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from chronique.spam.blocks import address_form, host_of
from chronique.spam.features import Features, scale
from chronique.spam.links import links_in
from chronique.spam.model import probability
from chronique.spam.submissions import Submission
from chronique.text.words import fold

# Weights lie in a table of so many places; one is a whole number of such parts of a logit.
BITS = 15
UNIT = 512
# How far one lesson goes; how much a run of letters counts beside a word, and that it is spam at
# all; see bench/learning.py.
STEP, RUN, ANY = 5.0, 0.3, 0.08
RUN_LENGTH = 5
# All together makes nothing more honest, or more like spam, than so many logits: what the shipped
# model is certain of (0.98) is still held (0.8), however many honest comments were sent before.
MOST_HONEST, MOST_SPAM = 2.5, 12.0
STRENGTHS = (0.0, 0.5, 1.0, 2.0)
# Of the logarithm of what a guess was worth, in lessons and sums.
_THOUSANDTHS = 1000
_LEAST = 1e-6
_WORDS_AT_HAND = 20_000
_SHIFT = 32 - BITS

# By place, how much it counts.
Places = Mapping[int, float]


def places_of(seen: Features) -> dict[int, float]:
    """Return where the weights of a comment's words, pairs and runs of letters lie."""
    by = scale(len(seen.words))
    found: dict[int, float] = {_place("\0"): ANY}
    for said in (*seen.words, *seen.pairs):
        place = _place(said)
        found[place] = found.get(place, 0.0) + by
    for word in seen.words:
        for place in _runs(word):
            found[place] = found.get(place, 0.0) + by * RUN
    return found


def _place(said: str) -> int:
    return zlib.crc32(said.encode("utf-8", "replace")) >> _SHIFT


@lru_cache(maxsize=_WORDS_AT_HAND)
def _runs(word: str) -> tuple[int, ...]:
    marked = f" {word} "
    starts = range(len(marked) - RUN_LENGTH + 1)
    return tuple(_place(f"#{marked[start : start + RUN_LENGTH]}") for start in starts)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one comment adds: to the weight of each place, and to what each strength has lost.

    `marks` are those of its standings.
    """

    deltas: Mapping[int, int]
    losses: tuple[int, ...]
    marks: tuple[str, ...] = ()

    def packed(self) -> bytes:
        kept = [list(self.deltas), list(self.deltas.values()), self.losses, self.marks]
        return zlib.compress(json.dumps(kept, separators=(",", ":")).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Lesson:
        places, deltas, losses, marks = json.loads(zlib.decompress(packed))
        return cls(dict(zip(places, deltas, strict=True)), tuple(losses), tuple(marks))


class Weights:
    """All that a site has learned of words: `Weights(packed)`, `packed()`."""

    def __init__(self, packed: bytes = b"", losses: Sequence[int] = ()) -> None:
        self._table = array("h")
        self._table.frombytes(zlib.decompress(packed) if packed else bytes(2 << BITS))
        if sys.byteorder == "big":
            self._table.byteswap()
        self.losses = list(losses) or [0] * len(STRENGTHS)

    def packed(self) -> bytes:
        table = array("h", self._table)
        if sys.byteorder == "big":
            table.byteswap()
        # The database writes it whole with each lesson. Weights hardly repeat, but for zeros in a
        # row: nothing else is looked for, which takes half the time and comes out shorter.
        packing = zlib.compressobj(1, strategy=zlib.Z_RLE)
        return packing.compress(table.tobytes()) + packing.flush()

    def amount(self, places: Places) -> float:
        """Return what they add up to, in logits, before strength and bounds."""
        table = self._table
        return sum([table[place] * by for place, by in places.items()]) / UNIT

    def of(self, said: str) -> float:
        """Return what a word or a pair adds, with the runs of its letters, each counted once."""
        runs = () if " " in said else _runs(said)
        return self.amount({_place(said): 1.0} | dict.fromkeys(runs, RUN))

    def strength(self) -> float:
        """Return how much it counts: the strengths' average, by what each has told."""
        best = min(self.losses)
        worth = [exp((best - lost) / _THOUSANDTHS) for lost in self.losses]
        return sum(map(float.__mul__, worth, STRENGTHS)) / sum(worth)

    def lesson(
        self, places: Places, *, logit: float, standing: float, is_spam: bool, part: float
    ) -> Lesson:
        """Return what there is to learn; nothing is changed yet.

        `logit`: of the shipped model; `standing`: what its writer's, hosts' and text's add, also in
        logits; `part`: from 0 to 1, how much of a lesson it is.
        """
        added = self.amount(places) + standing
        losses = tuple(_lost(logit + bounded(one * added), is_spam) for one in STRENGTHS)
        step = part * STEP * UNIT * (is_spam - probability(logit + bounded(added)))
        deltas = {place: round(step * by) for place, by in places.items()}
        return Lesson({place: delta for place, delta in deltas.items() if delta}, losses)

    def add(self, lesson: Lesson) -> bool:
        """Learn it. False, and nothing is learned, where a weight would be out of all bounds."""
        return self._move(lesson, 1)

    def take_out(self, lesson: Lesson) -> bool:
        return self._move(lesson, -1)

    def _move(self, lesson: Lesson, by: int) -> bool:
        table = self._table
        moved = {place: table[place] + by * delta for place, delta in lesson.deltas.items()}
        if any(abs(weight) > 32_767 for weight in moved.values()):
            return False
        for place, weight in moved.items():
            table[place] = weight
        for number, loss in enumerate(lesson.losses):
            self.losses[number] += by * loss
        return True


def bounded(amount: float) -> float:
    return max(-MOST_HONEST, min(MOST_SPAM, amount))


def _lost(logit: float, is_spam: bool) -> int:
    guess = probability(logit)
    return round(-_THOUSANDTHS * log(max(_LEAST, guess if is_spam else 1 - guess)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many comments of a name, an address, a host or a text were honest, how many spam."""

    kind: str
    # As people read it: the host itself.
    name: str = ""
    honest: int = 0
    spam: int = 0

    @property
    def amount(self) -> float:
        """What it adds, in logits."""
        weight, least, most = _KINDS[self.kind]
        return max(least, min(most, weight * log((self.spam + 0.5) / (self.honest + 0.5))))


# How much each kind counts, and from what to what. Anybody may call themselves what they like, and
# say again what somebody else has said: that speaks for nobody. Who is known is known otherwise.
_KINDS = {
    "address": (1.0, 0.0, 3.0),
    "name": (0.5, 0.0, 1.5),
    "host": (1.0, -1.0, 4.0),
    "text": (2.0, 0.0, 4.0),
}
# So many hosts of one comment are looked at, and texts of so many words: "Merci !" is everybody's.
HOSTS, TEXT_WORDS = 8, 5


def known_by(submission: Submission) -> list[Standing]:
    """Return what a comment has standings by, before anybody has looked how they stand."""
    found = []
    if address := submission.author_email.strip():
        found.append(Standing("address", address_form(address)))
    if name := " ".join(fold(submission.author_name).split()):
        found.append(Standing("name", name))
    addresses = [submission.author_url, *links_in(submission.text)]
    hosts = dict.fromkeys(host_of(one).removeprefix("www.") for one in addresses if one)
    found += [Standing("host", host) for host in list(hosts)[:HOSTS] if host]
    said = fold(submission.text).split()
    if len(said) >= TEXT_WORDS:
        found.append(Standing("text", " ".join(said)))
    return found


@dataclass(frozen=True, slots=True)
class Site:
    """What a site has learned, and the standings of one comment: what is asked about it."""

    weights: Weights
    standings: Sequence[Standing] = ()

    def standing(self) -> float:
        return sum([one.amount for one in self.standings if one.honest or one.spam])

    def amount(self, seen: Features) -> float:
        """Return what the site's own learning adds to the logit of the shipped model."""
        added = self.weights.amount(places_of(seen)) + self.standing()
        return bounded(self.weights.strength() * added)

    def parts(self) -> Iterator[tuple[Standing, float]]:
        """Give the standings with what each adds, before the bounds."""
        strength = self.weights.strength()
        for one in self.standings:
            if one.honest or one.spam:
                yield one, strength * one.amount

    def words(self, seen: Features) -> Iterator[tuple[str, float]]:
        """Give the words and pairs with what each adds, before the bounds."""
        by = self.weights.strength() * scale(len(seen.words))
        for said in (*seen.words, *seen.pairs):
            yield said, by * self.weights.of(said)
