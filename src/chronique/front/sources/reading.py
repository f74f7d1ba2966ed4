"""What readers see of a source, and of the sources of a dossier, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from chronique.articles import showing
from chronique.articles import tags as pages
from chronique.articles.models import Article, Publication, StaticPage
from chronique.dossiers import tags
from chronique.dossiers.actions.citing import pages_with
from chronique.dossiers.models import Dossier, Event, Source
from chronique.dossiers.sourcing import note_about
from chronique.front.paging import Paged
from chronique.store.shown import shows

PER_PAGE = 100


@dataclass
class Card:
    """A source, and what rests on it that readers may see."""

    source: Source
    articles: list[Article] = field(default_factory=list)
    pages: list[StaticPage] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    dossiers: list[Dossier] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """What the page shows, for kept pages, beside what `find_source` names."""
        own = (name(one.pk) for one in self.pages for name in (pages.title, pages.article))
        return {*showing.of_titles(self.articles), *own}


@dataclass
class SourceList(Paged[Source]):
    """A page of a dossier's sources. `lines`: each source, and its reference as HTML."""

    dossier: Dossier
    lines: list[tuple[Source, str]]

    @property
    def names(self) -> set[str]:
        own = self.dossier.pk
        sources = {tags.source(source.pk) for source, _ in self.lines}
        return sources | {tags.called(own), tags.sourced(own)}


def find_source(request: HttpRequest, pk: int) -> Source:
    """Return one that readers may see, also when nothing is at its address, and let the answer
    show what decides whether they may. Raises Http404.
    """
    own = tags.source(pk)
    shows(request, own, tags.cited(own))
    found = get_object_or_404(Source.objects.on(Publication.for_request(request).site), pk=pk)
    shows(request, *_resting_on(found))
    if Source.objects.public().filter(pk=pk).exists() or _pages_citing(found).exists():
        return found
    raise Http404


def _pages_citing(source: Source) -> Any:
    """Return the static pages that cite it and that readers may see."""
    return StaticPage.objects.published().filter(pk__in=pages_with(source))


def read_source(source: Source) -> Card:
    articles = Article.objects.published().exclude(address="")
    cited = articles.filter(analysis_references__source=source)
    events = Event.objects.public().filter(event_sources__source=source)
    names = Q(listings__source=source) | Q(evidence__source=source)
    dossiers = Dossier.objects.public().filter(names).distinct()
    return Card(
        source,
        articles=list(cited.newest_first().without_words()),
        pages=list(_pages_citing(source).defer("body").order_by("title")),
        events=list(events.in_order()),
        dossiers=list(dossiers.order_by("title")),
    )


def _resting_on(source: Source) -> set[str]:
    """Name the events and dossiers that rest on a source, drafts too. Two queries."""
    events = map(tags.event, source.event_sources.values_list("event", flat=True))
    rests = Q(listings__source=source) | Q(evidence__source=source)
    rests |= Q(inclusions__event__event_sources__source=source)
    dossiers = Dossier.objects.filter(rests).order_by().distinct()
    return {
        *(name for event in events for name in (event, tags.cited(event))),
        *map(tags.called, dossiers.values_list("pk", flat=True)),
    }


def list_sources(dossier: Dossier, number: int, per_page: int = PER_PAGE) -> SourceList:
    """Return one page of a dossier's sources, by title. Raises Http404 past the end."""
    found = Source.objects.of(dossier).order_by("title", "pk")
    paginator = Paginator(found, per_page)
    if number < 1 or number > paginator.num_pages:
        raise Http404
    page, language = paginator.page(number), get_language() or dossier.language
    lines = [(one, note_about(one, language)) for one in page]
    return SourceList(page, f"{dossier.path}sources/", dossier, lines)
