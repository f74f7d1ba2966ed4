"""A matrix as readers are shown it: the answers by how little contradicts them, the evidence by how
much it tells, and in words what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from chronique.dossiers import ach, tags
from chronique.dossiers.matrix import Matrix, load_matrix
from chronique.dossiers.models import Dossier, Evidence, Hypothesis
from chronique.front.hypotheses.marks import Cell, all_cells, sign_of

# So many pieces stand in the table at once, and so many are named in words.
SHOWN, NAMED = 25, 3


class Answer(NamedTuple):
    letter: str
    hypothesis: Hypothesis
    # Of the ranking; 1 is the least contradicted.
    place: int = 0
    # What speaks against it, added up, and how many pieces that are.
    score: int = 0
    against: int = 0
    unjudged: int = 0
    # The score in whole percents of the highest.
    share: int = 0


class Note(NamedTuple):
    letter: str
    words: str


class Row(NamedTuple):
    evidence: Evidence
    # How it is called, without a full stop, and in which language.
    name: str
    language: str
    # Its page, or nothing.
    href: str
    cells: list[Cell]
    notes: list[Note]


class Telling(NamedTuple):
    """A piece of evidence in words: with which answers it goes, and which it contradicts."""

    row: Row
    fits: list[str]
    contradicts: list[str]


class Turn(NamedTuple):
    """If this piece were false, those letters would be first."""

    row: Row
    first: list[str]


@dataclass
class Told:
    matrix: Matrix
    # In the order of the letters, and by place.
    columns: list[Answer] = field(default_factory=list)
    ranked: list[Answer] = field(default_factory=list)
    dropped: list[Answer] = field(default_factory=list)
    # The most telling first.
    rows: list[Row] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    # What the page names, for kept pages.
    names: set[str] = field(default_factory=set)

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]

    @property
    def folded(self) -> list[Row]:
        return self.rows[SHOWN:]

    @property
    def first(self) -> list[Answer]:
        """Those that are contradicted least, where something was judged at all."""
        return [one for one in self.ranked if one.place == 1] if self.matrix.judgements else []

    @property
    def is_undecided(self) -> bool:
        """Whether nothing tells the answers apart."""
        return len(self.first) == len(self.ranked)

    @property
    def unjudged(self) -> int:
        return sum(one.unjudged for one in self.ranked)

    @property
    def telling(self) -> list[Telling]:
        telling = self.matrix.reading.diagnosticity
        some = [row for row in self.rows[:NAMED] if telling[row.evidence.pk] > 0]
        return [Telling(row, self._marked(row, "C"), self._marked(row, "I")) for row in some]

    def _marked(self, row: Row, mark: str) -> list[str]:
        together = zip(self.columns, row.cells, strict=True)
        return [answer.letter for answer, cell in together if cell.sign.startswith(mark)]


def tell(dossier: Dossier) -> Told:
    """Return what the page of a dossier's hypotheses shows; three queries."""
    matrix, cells = load_matrix(dossier), all_cells()
    told = Told(matrix, columns=_columns(matrix))
    told.ranked = sorted(told.columns, key=lambda one: one.place)
    told.dropped = [Answer(matrix.letters[one.pk], one) for one in matrix.dropped]
    told.rows = [_row(matrix, piece, cells) for piece in matrix.most_telling_first]
    told.turns = [
        _turn(matrix, row) for row in told.rows if row.evidence.pk in matrix.reading.turns
    ]
    told.names = {
        tags.matrix(dossier.pk), tags.called(dossier.pk), tags.asks(dossier.pk),
        *_named(matrix.evidence),
    }  # fmt: skip
    return told


def _columns(matrix: Matrix) -> list[Answer]:
    reading, against = matrix.reading, dict.fromkeys(matrix.reading.scores, 0)
    for (_, answer), one in matrix.judgements.items():
        if one.mark == ach.INCONSISTENT and answer in against:
            against[answer] += 1
    most = max(reading.scores.values(), default=0) or 1
    return [
        Answer(
            matrix.letters[one.pk], one, reading.ranks[one.pk], reading.scores[one.pk],
            against[one.pk], reading.unjudged[one.pk], round(100 * reading.scores[one.pk] / most),
        )
        for one in matrix.hypotheses
    ]  # fmt: skip


def _row(matrix: Matrix, piece: Evidence, cells: dict[str, Cell]) -> Row:
    thing = piece.event or piece.source
    found = [(one, matrix.judgements.get((piece.pk, one.pk))) for one in matrix.hypotheses]
    notes = [Note(matrix.letters[one.pk], cell.note) for one, cell in found if cell and cell.note]
    language = thing.language if thing and not piece.words else ""
    return Row(
        piece, str(piece).rstrip(". "), language or matrix.dossier.language,
        thing.path if thing else "", [cells[sign_of(judged)] for _, judged in found], notes,
    )  # fmt: skip


def _turn(matrix: Matrix, row: Row) -> Turn:
    then = ach.leaders(matrix.reading.turns[row.evidence.pk])
    return Turn(row, sorted(matrix.letters[answer] for answer in then))


def _named(evidence: Iterable[Evidence]) -> set[str]:
    names = set()
    for piece in evidence:
        if piece.event_id:
            names.add(tags.event(piece.event_id))
        if piece.source_id:
            names.add(tags.source(piece.source_id))
    return names
