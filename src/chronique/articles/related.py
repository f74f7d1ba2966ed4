"""Which articles a reader may want next: shared tags, the same section, the same telling words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest
from math import log, log2
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from chronique.articles import tags
from chronique.articles.fulltext import frequencies, holders
from chronique.articles.glue import GLUE
from chronique.articles.models import Article, Link, SearchEntry, Tagging
from chronique.articles.models.pages import ArticleQuerySet
from chronique.store.actions import forget

# What counts how much: a tag that two articles share and no other, the same section, all telling
# words in both. What is written in another language counts half.
TAG, SECTION, TEXT, FOREIGN = 1.0, 0.5, 1.0, 0.5
# Where a word stands says how telling it is: of the article's own words, and of another's.
OWN_PLACES = {"title": 4, "standfirst": 2, "body": 1}
OTHER_PLACES = {"title": 1.0, "standfirst": 0.8, "body": 0.5}

# Stems that are looked up to see how rare they are, and those of them that are then compared.
ASKED, TELLING = 40, 16
# A stem that more articles hold than one in eight tells nothing of any.
COMMON = 8
# Of each kind (tags, section, words) so many of the nearest are compared in full.
NEAREST = 40
# Of an article's nearest, those whose own lists are made again when it appears.
NEIGHBOURS = 12


class Candidate(NamedTuple):
    pk: int
    section: int | None
    language: str
    dated: datetime | None
    title: str
    standfirst: str


def relate_article(article: Article, *, limit: int = 4) -> None:
    """Choose anew what an article leads to: none when readers may not see it, never what it cards.

    The same articles always give the same choice; of equal ones the newer wins.
    """
    among = _among(article)
    cards = Link.objects.filter(source=article, kind=Link.Kind.READ_ALSO).values("target")
    is_public = Article.objects.published().filter(pk=article.pk).exists()
    chosen = _nearest(article, among.exclude(pk__in=cards))[:limit] if is_public else []
    _keep(article, chosen)


def relate_neighbours(article: Article) -> list[Article]:
    """Return those whose lists should gain an article, or hold it now: to be related again."""
    numbers = set(_nearest(article, _among(article))[:NEIGHBOURS])
    numbers.update(related_from(article))
    return list(Article.objects.published().filter(pk__in=numbers).without_words())


def related_from(article: Article) -> list[int]:
    """Return the numbers of the articles that lead to this one as related."""
    links = Link.objects.filter(target=article, kind=Link.Kind.RELATED)
    return list(links.values_list("source", flat=True))


def _among(article: Article) -> ArticleQuerySet:
    """Return those that may be chosen: of the same site, not itself, nor in another language."""
    same = Article.objects.versions_of(article).values("pk")
    return Article.objects.published().beside(article).exclude(pk__in=same)


def _nearest(article: Article, among: ArticleQuerySet) -> list[int]:
    """Return the numbers of the nearest articles, the nearest first."""
    known = SearchEntry.objects.count()
    tags, telling = _by_tags(article, known), _telling(article, known)
    tagged = nlargest(NEAREST, tags, key=lambda pk: (tags[pk], pk))
    shared = _sharing(telling)
    scored = []
    for found in _candidates(among, {*tagged, *_in_section(article, among), *shared}):
        score = TAG * tags.get(found.pk, 0)
        score += SECTION * (found.section is not None and found.section == article.section_id)
        score += TEXT * _likeness(found, shared.get(found.pk, []), telling)
        score *= 1 if found.language == article.language else FOREIGN
        # A hair's breadth is no difference: sums depend on their order.
        scored.append((-round(score, 6), -_seconds(found.dated), -found.pk))
    return [-pk for score, _, pk in sorted(scored) if score]


def _by_tags(article: Article, known: int) -> dict[int, float]:
    """Return those that share its tags: 1 for a tag of two articles, 1/2 for one of four.

    A tag of a great part of all articles tells nothing.
    """
    # Numbers and not a query in the query: a database that has just taken in an archive does not
    # know yet how few they are.
    own = list(Tagging.objects.filter(content_object=article).values_list("tag", flat=True))
    counted = (
        Tagging.objects.filter(tag__in=own)
        .order_by()
        .values("tag")
        .annotate(n=Count("pk"))
        .values_list("tag", "n")
    )
    common = max(known // COMMON, NEAREST)
    rarities = {tag: 1 / log2(n) for tag, n in counted if 1 < n <= common}
    weights: dict[int, float] = defaultdict(float)
    taggings = Tagging.objects.filter(tag__in=rarities)
    for tag, pk in taggings.order_by("tag").values_list("tag", "content_object"):
        weights[pk] += rarities[tag]
    return weights


def _in_section(article: Article, among: ArticleQuerySet) -> list[int]:
    if not article.section_id:
        return []
    fellows = among.filter(section=article.section_id).newest_first()
    return list(fellows.values_list("pk", flat=True)[:NEAREST])


def _telling(article: Article, known: int) -> dict[str, float]:
    """Return its most telling stems with their weights.

    A stem tells much when this article has it often, early, and few others have it. All weights
    together are 1; less where there are few stems, so that one shared word is not everything.
    """
    weights = _own_weights(article)
    asked = [stem for stem, _ in weights.most_common(ASKED)]
    common = max(known // COMMON, 5)
    rated = {
        stem: (1 + log(weights[stem])) * log(1 + known / number)
        for stem, number in frequencies(asked, at_most=common + 1).items()
        if 1 < number <= common and number < known
    }
    best = sorted(rated, key=lambda stem: (-rated[stem], stem))[:TELLING]
    whole = sum(rated[stem] for stem in best) * TELLING / (len(best) or 1)
    return {stem: rated[stem] / whole for stem in best}


def _own_weights(article: Article) -> Counter[str]:
    """Count its stems by their places, without those that tell nothing of any article."""
    weights: Counter[str] = Counter()
    for columns in SearchEntry.objects.filter(page=article.pk).values(*OWN_PLACES):
        for place, weight in OWN_PLACES.items():
            for stem, times in Counter(columns[place].split()).items():
                if len(stem) > 2 and stem not in GLUE:
                    weights[stem] += times * weight
    return weights


def _sharing(telling: dict[str, float]) -> dict[int, list[str]]:
    """Return the articles that have most of the telling stems, and which these are."""
    shared: dict[int, list[str]] = {}
    for stem, numbers in holders(list(telling)).items():
        for pk in numbers:
            shared.setdefault(pk, []).append(stem)
    heaviest = nlargest(
        NEAREST, shared, key=lambda pk: (sum(telling[stem] for stem in shared[pk]), pk)
    )
    return {pk: shared[pk] for pk in heaviest}


def _candidates(among: ArticleQuerySet, numbers: Iterable[int]) -> Iterable[Candidate]:
    return map(
        Candidate._make,
        among.filter(pk__in=numbers).order_by().values_list(
            "pk", "section", "language", "first_published_at",
            "search_entry__title", "search_entry__standfirst",
        ),
    )  # fmt: skip


def _likeness(found: Candidate, shared: list[str], telling: dict[str, float]) -> float:
    """Return how much of what tells of the one stands in the other, and how early: 0 to 1."""
    title, standfirst = set((found.title or "").split()), set((found.standfirst or "").split())
    return sum(
        telling[stem]
        * OTHER_PLACES["title" if stem in title else "standfirst" if stem in standfirst else "body"]
        for stem in shared
    )


def _seconds(dated: datetime | None) -> float:
    return dated.timestamp() if dated else 0


def _keep(article: Article, chosen: list[int]) -> None:
    """Write down the choice; nothing when it is the one that stands."""
    links = Link.objects.filter(source=article, kind=Link.Kind.RELATED).order_by("rank")
    if list(links.values_list("target", flat=True)) == chosen:
        return
    with transaction.atomic():
        links.exclude(target__in=chosen).delete()
        Link.objects.bulk_create(
            [
                Link(source=article, target_id=pk, kind=Link.Kind.RELATED, rank=rank)
                for rank, pk in enumerate(chosen)
            ],
            update_conflicts=True,
            unique_fields=["source", "target", "kind"],
            update_fields=["rank"],
        )
        forget(tags.around(article.pk))
