"""What was written before on the subject of a text that is being written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from chronique.articles.fulltext import frequencies, holders
from chronique.articles.glue import GLUE
from chronique.articles.models import Article, Authorship
from chronique.dossiers.memory.contradiction import Doubt, doubts, sentences_of
from chronique.dossiers.memory.names import WORD, names_in
from chronique.dossiers.models import Event, Involvement, Source
from chronique.text.words import fold, stems

# Of a text, its end counts: that is where somebody writes.
LONGEST = 6_000
# A name weighs as much as so many other words.
NAME = 3.0
# Stems that are looked up to see how rare they are, and those of them that are then looked for.
ASKED, TELLING = 30, 12
# A stem that more articles hold than one in eight tells nothing of any; where there are few
# articles, all may be on one subject.
COMMON, FEW = 8, 200
# Whose own articles weigh so much more.
OWN = 1.25
CANDIDATES, MORE, ARTICLES, THINGS, NAMES, LOOKED = 40, 8, 5, 4, 6, 200
PART = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Recalled:
    articles: list[Article] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    # With the articles in which the earlier sentences stand.
    doubts: list[tuple[Doubt, Article]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.articles or self.events or self.sources or self.doubts)


def recall(
    text: str, *, language: str, site: Site, without: int = 0, author: int = 0
) -> Recalled:  # fmt: skip
    """Return what is nearest, the nearest first; a fixed number of queries.

    `without`: the page that is being written. `author`: whose articles weigh more.
    """
    text = text[-LONGEST:]
    names = names_in(text)
    articles = _articles(_weights(text, names, language), site, without=without, author=author)
    spelled = _spelled(text, names)
    return Recalled(
        articles,
        _events(site, spelled),
        _sources(site, spelled),
        _doubts(text, articles, language, frozenset(names)),
    )


def _weights(text: str, names: dict[str, int], language: str) -> Counter[str]:
    """Return the stems of a text that tell something of it, names weighing more."""
    of_names = {stem for name in names for stem in stems(name, language)}
    weights: Counter[str] = Counter()
    for stem, times in Counter(stems(text, language)).items():
        if len(stem) > 2 and stem not in GLUE and not stem.isdecimal():
            weights[stem] = int(100 * (1 + log(times)) * (NAME if stem in of_names else 1))
    return weights


def _articles(
    weights: Counter[str], site: Site, *, without: int, author: int
) -> list[Article]:  # fmt: skip
    scores = _scores(weights)
    nearest = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:CANDIDATES]
    own = set(
        Authorship.objects.filter(author=author, article__in=nearest).values_list(
            "article", flat=True
        )
    )
    # Also those that readers need a password for: who writes has read them. The site is looked at
    # here: a database that is asked for it too reads all its pages.
    among = Page.objects.filter(pk__in=nearest, live=True).exclude(pk=without)
    weigh = {
        pk: scores[pk] * (OWN if pk in own else 1)
        for pk, path in among.values_list("pk", "path")
        if path.startswith(site.root_page.path)
    }
    best = sorted(weigh, key=lambda pk: (-weigh[pk], -pk))[:MORE]
    found = Article.objects.select_related("search_entry").without_words().in_bulk(best)
    # Static pages are among the pages.
    return [found[pk] for pk in best if pk in found][:ARTICLES]


def _scores(weights: Counter[str]) -> dict[int, float]:
    """Return how much of what tells of the text other pages hold, by their numbers."""
    # What is searched is nearly all pages; these are counted without reading texts.
    known = Page.objects.count()
    asked = [stem for stem, _ in weights.most_common(ASKED)]
    common = max(known // COMMON, FEW)
    rated = {
        stem: weights[stem] * log(1 + known / number)
        for stem, number in frequencies(asked, at_most=common + 1).items()
        if 0 < number <= common
    }
    telling = sorted(rated, key=lambda stem: (-rated[stem], stem))[:TELLING]
    scores: dict[int, float] = {}
    for stem, numbers in holders(telling).items():
        for pk in numbers:
            scores[pk] = scores.get(pk, 0) + rated[stem]
    return scores


def _spelled(text: str, names: dict[str, int]) -> list[str]:
    """Return the most frequent names as the text writes them: databases do not fold accents."""
    written = {fold(word): word for word in WORD.findall(text) if word[0].isupper()}
    frequent = sorted(names, key=lambda name: -names[name])
    return [written[name] for name in frequent if name in written][:NAMES]


def _events(site: Site, names: list[str]) -> list[Event]:
    """Those that hold most of the names, in their own words or by who was involved."""
    if not names:
        return []
    own = Event.objects.on(site).filter(_holds(names, "title", "place"))
    texts = {pk: f"{title} {place}" for pk, title, place in _some(own, "title", "place")}
    involved = Involvement.objects.filter(_holds(names, "actor__name"), event__site=site)
    for _pk, event, name in _some(involved, "event", "actor__name"):
        texts[event] = f"{texts.get(event, '')} {name}"
    return _best(Event.objects.all(), texts, names)


def _sources(site: Site, names: list[str]) -> list[Source]:
    if not names:
        return []
    fields = ("title", "author", "publisher")
    found = Source.objects.on(site).filter(_holds(names, *fields))
    texts = {pk: " ".join(said) for pk, *said in _some(found, *fields)}
    return _best(Source.objects.all(), texts, names)


def _some(rows: QuerySet[Any], *fields: str) -> Iterable[tuple[Any, ...]]:
    """Return numbers and fields of the last rows: whole ones would take longer than the rest."""
    return rows.order_by("-pk").values_list("pk", *fields)[:LOOKED]


def _holds(names: list[str], *fields: str) -> Q:
    asked = Q()
    for name in names:
        for one in fields:
            asked |= Q(**{f"{one}__contains": name})
    return asked


def _best(rows: QuerySet[Any], texts: Mapping[int, str], names: list[str]) -> list[Any]:
    """Return the rows whose texts hold most of the names, as words of their own."""
    wanted = {fold(name) for name in names}
    counts = {pk: len(wanted & set(PART.findall(fold(text)))) for pk, text in texts.items()}
    best = sorted((pk for pk in counts if counts[pk]), key=lambda pk: (-counts[pk], -pk))[:THINGS]
    found = rows.in_bulk(best)
    return [found[pk] for pk in best if pk in found]


def _doubts(
    text: str, articles: Iterable[Article], language: str, names: frozenset[str]
) -> list[tuple[Doubt, Article]]:
    if not sentences_of(text):
        return []
    found = [
        (doubt, article)
        for article in articles
        if article.language == language
        for doubt in doubts(text, sentences_of(article.search_entry.plain), language, names=names)
    ]
    return sorted(found, key=lambda pair: -pair[0].weight)[:3]
