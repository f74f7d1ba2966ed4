"""What became different in a dossier, as readers are told it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from chronique.articles import tags as pages
from chronique.articles.models import Article
from chronique.dossiers import tags
from chronique.dossiers.models import Change, Event, Prediction, Source
from chronique.front.dossiers.words import sentence_of

# What has a page of its own: its model, and how kept pages name it.
LINKED: dict[str, tuple[Any, Callable[[int], str]]] = {
    "event": (Event, tags.event),
    "source": (Source, tags.source),
    "prediction": (Prediction, tags.prediction),
}


@dataclass(frozen=True)
class Told:
    """One change in a sentence, and what it happened to; `href` is empty where that is no more."""

    at: datetime
    sentence: str
    name: str
    href: str = ""

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


@dataclass
class Day:
    """What changed on one day."""

    on: date
    told: list[Told] = field(default_factory=list)


@dataclass
class Changes:
    """Some changes, and what a page names that tells them."""

    told: list[Told] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    # Whether older ones were left out, as far as is known.
    may_be_more: bool = False

    @property
    def days(self) -> list[Day]:
        return [Day(on, list(some)) for on, some in groupby(self.told, key=lambda one: one.day)]


def tell(changes: Sequence[Change]) -> Changes:
    """Put changes in words; a query more for each kind of thing among them that has a page."""
    found = Changes()
    hrefs: dict[tuple[str, int], str] = {}
    for kind in {change.kind for change in changes}:
        numbers = {change.number for change in changes if change.kind == kind}
        if kind == "part":
            found.names |= set(map(pages.title, numbers))
            hrefs |= {(kind, pk): path for pk, path in _addresses(numbers)}
        elif kind in LINKED:
            model, name = LINKED[kind]
            found.names |= set(map(name, numbers))
            there = model.objects.filter(pk__in=numbers).values_list("pk", flat=True)
            hrefs |= {(kind, pk): model(pk=pk).path for pk in there}
    found.told = [
        Told(one.at, sentence_of(one), one.name, hrefs.get((one.kind, one.number), ""))
        for one in changes
    ]
    return found


def _addresses(numbers: Iterable[int]) -> Iterable[tuple[int, str]]:
    readable = Article.objects.published().exclude(address="").filter(pk__in=numbers)
    return readable.values_list("pk", "address")
