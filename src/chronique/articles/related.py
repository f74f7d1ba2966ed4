"""Which articles a reader may want next: shared tags, the same section, the same telling words."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from math import log, log2
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Count, FloatField, Q, Sum, Value, When

from chronique.articles.fulltext import frequencies, holders
from chronique.articles.models import Article, Link, SearchEntry, Tag
from chronique.articles.models.pages import ArticleQuerySet
from chronique.text.words import stems

# What counts how much: a tag that two articles share and no other, the same section, all telling
# words in both. What is written in another language counts half.
TAG, SECTION, TEXT, FOREIGN = 1.0, 0.5, 1.0, 0.5
# Where a word stands says how telling it is: of the article's own words, and of another's.
OWN_PLACES = {"title": 4, "standfirst": 2, "body": 1}
OTHER_PLACES = {"title": 1.0, "standfirst": 0.8, "body": 0.5}

# Words that hold sentences together, of three letters and more, in French and English: never looked
# up. In other languages they are found out by being everywhere.
GLUE_WORDS = """
    afin ainsi alors apres assez aucun aucune aussi autant autre autres avait avaient avant avec avoir
    beaucoup bien car ceci cela celle celles celui cependant certains ces cet cette ceux chaque chez
    comme comment contre dans depuis des deux dire doit donc dont elle elles encore enfin entre est
    etaient etait etant ete etre eux fait faire faut fois font hors ici ils jamais jusque leur leurs
    lors lorsque lui mais meme memes mettre moins mon mieux non nos notre nous ont ou par parce parfois
    parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi pourtant pouvoir pres puis
    quand que quel quelle quelles quelque quelques quels qui quoi rien sans selon sera serait ses
    seulement sinon soit son sont sous souvent sur surtout tandis tant tel telle tels toujours tous tout
    toute toutefois toutes tres trois trop une vers voir vos votre vous
    about above after again all also although among and another any are because been before being
    below between both but can cannot could did does doing down during each even ever every few for
    from further get had has have having her here hers him his how however into its itself just less
    like made make many may might more most much must nor not now off often once one only other others
    our out over own rather same say says she should since some still such than that the their them
    then there these they this those though three through too two under until upon very was well were
    what when where which while who whom whose why will with within without would yet you your
"""
GLUE = frozenset(stems(GLUE_WORDS, "fr") + stems(GLUE_WORDS, "en"))

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
    telling = _telling(article)
    shared = _sharing(telling)
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


def _telling(article: Article) -> dict[str, float]:
    """Return its most telling stems with their weights.

    A stem tells much when this article has it often, early, and few others have it. All weights
    together are 1; less where there are few stems, so that one shared word is not everything.
    """
    weights, known = _own_weights(article), SearchEntry.objects.count()
    asked = [stem for stem, _ in weights.most_common(ASKED)]
    common = max(known // COMMON, 5)
    rated = {
        stem: (1 + log(weights[stem])) * log(1 + known / number)
        for stem, number in frequencies(asked, at_most=common + 1).items()
        if 1 < number <= common
    }
    best = sorted(rated, key=lambda stem: (-rated[stem], stem))[:TELLING]
    whole = sum(rated[stem] for stem in best) * TELLING / (len(best) or 1)
    return {stem: rated[stem] / whole for stem in best}


def _own_weights(article: Article) -> Counter[str]:
    """Count its stems by their places, without those that tell nothing of any article."""
    weights: Counter[str] = Counter()
    for columns in SearchEntry.objects.filter(article=article).values(*OWN_PLACES):
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
