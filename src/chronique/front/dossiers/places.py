"""Where an article stands in its dossiers: which part it is, what comes before and after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from chronique.articles import tags as pages
from chronique.articles.models import Article
from chronique.articles.prepared import Prepared
from chronique.dossiers import tags
from chronique.dossiers.models import Dossier, Part


class Neighbour(NamedTuple):
    """A part beside an article."""

    pk: int
    title: str
    address: str
    language: str


@dataclass(frozen=True)
class InDossier:
    """An article's place in one dossier: `number` of `count`."""

    dossier: Dossier
    number: int
    count: int
    previous: Neighbour | None
    next: Neighbour | None


def places_of(article: Article) -> list[InDossier]:
    """Return its place in each dossier that readers may see; one query."""
    if article.pk is None or not article.address:
        return []
    rows = _PARTS.all(article.pk)
    return [_place(list(some), article.pk) for _, some in groupby(rows, key=lambda row: row[0])]


def names_of(article: Article, places: Iterable[InDossier]) -> set[str]:
    """Name what a page shows of the places."""
    beside = (one for place in places for one in (place.previous, place.next) if one)
    return {tags.place_in(article.pk), *(pages.title(one.pk) for one in beside)}


def _place(rows: list[tuple[Any, ...]], article: int) -> InDossier:
    pk, title, slug, language = rows[0][:4]
    parts = [Neighbour(*row[4:]) for row in rows]
    at = next(place for place, part in enumerate(parts) if part.pk == article)
    return InDossier(
        Dossier(pk=pk, title=title, slug=slug, language=language),
        at + 1,
        len(parts),
        parts[at - 1] if at else None,
        parts[at + 1] if at + 1 < len(parts) else None,
    )


# Of each part its dossier first, then what a `Neighbour` is.
SHOWN = [
    "dossier", "dossier__title", "dossier__slug", "dossier__language",
    "article", "article__title", "article__address", "article__language",
]  # fmt: skip
_PARTS: Prepared[tuple[Any, ...]] = Prepared(
    lambda article: Part.objects.readable_beside(article).values_list(*SHOWN), int
)
