"""What pages tell of sources to programs."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from chronique.articles.models import Article, Publication
from chronique.articles.reading import Reading
from chronique.dossiers.citations import write_coins
from chronique.dossiers.cited import item_of
from chronique.dossiers.models import Dossier, Source
from chronique.dossiers.sourcing import authors_of, host_of, published_in_words
from chronique.front.sources.own_item import item_of_article
from chronique.front.sources.reading import SourceList, list_sources
from chronique.store.shown import shows_too

# So many stand on the dossier's own page.
FIRST = 10

register = template.Library()


@register.simple_tag
def coins(source: Source) -> str:
    """A span without words, as Zotero looks for it."""
    return _span(write_coins(item_of(source)))


@register.simple_tag
def coins_of_article(publication: Publication, article: Article, reading: Reading) -> str:
    """The same of an article, so that it stands first among the sources that it cites."""
    return _span(write_coins(item_of_article(publication, article, reading)))


@register.simple_tag(takes_context=True)
def sources_of(context: template.Context, dossier: Dossier) -> SourceList | None:
    """`{% sources_of dossier as listing %}`: the first of them; None where there are none."""
    listing = list_sources(dossier, 1, FIRST)
    shows_too(context.get("request"), *listing.names)
    return listing if listing.lines else None


@register.filter
def who_where_when(source: Source) -> str:
    """The author, the publisher and the date, as far as they are known, on one line."""
    date = published_in_words(source, get_language() or "")
    return ", ".join(part for part in (authors_of(source), source.publisher, date) if part)


@register.filter
def host(url: str) -> str:
    return host_of(url)


def _span(told: str) -> str:
    return format_html('<span class="Z3988" title="{}"></span>', told)
