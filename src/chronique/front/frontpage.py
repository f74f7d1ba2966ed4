"""What stands on the home page, in a number of queries that does not grow."""

from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from wagtail.models import Site

from chronique.articles import showing, tags
from chronique.articles.models import Article, Section
from chronique.articles.sections import trees
from chronique.front.listings import PER_PAGE

# So many of the latest, at least, stand with their standfirst; the rest of the first page by title
# only, in a column beside them.
AT_LENGTH = 4
# How high one at length stands there, with a picture and without, beside one by title only.
WITH_PICTURE, WITHOUT = 4, 2
# Titles under each section, and how many sections find room.
TITLES, SECTIONS = 4, 12


@dataclass
class Part:
    """A section with its newest articles."""

    section: Section
    articles: list[Article] = field(default_factory=list)
    # The numbers of the sections in its tree, itself among them.
    tree: set[int] = field(default_factory=set)


@dataclass
class FrontPage:
    lead: Article | None
    latest: list[Article]
    earlier: list[Article]
    parts: list[Part]
    # Where the list goes on; empty when this page shows all.
    older: str = ""


def compose(site: Site) -> FrontPage:
    readable = Article.objects.published().on(site)
    lead = readable.featured_first().for_cards().first()
    # One more than the first page of the list holds, to know whether there is a second.
    recent = list(readable.newest_first().for_cards()[: PER_PAGE + 1])
    others = [article for article in recent[:PER_PAGE] if article != lead]
    count = at_length([article.lead_picture_id is not None for article in others])
    return FrontPage(
        lead,
        others[:count],
        others[count:],
        # As long as all articles stand at length above, sections would only say them again.
        _parts(site) if others[count:] else [],
        "/page/2/" if len(recent) > PER_PAGE else "",
    )


def at_length(have_pictures: list[bool]) -> int:
    """Return how many stand at length, so that both columns end at about one height."""
    high = 0
    for count, has_picture in enumerate(have_pictures):
        if count >= AT_LENGTH and high >= len(have_pictures) - count:
            return count
        high += WITH_PICTURE if has_picture else WITHOUT
    return len(have_pictures)


def newest(site: Site, count: int) -> list[Article]:
    return list(Article.objects.published().on(site).newest_first().for_cards()[:count])


def names_of(shown: FrontPage) -> set[str]:
    """Name all that stands on the home page, as `articles.tags` does."""
    at_length = [shown.lead, *shown.latest] if shown.lead else shown.latest
    names = showing.of_cards(at_length) | showing.of_titles(shown.earlier)
    for part in shown.parts:
        names |= {tags.section(part.section.pk), *showing.of_titles(part.articles)}
        names |= {tags.list_of(tags.section(number)) for number in part.tree}
    return names


def _parts(site: Site) -> list[Part]:
    """Return the topmost sections in order, with the newest of all that lies in or below each."""
    ranked = (
        Article.objects.published()
        .on(site)
        .filter(section__isnull=False)
        .annotate(
            rank=Window(
                RowNumber(), partition_by=F("section"), order_by=F("first_published_at").desc()
            )
        )
        .filter(rank__lte=TITLES)
        .newest_first()
        .without_words()
    )
    articles = list(ranked)
    parts = [
        Part(root, [each for each in articles if each.section_id in below][:TITLES], below)
        for root, below in trees(Section.objects.on(site).in_order())
    ]
    return [part for part in parts if part.articles][:SECTIONS]
