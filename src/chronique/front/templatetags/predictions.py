"""Predictions on the pages of what they belong to, and how chances are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chronique.articles.models import Article, Author
from chronique.dossiers import tags
from chronique.dossiers.models import Dossier, Prediction
from chronique.front.moments import day_in_words, tomorrow
from chronique.store.shown import shows_too
from chronique.text.html import safe

register = template.Library()


@register.filter
def percent(share: Decimal | float) -> str:
    """A share from 0 to 1 as the language writes it: "70%", "12,5 %"."""
    tenths = round(Decimal(share) * 1000)
    whole = number_format(Decimal(tenths) / 10, decimal_pos=1 if tenths % 10 else 0)
    return _("%(number)s%%") % {"number": whole}


@register.filter
def whole_percent(share: float) -> str:
    """The same without what follows the comma: an interval is no finer than that."""
    return percent(round(Decimal(share), 2))


@register.filter
def thousandths(share: Decimal | float) -> str:
    """A share from 0 to 1 in whole units, which all languages write alike, for drawings."""
    return str(round(Decimal(share) * 1000))


@register.filter
def in_words_of_day(moment: date | datetime) -> str:
    """A day as the language says it, also the first of a month in French."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return safe(day_in_words(day, get_language() or ""))


@register.filter
def stands(one: Prediction) -> str:
    """How it stands today, as one word that names its look: due, open, yes, no, void."""
    if one.outcome:
        return one.outcome
    return "due" if one.due_on <= timezone.localdate() else "open"


@dataclass(frozen=True)
class Group:
    """Predictions of a list under one heading: "due", "open" or "judged"."""

    name: str
    predictions: list[Prediction]


@register.filter
def by_state(predictions: Iterable[Prediction]) -> list[Group]:
    """Part a list that is ordered `soonest_first` under its headings."""
    known = groupby(predictions, lambda one: "judged" if one.outcome else stands(one))
    return [Group(name, list(found)) for name, found in known]


@register.filter
def is_public(thing: Article | Dossier | None) -> bool:
    """Whether readers may be led to an article or a dossier."""
    if isinstance(thing, Article):
        return thing.live
    return thing is not None and thing.is_public


@register.simple_tag(takes_context=True)
def predictions_in(context: template.Context, article: Article) -> list[Prediction]:
    """`{% predictions_in page as predictions %}`: what an article predicts. One query a page.

    A template may ask in each of its blocks.
    """
    known = f"predictions of {id(article)}"
    if known not in context.render_context:
        found = Prediction.objects.public().filter(article=article.pk or 0)
        context.render_context[known] = list(found.soonest_first().for_lists())
        shows_too(context.get("request"), tags.foretold_in(article.pk or 0))
        _shows_each(context, context.render_context[known])
    predictions: list[Prediction] = context.render_context[known]
    return predictions


@register.simple_tag(takes_context=True)
def predictions_of(context: template.Context, dossier: Dossier) -> list[Prediction]:
    """`{% predictions_of dossier as predictions %}`: what is predicted in a dossier. One query."""
    found = Prediction.objects.public().filter(dossier=dossier.pk)
    rows = list(found.soonest_first().for_lists())
    shows_too(context.get("request"), tags.foretold_of(dossier.pk))
    _shows_each(context, rows)
    return rows


@register.simple_tag(takes_context=True)
def has_record(context: template.Context, author: Author) -> bool:
    """`{% has_record author as … %}`: whether somebody predicted anything here. One query."""
    shows_too(context.get("request"), tags.has_record(author.pk))
    found = Prediction.objects.on(context["publication"].site).public()
    return found.filter(author=author).exists()


def _shows_each(context: template.Context, rows: list[Prediction]) -> None:
    """Name them; where one is open, the page is another one when its day comes."""
    until = tomorrow() if any(not one.outcome for one in rows) else None
    names = [tags.prediction(one.pk) for one in rows]
    shows_too(context.get("request"), *names, until=until)
