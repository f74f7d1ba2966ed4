"""What a matrix of answers and evidence says (Analysis of Competing Hypotheses).

From Richards J. Heuer Jr., Psychology of Intelligence Analysis (CIA, Center for the Study of
Intelligence, 1999), chapter 8: answers are told apart by what speaks against them, not by what goes
together with them; evidence that goes together with all of them tells nothing (step 4); and one
asks what a conclusion would be if a piece of evidence were wrong (step 6). Heuer adds up nothing.
The sum is a later one, of the program ACH 2.0 of the Palo Alto Research Center (2005, with Heuer):
the marks "inconsistent" are counted with their weight, all others count nothing. Our weights are
whole numbers from 1 to 3, one for each mark; that program's were of a whole piece of evidence.

The ranking is an order, no probability.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

CONSISTENT, INCONSISTENT, NEUTRAL, NOT_APPLICABLE = "C", "I", "N", "NA"
_SIGNS = {CONSISTENT: 1, INCONSISTENT: -1, NEUTRAL: 0}

# (evidence, answer) → mark and weight. A cell that nobody has judged is absent.
Cells = Mapping[tuple[int, int], tuple[str, int]]
# Answer → its place; 1 is the least contradicted, and those that are equal share a place.
Ranks = dict[int, int]


@dataclass
class Reading:
    # What speaks against each answer, added up; 0 is the least.
    scores: dict[int, int]
    ranks: Ranks
    # How many pieces of evidence nobody has held against an answer yet.
    unjudged: dict[int, int]
    # How far a piece tells answers apart, from 0 (not at all) to 6.
    diagnosticity: dict[int, float]
    # Ranks as they would be if one piece were false, for each that would change who is first.
    turns: dict[int, Ranks] = field(default_factory=dict)

    @property
    def first(self) -> list[int]:
        return leaders(self.ranks)


def read_matrix(answers: Collection[int], evidence: Collection[int], cells: Cells) -> Reading:
    """Return what the matrix says. Marks of other rows or columns than those named are left out.

    A piece that were false counts nothing at all: its marks are taken away, not turned around.
    """
    against = {piece: _against(piece, answers, cells) for piece in evidence}
    scores = {
        answer: sum(counted.get(answer, 0) for counted in against.values()) for answer in answers
    }
    judged = {answer: sum((piece, answer) in cells for piece in evidence) for answer in answers}
    reading = Reading(
        scores=scores,
        ranks=rank(scores),
        unjudged={answer: len(evidence) - count for answer, count in judged.items()},
        diagnosticity={piece: _spread(piece, answers, cells) for piece in evidence},
    )
    for piece, counted in against.items():
        if counted:
            without = {answer: score - counted.get(answer, 0) for answer, score in scores.items()}
            if set(leaders(then := rank(without))) != set(reading.first):
                reading.turns[piece] = then
    return reading


def rank(scores: Mapping[int, int]) -> Ranks:
    """Return the places by score, the lowest first: 1, 1, 3 where two are equal."""
    ranks: Ranks = {}
    place, last = 0, None
    for count, answer in enumerate(sorted(scores, key=lambda one: scores[one]), 1):
        if scores[answer] != last:
            place, last = count, scores[answer]
        ranks[answer] = place
    return ranks


def leaders(ranks: Ranks) -> list[int]:
    return [answer for answer, place in ranks.items() if place == 1]


def _against(piece: int, answers: Collection[int], cells: Cells) -> dict[int, int]:
    """Return by how much a piece speaks against each answer, but for those where it does not."""
    found = {answer: cells.get((piece, answer)) for answer in answers}
    return {answer: cell[1] for answer, cell in found.items() if cell and cell[0] == INCONSISTENT}


def _spread(piece: int, answers: Collection[int], cells: Cells) -> float:
    """Return by how much two answers differ before a piece, on the average of all pairs.

    Consistent counts as its weight, inconsistent as minus its weight, neutral as nothing. Answers
    to which it does not apply, or for which nobody has judged, are left out.
    """
    found = (cells.get((piece, answer)) for answer in answers)
    values = sorted(_SIGNS[cell[0]] * cell[1] for cell in found if cell and cell[0] in _SIGNS)
    count = len(values)
    if count < 2:
        return 0.0
    # In order, each value is above those before it and below those after it.
    total = sum((2 * place - count + 1) * value for place, value in enumerate(values))
    return total / (count * (count - 1) / 2)
