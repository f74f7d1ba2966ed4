"""What became different between two texts: passage by passage, and in each word by word.

Both are lists of pieces, such as paragraphs. Pieces that are the same are found first, also those
that stand elsewhere now; what lies between is paired by the words that two pieces share; of a pair
it is said which words went and which came. All of it takes a bounded time, however long the texts:
where there would be too much to compare, a passage is said to be another one as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from chronique.text import wording
from chronique.text.sequences import Pair, rising, shared
from chronique.text.wording import Effort, Run, words_of

# A word that so many pieces have says nothing of which belong together.
COMMON = 20
# Two pieces are one that was changed when they share so much of their words.
ALIKE = 0.35


class State(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    # The same words at another place.
    MOVED = "moved"
    # The same words; what leads elsewhere or looks otherwise is another.
    DRESSED = "dressed"


@dataclass(frozen=True)
class Piece:
    """`kind`: what it is; only pieces of a kind are compared. `dress`: what it is beside words."""

    kind: str
    text: str
    dress: str = ""


@dataclass(frozen=True)
class Passage:
    kind: str
    state: State
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.words for run in self.runs)


def compare(before: Sequence[Piece], after: Sequence[Piece]) -> list[Passage]:
    """Return the passages of the text after, in order, with those that went where they stood."""
    return list(_Comparison(before, after).passages())


def count_words(passages: Iterable[Passage]) -> tuple[int, int]:
    """Return how many words came, and how many went."""
    runs = [run for passage in passages for run in passage.runs]
    came = sum(len(words_of(run.words)) for run in runs if run.is_new)
    return came, sum(len(words_of(run.words)) for run in runs if run.is_gone)


@dataclass
class _Comparison:
    before: Sequence[Piece]
    after: Sequence[Piece]
    effort: Effort = field(default_factory=Effort)

    def passages(self) -> Iterator[Passage]:
        same = shared(_keys(self.before), _keys(self.after))
        kept = rising(same)
        moved = set(same) - set(kept)
        self.left = {old for old, _ in moved}
        self.came_from = {new: old for old, new in moved}
        old = new = 0
        for old_end, new_end in [*kept, (len(self.before), len(self.after))]:
            yield from self._between(range(old, old_end), range(new, new_end))
            if new_end < len(self.after):
                yield self._unchanged(old_end, new_end)
            old, new = old_end + 1, new_end + 1

    def _unchanged(self, old: int, new: int, state: State = State.SAME) -> Passage:
        piece = self.after[new]
        if state == State.SAME and self.before[old].dress != piece.dress:
            state = State.DRESSED
        return Passage(piece.kind, state, (Run(piece.text),))

    def _between(self, olds: Iterable[int], news: Iterable[int]) -> Iterator[Passage]:
        gone = [old for old in olds if old not in self.left]
        come = [new for new in news if new not in self.came_from]
        pairs = {new: old for old, new in self._alike(gone, come)}
        waiting = iter([*gone, len(self.before)])
        next_gone = next(waiting)
        for new in news:
            if new in self.came_from:
                yield self._unchanged(self.came_from[new], new, State.MOVED)
                continue
            while new in pairs and next_gone < pairs[new]:
                yield self._whole(self.before[next_gone], State.REMOVED)
                next_gone = next(waiting)
            if new in pairs:
                yield self._changed(self.before[pairs[new]], self.after[new])
                next_gone = next(waiting)
            else:
                yield self._whole(self.after[new], State.ADDED)
        while next_gone < len(self.before):
            yield self._whole(self.before[next_gone], State.REMOVED)
            next_gone = next(waiting)

    def _whole(self, piece: Piece, state: State) -> Passage:
        run = Run(piece.text, is_new=state == State.ADDED, is_gone=state == State.REMOVED)
        return Passage(piece.kind, state, (run,))

    def _changed(self, old: Piece, new: Piece) -> Passage:
        runs = wording.compare(old.text, new.text, self.effort)
        return Passage(new.kind, State.CHANGED, tuple(runs))

    def _alike(self, gone: Sequence[int], come: Sequence[int]) -> list[Pair]:
        """Return which of those that went became which of those that came, none crossing."""
        known = _Known([self.after[new] for new in come])
        found = []
        for old in gone:
            at = known.most_like(self.before[old])
            if at is not None:
                found.append((old, come[at]))
        return rising(found)


class _Known:
    """The pieces that came, by their words."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.words = [Counter(words_of(piece.text.lower())) for piece in pieces]
        self.sizes = [sum(words.values()) for words in self.words]
        self.places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, (piece, words) in enumerate(zip(pieces, self.words, strict=True)):
            for word in words:
                self.places[(piece.kind, word)].append(at)
        self.single = {
            kind: next(at for at, piece in enumerate(pieces) if piece.kind == kind)
            for kind, count in Counter(piece.kind for piece in pieces).items()
            if count == 1
        }

    def most_like(self, piece: Piece) -> int | None:
        """Return the place of the piece that shares most of its words, when that is enough."""
        own = words_of(piece.text.lower())
        words = Counter(own)
        votes: Counter[int] = Counter()
        for word in words:
            places = self.places.get((piece.kind, word), [])
            votes.update(places if len(places) <= COMMON else places[:1])
        best = max(votes.most_common(3), key=lambda one: self._share(one[0], words, len(own)),
                   default=None)  # fmt: skip
        if best and self._share(best[0], words, len(own)) >= ALIKE:
            return best[0]
        # A title is another title, whatever it says.
        return self.single.get(piece.kind) if piece.kind in ("title", "standfirst") else None

    def _share(self, at: int, words: Counter[str], size: int) -> float:
        shared = sum((self.words[at] & words).values())
        return 2 * shared / ((self.sizes[at] + size) or 1)


def _keys(pieces: Iterable[Piece]) -> Iterator[tuple[str, str]]:
    return ((piece.kind, piece.text) for piece in pieces)
