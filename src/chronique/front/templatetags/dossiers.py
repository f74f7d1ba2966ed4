"""What the pages of dossiers ask for."""

from datetime import date

from django import template

from chronique.articles.models import Article
from chronique.dossiers import marked
from chronique.dossiers.models import Dossier
from chronique.front.corrections import Told, corrections_in
from chronique.front.dossiers import places
from chronique.front.dossiers.places import InDossier
from chronique.front.moments import element_of_date
from chronique.store.shown import shows_too

register = template.Library()


@register.simple_tag
def day(value: date | None, kind: str = "") -> str:
    """A `time` element with a day, as the publication's language says it; `kind`: its class."""
    return element_of_date(value, kind)


@register.filter
def with_ranges(rich: str, language: str) -> str:
    """`{{ answer|with_ranges:language|richtext }}`: words of likelihood say what they mean."""
    return marked.with_ranges(rich, language)


@register.simple_tag(takes_context=True)
def places_in_dossiers(context: template.Context, article: Article) -> list[InDossier]:
    """`{% places_in_dossiers page as places %}`: worked out once, where a template asks often."""
    known = f"places of {id(article)}"
    if known not in context.render_context:
        found = places.places_of(article)
        context.render_context[known] = found
        shows_too(context.get("request"), *places.names_of(article, found))
    known_places: list[InDossier] = context.render_context[known]
    return known_places


@register.simple_tag(takes_context=True)
def corrections_of(context: template.Context, dossier: Dossier) -> list[Told]:
    """`{% corrections_of dossier as corrected %}`: the newest of its articles."""
    told, names = corrections_in(dossier)
    shows_too(context.get("request"), *names)
    return told
