"""Lists of articles in pages, and of the static pages around one."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404

from chronique.articles.models import Article, Section, StaticPage
from chronique.articles.models.pages import ArticleQuerySet
from chronique.front.paging import Paged

PER_PAGE = 20


@dataclass
class Listing(Paged[Article]):
    """One page of a list of articles."""

    # The section whose list it is.
    within: Section | None = None

    @property
    def articles(self) -> list[Article]:
        return list(self.page.object_list)


def list_articles(
    articles: ArticleQuerySet, *, address: str, number: int, within: Section | None = None
) -> Listing:
    """Return page `number` of the articles, newest first. Raises Http404 past the end."""
    paginator = Paginator(articles.newest_first().for_cards(), PER_PAGE)
    if number < 1 or number > paginator.num_pages:
        raise Http404
    return Listing(paginator.page(number), address, within)


@dataclass
class Surroundings:
    """The static pages around one. `lineage`: all above it, the topmost first."""

    lineage: list[StaticPage]
    below: list[StaticPage]

    @property
    def above(self) -> StaticPage | None:
        return self.lineage[-1] if self.lineage else None


def surroundings(page: StaticPage) -> Surroundings:
    readable = StaticPage.objects.published().defer("body")
    lineage = readable.ancestor_of(page).order_by("depth")
    return Surroundings(list(lineage), list(readable.child_of(page)))
