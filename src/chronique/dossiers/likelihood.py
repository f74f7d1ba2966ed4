"""Words of likelihood, and the ranges that they stand for: three published scales.

- ICD 203: Office of the Director of National Intelligence, Intelligence Community Directive 203,
  Analytic Standards (2 January 2015), D.6.e(2)(a). Two rows of words for the same seven ranges.
- PHIA: Professional Head of Intelligence Assessment, Probability Yardstick, as in "Explaining
  Uncertainty in UK Intelligence Assessment" (Cabinet Office, 24 March 2025). Its bounds are said to
  be approximate, and nothing is said of what lies between two ranges.
- IPCC: in French "GIEC", whose reports and their words are published in French by itself: Summary
  for policymakers of Working Group I, Fifth Assessment Report (2013), note 2; the ranges are those
  of Mastrandrea et al., Guidance Note on Consistent Treatment of Uncertainties (2010), table 1, and
  hold one another: what is very likely is likely, too.

Words in the language in which a scale was not published are our translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# Before "%", where it is not English.
NARROW = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Term:
    # Of all scales' terms, by this one; texts name it.
    key: str
    # Whole percents, both included.
    low: int
    high: int
    # By language; the first is the usual one.
    words: Mapping[str, tuple[str, ...]]

    def named(self, language: str) -> str:
        return self.spelled(language)[0]

    def spelled(self, language: str) -> tuple[str, ...]:
        """Return the words in a language, or in English where there are none."""
        return self.words.get(language[:2]) or self.words["en"]

    def range_in(self, language: str) -> str:
        """Return the range as it is printed; in French a space stands before "%"."""
        return f"{self.low}–{self.high}{'%' if language[:2] == 'en' else NARROW + '%'}"


@dataclass(frozen=True)
class Scale:
    # As the settings call it.
    key: str
    # The languages in which it was published.
    languages: tuple[str, ...]
    terms: tuple[Term, ...]
    # By how many percents a bound may be missed: those of some are approximate.
    slack: float = 0.0
    # Whether a narrower range lies within a wider one.
    is_nested: bool = False

    def allows(self, term: Term, low: float, high: float) -> bool:
        """Whether all from `low` to `high`, in percents, may be called so."""
        return term.low - self.slack <= low and high <= term.high + self.slack


def _terms(
    scale: str, *rows: tuple[str, int, int, tuple[str, ...], tuple[str, ...]]
) -> tuple[Term, ...]:
    return tuple(
        Term(f"{scale}-{name}", low, high, {"en": english, "fr": french})
        for name, low, high, english, french in rows
    )


ICD203 = Scale(
    "icd203",
    ("en",),
    _terms(
        "icd203",
        ("almost-no-chance", 1, 5, ("almost no chance", "remote"),
         ("presque aucune chance", "possibilité infime")),
        ("very-unlikely", 5, 20, ("very unlikely", "highly improbable"),
         ("très peu probable", "très improbable")),
        ("unlikely", 20, 45, ("unlikely", "improbable", "improbably"),
         ("peu probable", "improbable")),
        ("roughly-even-chance", 45, 55, ("roughly even chance", "roughly even odds"),
         ("à peu près une chance sur deux", "chances à peu près égales")),
        ("likely", 55, 80, ("likely", "probable", "probably"), ("probable", "probablement")),
        ("very-likely", 80, 95, ("very likely", "highly probable"),
         ("très probable", "fort probable", "très probablement")),
        ("almost-certain", 95, 99, ("almost certain", "almost certainly", "nearly certain"),
         ("presque certain", "presque certainement", "quasi certain")),
    ),
)  # fmt: skip
PHIA = Scale(
    "phia",
    ("en",),
    _terms(
        "phia",
        ("remote-chance", 0, 5, ("remote chance",), ("chance infime",)),
        ("highly-unlikely", 10, 20, ("highly unlikely",), ("fort improbable",)),
        ("unlikely", 25, 35, ("unlikely",), ("improbable",)),
        ("realistic-possibility", 40, 50, ("realistic possibility",), ("possibilité réelle",)),
        ("likely", 55, 75, ("likely", "probable", "probably"), ("probable", "probablement")),
        ("highly-likely", 80, 90, ("highly likely",), ("fort probable", "fort probablement")),
        ("almost-certain", 95, 100, ("almost certain", "almost certainly"),
         ("presque certain", "presque certainement")),
    ),
    slack=2.5,
)  # fmt: skip
FRENCH = Scale(
    "french",
    ("fr", "en"),
    _terms(
        "french",
        ("exceptionally-unlikely", 0, 1, ("exceptionally unlikely",),
         ("exceptionnellement improbable",)),
        ("extremely-unlikely", 0, 5, ("extremely unlikely",), ("extrêmement improbable",)),
        ("very-unlikely", 0, 10, ("very unlikely",), ("très improbable",)),
        ("unlikely", 0, 33, ("unlikely",), ("improbable",)),
        ("about-as-likely-as-not", 33, 66, ("about as likely as not",),
         ("à peu près aussi probable qu’improbable", "aussi probable qu’improbable")),
        ("more-likely-than-not", 50, 100, ("more likely than not",),
         ("plus probable qu’improbable",)),
        ("likely", 66, 100, ("likely",), ("probable", "probablement")),
        ("very-likely", 90, 100, ("very likely",), ("très probable", "très probablement")),
        ("extremely-likely", 95, 100, ("extremely likely",),
         ("extrêmement probable", "extrêmement probablement")),
        ("virtually-certain", 99, 100, ("virtually certain",), ("pratiquement certain",)),
    ),
    is_nested=True,
)  # fmt: skip

SCALES = {scale.key: scale for scale in (ICD203, PHIA, FRENCH)}
TERMS = {term.key: term for scale in SCALES.values() for term in scale.terms}
SCALE_OF = {term.key: scale for scale in SCALES.values() for term in scale.terms}


def spellings(language: str) -> Iterator[tuple[str, Term]]:
    """Give each way to write each term of each scale in a language, in small letters."""
    for term in TERMS.values():
        for words in term.spelled(language):
            yield words, term


def term_for(probability: float, scale: Scale) -> Term | None:
    """Return the term of a probability from 0 to 1: the narrowest that holds it, if any does.

    Raises ValueError for what is no probability.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    percent = 100 * probability
    fitting = [term for term in scale.terms if scale.allows(term, percent, percent)]
    return min(fitting, key=lambda term: _fit(term, percent), default=None)


def _fit(term: Term, percent: float) -> tuple[float, int]:
    outside = max(term.low - percent, percent - term.high, 0)
    return outside, term.high - term.low
