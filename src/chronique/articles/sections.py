"""Sections as trees, and which of them have something to read."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import Site

from chronique.articles.models import Article, Section
from chronique.articles.prepared import Prepared


def sections_in_use(site: Site) -> list[Section]:
    """The topmost sections that have something to read, themselves or in one below; one query."""
    sections: list[Any] = _SECTIONS.all(site.pk)
    used = {section.pk for section in sections if section.is_used}
    return [root for root, below in trees(sections) if used & below]


def is_in_use(section: Section) -> bool:
    """Whether there is something to read in a section, or in one below; two queries."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in Section.objects.filter(site=section.site_id).values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    tree, waiting = set(), [section.pk]
    while waiting:
        number = waiting.pop()
        if number not in tree:
            tree.add(number)
            waiting += below.get(number, [])
    return Article.objects.published().filter(section__in=tree).exists()


def trees(sections: Iterable[Section]) -> list[tuple[Section, set[int]]]:
    """Return each topmost section, in order, with the numbers of all in its tree."""
    parents = {section.pk: section.parent_id for section in sections}
    trees: dict[int, set[int]] = {}
    for section in sections:
        trees.setdefault(_top(section.pk, parents), set()).add(section.pk)
    return [(section, trees[section.pk]) for section in sections if section.pk in trees]


def _top(number: int, parents: dict[int, int | None]) -> int:
    """Return the topmost section above one. Of a circle, which an import may bring, the least."""
    seen: list[int] = []
    while number not in seen:
        seen.append(number)
        above = parents.get(number)
        if above is None or above not in parents:
            return number
        number = above
    return min(seen[seen.index(number) :])


_SECTIONS = Prepared(
    lambda site: (
        Section.objects.filter(site=site)
        .in_order()
        .annotate(is_used=Exists(Article.objects.published().filter(section=OuterRef("pk"))))
    ),
    int,
)
