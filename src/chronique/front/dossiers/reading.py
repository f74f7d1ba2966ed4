"""What a dossier's page shows of it, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.shortcuts import get_object_or_404
from wagtail.models import Site

from chronique.articles import showing
from chronique.articles import tags as pages
from chronique.articles.models import Article
from chronique.dossiers import tags
from chronique.dossiers.models import Change, Dossier, Standing
from chronique.front.dossiers.changes import Changes, tell

# So many changes stand on the dossier's own page.
NEWEST = 10


class ShownPart(NamedTuple):
    """An article of a dossier that readers may see; `number` counts those, from one."""

    number: int
    article: Article


@dataclass
class Shown:
    """A dossier as it is read."""

    dossier: Dossier
    parts: list[ShownPart] = field(default_factory=list)
    # What was said of where it stands, the newest first.
    standings: list[Standing] = field(default_factory=list)
    translations: list[Dossier] = field(default_factory=list)
    # The newest of what became different since it was published.
    changes: Changes = field(default_factory=Changes)
    # What the page shows beside the dossier's own fields, for kept pages.
    names: set[str] = field(default_factory=set)

    @property
    def standing(self) -> Standing | None:
        return self.standings[0] if self.standings else None

    @property
    def earlier(self) -> list[Standing]:
        return self.standings[1:]


def find_dossier(site: Site, slug: str) -> Dossier:
    """Return one that readers may see. Raises Http404."""
    return get_object_or_404(Dossier.objects.on(site).public(), slug=slug)


def read_dossier(dossier: Dossier) -> Shown:
    """Return all that its own page says of it; at most nine queries."""
    parts, names = parts_of(dossier)
    standings = list(dossier.standings.all())
    changes = tell(list(Change.objects.told_of(dossier)[:NEWEST]))
    changes.may_be_more = len(changes.told) == NEWEST
    return Shown(
        dossier,
        parts=parts,
        standings=standings,
        translations=_translations(dossier),
        changes=changes,
        names={
            *names,
            *changes.names,
            *_links(dossier, standings),
            tags.dossier(dossier.pk),
            tags.changes(dossier.pk),
            *(pages.card(part.article.pk) for part in parts),
        },
    )


def parts_of(dossier: Dossier) -> tuple[list[ShownPart], set[str]]:
    """Return its parts that readers may see, in order, and what a page names that lists them: also
    those that are still to come, so that it is made anew when they appear. Two queries.
    """
    numbers = list(dossier.parts.order_by("sort_order", "pk").values_list("article", flat=True))
    shown = [
        "title", "language", "address", "standfirst", "summary", "first_published_at", "path",
        "depth", "url_path",
    ]  # fmt: skip
    readable = Article.objects.published().exclude(address="").filter(parts__dossier=dossier)
    found = {article.pk: article for article in readable.only(*shown)}
    parts = [found[pk] for pk in numbers if pk in found]
    names = {pages.title(pk) for pk in numbers}
    return [ShownPart(number, article) for number, article in enumerate(parts, 1)], names


def _translations(dossier: Dossier) -> list[Dossier]:
    """Return it in other languages, where readers may see it so."""
    original = dossier.translation_of_id or dossier.pk
    return list(Dossier.objects.public().versions_of(original).exclude(pk=dossier.pk))


def _links(dossier: Dossier, standings: Iterable[Standing]) -> set[str]:
    """Name the pages that its words link to."""
    texts = [dossier.answer, *(standing.text for standing in standings)]
    return {name for text in texts for name in showing.of_words(text)}
