"""Which articles a reader may want next: shared tags, the same section, the same telling words."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from math import log, log2
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Count, FloatField, Q, Sum, Value, When

from chronique.articles.fulltext import holders
from chronique.articles.models import Article, Link, SearchEntry, Tag
from chronique.articles.models.pages import ArticleQuerySet

# What counts how much: a tag that two articles share and no other, the same section, all telling
# words in both. What is written in another language counts half.
TAG, SECTION, TEXT, FOREIGN = 1.0, 0.5, 1.0, 0.5
# Where a word stands says how telling it is: of the article's own words, and of another's.
OWN_PLACES = {"title": 4, "standfirst": 2, "body": 1}
OTHER_PLACES = {"title": 1.0, "standfirst": 0.8, "body": 0.5}

# Stems that are looked up to see how rare they are, and those of them that are then compared.
ASKED, TELLING = 60, 16
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
    return list(Article.objects.published().filter(pk__in=numbers).defer("body", "corrections"))


def related_from(article: Article) -> list[int]:
    """Return the numbers of the articles that lead to this one as related."""
    links = Link.objects.filter(target=article, kind=Link.Kind.RELATED)
    return list(links.values_list("source", flat=True))


def _among(article: Article) -> ArticleQuerySet:
    """Return those that may be chosen: of the same site, not itself, nor in another language."""
    same = Q(pk=article.pk) | Q(translation_of=article)
    if article.translation_of_id:
        same |= Q(pk=article.translation_of_id) | Q(translation_of=article.translation_of_id)
    return Article.objects.published().beside(article).exclude(same)


def _nearest(article: Article, among: ArticleQuerySet) -> list[int]:
    """Return the numbers of the nearest articles, the nearest first."""
    tags = _by_tags(article, among)
    telling, held = _telling(article)
    shared = _shared(telling, held)
    numbers = {*tags, *_in_section(article, among), *shared}
    scored = []
    for found in _candidates(among, numbers):
        score = TAG * tags.get(found.pk, 0) + TEXT * _likeness(
            found, shared.get(found.pk, []), telling
        )
        score += SECTION * (found.section is not None and found.section == article.section_id)
        score *= 1 if found.language == article.language else FOREIGN
        # A hair's breadth is no difference: the databases add up in different orders.
        scored.append((-round(score, 6), -_seconds(found.dated), -found.pk))
    return [-pk for score, _, pk in sorted(scored) if score]


def _by_tags(article: Article, among: ArticleQuerySet) -> dict[int, float]:
    """Return those with most and rarest of its tags: 1 for a tag of two, 1/2 for one of four."""
    own = Tag.objects.filter(taggings__content_object=article)
    counted = Tag.objects.filter(pk__in=own).annotate(n=Count("taggings"))
    rarities = {tag.pk: 1 / log2(tag.n) for tag in counted if tag.n > 1}
    if not rarities:
        return {}
    weights = Case(
        *(When(taggings__tag=pk, then=Value(weight)) for pk, weight in rarities.items()),
        output_field=FloatField(),
    )
    tagged = among.filter(taggings__tag__in=rarities).annotate(weight=Sum(weights))
    nearest = tagged.order_by("-weight", "-first_published_at", "-pk")[:NEAREST]
    return dict(nearest.values_list("pk", "weight"))


def _in_section(article: Article, among: ArticleQuerySet) -> list[int]:
    if not article.section_id:
        return []
    fellows = among.filter(section=article.section_id).newest_first()
    return list(fellows.values_list("pk", flat=True)[:NEAREST])


def _telling(article: Article) -> tuple[dict[str, float], dict[str, list[int]]]:
    """Return its most telling stems with their weights, and which articles hold each.

    A stem tells much when this article has it often, early, and few others have it. All weights
    together are 1; less where there are few stems, so that one shared word is not everything.
    """
    weights, known = _own_weights(article), SearchEntry.objects.count()
    asked = [stem for stem, _ in weights.most_common(ASKED)]
    common = max(known // COMMON, 5)
    held = {
        stem: numbers
        for stem, numbers in holders(asked, at_most=common + 1).items()
        if 1 < len(numbers) <= common
    }
    rated = {
        stem: (1 + log(weights[stem])) * log(1 + known / len(numbers))
        for stem, numbers in held.items()
    }
    best = sorted(rated, key=lambda stem: (-rated[stem], stem))[:TELLING]
    whole = sum(rated[stem] for stem in best) * TELLING / (len(best) or 1)
    return {stem: rated[stem] / whole for stem in best}, held


def _own_weights(article: Article) -> Counter[str]:
    """Count its stems by their places. Words of one or two letters tell nothing."""
    weights: Counter[str] = Counter()
    for columns in SearchEntry.objects.filter(article=article).values(*OWN_PLACES):
        for place, weight in OWN_PLACES.items():
            for stem, times in Counter(columns[place].split()).items():
                if len(stem) > 2:
                    weights[stem] += times * weight
    return weights


def _shared(telling: dict[str, float], held: dict[str, list[int]]) -> dict[int, list[str]]:
    """Return the articles that share most of the telling stems, and which these are."""
    shared: dict[int, list[str]] = {}
    for stem in telling:
        for pk in held[stem]:
            shared.setdefault(pk, []).append(stem)
    heaviest = sorted(shared, key=lambda pk: (-sum(telling[stem] for stem in shared[pk]), -pk))
    return {pk: shared[pk] for pk in heaviest[:NEAREST]}


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
