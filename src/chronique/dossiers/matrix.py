"""A dossier's matrix as it stands: three queries, however large it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from chronique.dossiers.ach import Reading, read_matrix
from chronique.dossiers.models import Dossier, Evidence, Hypothesis, Judgement

# More answers or pieces than these are refused: nobody could read them side by side.
MOST_HYPOTHESES, MOST_EVIDENCE = 30, 300


@dataclass
class Matrix:
    dossier: Dossier
    # In the writer's order, those that were dropped apart.
    hypotheses: list[Hypothesis] = field(default_factory=list)
    dropped: list[Hypothesis] = field(default_factory=list)
    # Each with its event or source.
    evidence: list[Evidence] = field(default_factory=list)
    judgements: dict[tuple[int, int], Judgement] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        cells = {at: (one.mark, one.weight) for at, one in self.judgements.items()}
        answers, pieces = ([one.pk for one in some] for some in (self.hypotheses, self.evidence))
        return read_matrix(answers, pieces, cells)

    @cached_property
    def letters(self) -> dict[int, str]:
        """Return by which letter each answer is called, by its number; of dropped ones too."""
        everybody = [*self.hypotheses, *self.dropped]
        return {one.pk: letter(place) for place, one in enumerate(everybody)}

    @property
    def most_telling_first(self) -> list[Evidence]:
        telling = self.reading.diagnosticity
        return sorted(self.evidence, key=lambda piece: -telling[piece.pk])


def load_matrix(dossier: Dossier) -> Matrix:
    answers = list(dossier.hypotheses.all())
    judgements = Judgement.objects.filter(hypothesis__dossier=dossier)
    return Matrix(
        dossier,
        hypotheses=[one for one in answers if one.dropped_on is None],
        dropped=[one for one in answers if one.dropped_on is not None],
        evidence=list(dossier.evidence.select_related("event", "source")),
        judgements={(one.evidence_id, one.hypothesis_id): one for one in judgements},
    )


def letter(place: int) -> str:
    """Return A, B, … Z, AA, AB, … for 0, 1, …"""
    before, own = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + own)
