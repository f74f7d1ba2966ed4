"""How a text says that a phrase is a word of likelihood, and what readers see of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from chronique.articles import references
from chronique.articles.links import texts
from chronique.articles.models import Article
from chronique.dossiers.likelihood import SCALE_OF, SCALES, TERMS, Scale, Term
from chronique.dossiers.misfits import Kind, Misfit, find_misfits, find_misfits_with
from chronique.dossiers.models import Conventions, Prediction
from chronique.dossiers.passages import passages_of

KIND = "likelihood"
MARK = re.compile(
    r'<a\b(?=[^>]*\blinktype="likelihood")[^>]*\bid="([\w-]+)"[^>]*>(.*?)</a>', re.DOTALL
)


class Likelihoods:
    """What `<a linktype="likelihood" id="icd203-likely">words</a>` means: the words, which lead to
    the page of the scale, and the range. A phrase stays of the scale in which it was marked.
    """

    name = KIND

    def fetch(self, ids: set[str]) -> Mapping[str, Term]:
        return {key: TERMS[key] for key in ids if key in TERMS}

    def names(self, ids: set[str]) -> list[str]:
        """Nothing: what a term means never changes."""
        return []

    def render(self, thing: Term, words: str, language: str) -> str:
        address = escape(f"/likelihood/#{thing.key}")
        return f'<a href="{address}">{words}</a> <small>({thing.range_in(language)})</small>'


def register() -> None:
    references.register(Likelihoods())


def scale_of(site: Any) -> Scale:
    """Return the scale that a site has chosen, or the usual one."""
    chosen = Conventions.objects.filter(site=site).first() or Conventions()
    return SCALES[chosen.scale]


def with_ranges(rich: str, language: str) -> str:
    """Return a few lines of a writer's with the range behind each word of likelihood, as HTML; what
    else they point at stays as it is stored.
    """

    def shown(match: re.Match[str]) -> str:
        term = TERMS.get(match[1])
        return Likelihoods().render(term, match[2], language) if term else match[2]

    return MARK.sub(shown, rich)


def doubts_about(article: Article) -> list[str]:
    """Return where words of likelihood and numbers disagree in an article, each as a sentence."""
    rich: list[str] = [escape(article.standfirst)]
    for raw in (article.body.get_prep_value(), article.corrections.get_prep_value()):
        rich += [texts(block["value"]) for block in raw]
    found = find_misfits(
        passages_of(rich, kind=KIND), language=article.language, scale=scale_of(article.get_site())
    )
    return sentences(found, article.language)


def doubts_about_prediction(prediction: Prediction) -> list[str]:
    """Return where its words are not those of its probability, each as a sentence."""
    percent, language = float(100 * prediction.probability), prediction.language
    found = find_misfits_with(
        percent, prediction.statement, language=language, scale=scale_of(prediction.site)
    )
    sentence = _("“%(words)s” means %(range)s, but the probability is %(number)s.")
    return [sentence % _told(one, language) for one in found]


def sentences(found: list[Misfit], language: str) -> list[str]:
    """Return the sentences about them, each once."""
    return list(dict.fromkeys(_sentence(one, language) for one in found))


def _told(one: Misfit, language: str) -> dict[str, str]:
    return {
        "words": one.words, "number": one.number, "range": one.term.range_in(language),
        "term": one.term.named(language), "scale": label_of(SCALE_OF[one.term.key]),
    }  # fmt: skip


def _sentence(one: Misfit, language: str) -> str:
    said = _told(one, language)
    if one.kind is Kind.NUMBER:
        return _("“%(words)s” means %(range)s, but the text says %(number)s.") % said
    if one.kind is Kind.IMPOSSIBLE:
        return _("%(number)s, beside “%(words)s”, is no probability.") % said
    if one.kind is Kind.MARK:
        return _("“%(words)s” is marked as “%(term)s” (%(range)s).") % said
    return _("“%(words)s” is a word of another scale: %(scale)s.") % said


def label_of(scale: Scale) -> str:
    return str(Conventions.Scale(scale.key).label)
