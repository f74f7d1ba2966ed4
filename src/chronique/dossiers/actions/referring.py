"""Which articles point at which sources and events: noted when an article appears or changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.db import transaction

from chronique.articles import references
from chronique.articles.models import Article, StaticPage
from chronique.dossiers import tags
from chronique.dossiers.models import Dossier, Event, Reference, Source
from chronique.store.actions import forget

# The kinds of things that a text points at and that are rows, by the field of a reference.
TAGS: dict[str, Callable[[int], str]] = {"source": tags.source, "event": tags.event}


@transaction.atomic
def settle_references(article: Article) -> None:
    """Note anew what an article points at, in its text and in its corrections, and let the pages
    of what it points at now, and did not before, know, and of what it did.

    What is not there is passed over. Two queries where it points at nothing and never did.
    """
    wanted = _wanted(article)
    rows = list(Reference.objects.filter(article=article).order_by("rank"))
    before = [(_kind(row), _number(row)) for row in rows]
    gone = [row.pk for row in rows if (_kind(row), _number(row)) not in wanted]
    if gone:
        Reference.objects.filter(pk__in=gone).delete()
    _put_down(article, wanted, rows)
    if before != list(wanted):
        forget(tags.cites(article.pk), *sorted(_names(article.pk, {*before} ^ {*wanted})))


def showing_references(article: int) -> set[str]:
    """Name what shows, on pages of other things, that an article points at them: for when it is to
    be seen, or no more.
    """
    rows = Reference.objects.filter(article=article)
    return _names(article, {(_kind(row), _number(row)) for row in rows})


def static_page_points(page: StaticPage) -> None:
    """Let the pages of what a static page points at know; those that name it know by its words."""
    forget(*sorted(_names(page.pk, set(_pointed(page.body.get_prep_value())))))


def _wanted(article: Article) -> dict[tuple[str, int], int]:
    """Return the rank of each thing that it points at, and that is there, by kind and number."""
    return _pointed([*article.body.get_prep_value(), *article.corrections.get_prep_value()])


def _pointed(raw: Iterable[dict[str, Any]]) -> dict[tuple[str, int], int]:
    """Return it for raw blocks; at most two queries."""
    pointed, ranks = references.pointed_at(raw), count()
    found: dict[tuple[str, int], int] = {}
    for kind, model in (("source", Source), ("event", Event)):
        numbers = [int(one) for one in pointed.get(kind, []) if one.isdecimal()]
        if numbers:
            known = set(model.objects.filter(pk__in=numbers).values_list("pk", flat=True))
            found |= {(kind, number): next(ranks) for number in numbers if number in known}
    return found


def _put_down(article: Article, wanted: dict[tuple[str, int], int], rows: list[Reference]) -> None:
    known = {(_kind(row), _number(row)): row for row in rows}
    moved = [row for thing, row in known.items() if wanted.get(thing, row.rank) != row.rank]
    for row in moved:
        row.rank = wanted[(_kind(row), _number(row))]
    Reference.objects.bulk_update(moved, ["rank"])
    Reference.objects.bulk_create(
        Reference(article=article, rank=rank, **{f"{kind}_id": number})
        for (kind, number), rank in wanted.items()
        if (kind, number) not in known
    )


def _kind(row: Reference) -> str:
    return "source" if row.source_id else "event"


def _number(row: Reference) -> int:
    return int(row.source_id or row.event_id or 0)


def _names(article: int, things: set[tuple[str, int]]) -> set[str]:
    """Name also the lists of events, which holds those that articles point at, and the sources of
    dossiers, which rest on what their articles do.
    """
    names = {tags.cited(TAGS[kind](number)) for kind, number in things}
    if events := [number for kind, number in things if kind == "event"]:
        sites = Event.objects.filter(pk__in=events).values_list("site", flat=True)
        names |= set(map(tags.events, sites))
    if len(events) < len(things):
        own = Dossier.objects.filter(parts__article=article).values_list("pk", flat=True)
        names |= set(map(tags.sourced, own))
    return names
