"""A scale as readers are shown it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from chronique.dossiers.likelihood import Scale, Term
from chronique.dossiers.marked import label_of

ABOUT = {
    "icd203": _(
        "Office of the Director of National Intelligence (United States), Intelligence Community"
        " Directive 203, “Analytic Standards”, 2 January 2015."
    ),
    "phia": _(
        "Professional Head of Intelligence Assessment (United Kingdom), Probability Yardstick, in"
        " “Explaining Uncertainty in UK Intelligence Assessment”, 24 March 2025. The bounds are"
        " approximate, and of what lies between two ranges nothing is said."
    ),
    "french": _(
        "Intergovernmental Panel on Climate Change (in French: GIEC), which publishes its words in"
        " both languages: Fifth Assessment Report, 2013, after Mastrandrea and others, 2010. A"
        " narrower range lies within a wider one."
    ),
}


class Row(NamedTuple):
    key: str
    words: str
    # Other ways to say it in the same language.
    others: str
    range: str
    # For the drawing, percents.
    low: int
    width: int


@dataclass(frozen=True)
class ShownScale:
    key: str
    label: str
    about: str
    # Whether the words in this language are our translation.
    is_translated: bool
    rows: list[Row]


def tell(scale: Scale, language: str) -> ShownScale:
    return ShownScale(
        scale.key,
        label_of(scale),
        str(ABOUT[scale.key]),
        language[:2] not in scale.languages,
        [_row(term, language) for term in scale.terms],
    )


def _row(term: Term, language: str) -> Row:
    first, *others = term.spelled(language)
    # A bar that nobody could see is drawn two percents wide.
    width = max(2, term.high - term.low)
    low = min(term.low, 100 - width)
    return Row(term.key, first, ", ".join(others), term.range_in(language), low, width)
