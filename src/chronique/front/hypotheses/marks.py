"""How a mark of a matrix is shown: its sign, and the words for it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from chronique.dossiers.models import Judgement


class Cell(NamedTuple):
    # The mark, with its weight where that says something; the style sheet draws it.
    sign: str
    words: str


WORDS = {
    "I1": _("contradicts it"),
    "I2": _("clearly contradicts it"),
    "I3": _("strongly contradicts it"),
    "C1": _("fits it"),
    "C2": _("fits it well"),
    "C3": _("fits it very well"),
    "N": _("neutral"),
    "NA": _("does not apply"),
    "": _("not judged yet"),
}
# Those of the legend, in its order; weights are told there in a sentence.
LEGEND = ("I2", "C2", "N", "NA", "")
_WEIGHED = {Judgement.Mark.CONSISTENT, Judgement.Mark.INCONSISTENT}


def all_cells() -> dict[str, Cell]:
    """Return the cells by their signs, in the language that is spoken."""
    return {sign: Cell(sign, str(words)) for sign, words in WORDS.items()}


def sign_of(judged: Judgement | None) -> str:
    if judged is None:
        return ""
    return f"{judged.mark}{judged.weight}" if judged.mark in _WEIGHED else judged.mark


def legend() -> list[Cell]:
    cells = all_cells()
    return [cells[sign] for sign in LEGEND]
