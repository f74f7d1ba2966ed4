"""An event as its page shows it, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass, field

from wagtail.models import Site

from chronique.articles import tags as pages
from chronique.articles.models import Article, StaticPage
from chronique.dossiers import tags
from chronique.dossiers.actions.citing import pages_with
from chronique.dossiers.models import Dossier, Event, Involvement, Source

SHOWN = [
    "title", "language", "address", "first_published_at", "path", "depth", "url_path",
]  # fmt: skip


@dataclass
class Told:
    """An event with all that stands around it."""

    event: Event
    people: list[Involvement] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    # Those that readers may see: in whose timeline it stands, and in which it is evidence.
    dossiers: list[Dossier] = field(default_factory=list)
    weighed: list[Dossier] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    pages: list[StaticPage] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def is_public(self) -> bool:
        return bool(self.leads_on or self.pages)

    @property
    def leads_on(self) -> bool:
        """Whether its sources can be read for its sake: those of a static page's events cannot."""
        return bool(self.dossiers or self.weighed or self.articles)


def read_event(site: Site, number: int) -> Told | None:
    """Return an event, seen by readers or not; None when there is none. At most eight queries."""
    event = Event.objects.on(site).filter(pk=number).first()
    if event is None:
        return None
    dossiers = list(Dossier.objects.filter(inclusions__event=event).order_by("title"))
    weighed = list(Dossier.objects.filter(evidence__event=event).distinct().order_by("title"))
    cited = StaticPage.objects.published().filter(pk__in=pages_with(event))
    static = list(cited.defer("body").order_by("title"))
    people = list(event.involvements.select_related("actor").order_by("sort_order", "pk"))
    sources = [
        one.source
        for one in event.event_sources.select_related("source").order_by("sort_order", "pk")
    ]
    articles = list(
        Article.objects.published()
        .filter(analysis_references__event=event)
        .exclude(address="")
        .only(*SHOWN)
        .order_by("-first_published_at", "-pk")
    )
    names = {
        tags.event(number), tags.cited(tags.event(number)),
        # Also those that are still drafts: then the event is to be seen with them.
        *(tags.called(one.pk) for one in {*dossiers, *weighed}),
        *(tags.actor(one.actor_id) for one in people),
        *(tags.source(one.pk) for one in sources),
        *(pages.title(one.pk) for one in [*articles, *static]),
        *(pages.article(one.pk) for one in static),
    }  # fmt: skip
    timed, weighed = ([one for one in some if one.is_public] for some in (dossiers, weighed))
    return Told(event, people, sources, timed, weighed, articles, static, names)
