"""A timeline as a page shows it: a picture, stretches of time, and one page of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count

from chronique.dossiers import tags
from chronique.dossiers.models import Event, Involvement
from chronique.dossiers.models.events import EventQuerySet
from chronique.front.events.asked import Asked
from chronique.front.events.periods import Period, counted, period_of, unit_for
from chronique.front.events.picture import Pictures, draw
from chronique.front.events.scale import Scale
from chronique.front.events.taking import has_day

PER_PAGE = 100
# What the picture and the order need; the rest is fetched for the events of one page.
ROW = ("pk", "title", "language", "moment", "begins", "ends")


@dataclass(frozen=True)
class Choice:
    """Something to choose the events by."""

    value: str
    label: str
    count: int
    is_chosen: bool = False
    # Of a person or a body.
    number: int = 0


@dataclass(frozen=True)
class Stretch:
    """A period that can be looked at more closely."""

    label: str
    count: int
    # The end of an address.
    query: str


@dataclass(frozen=True)
class Group:
    """Events that began in one period; `label` is empty for those without a known beginning."""

    label: str
    events: list[Event]


@dataclass
class Timeline:
    asked: Asked
    total: int = 0
    pages: int = 1
    # How many of its events no calendar has a day for.
    without_day: int = 0
    groups: list[Group] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    pictures: Pictures | None = None
    people: list[Choice] = field(default_factory=list)
    places: list[Choice] = field(default_factory=list)
    # What the page shows, for kept pages.
    names: set[str] = field(default_factory=set)

    @property
    def newer(self) -> str:
        """The address of the page before this one, or nothing."""
        return self.asked.query(page=self.asked.page - 1 or "") if self.asked.page > 1 else ""

    @property
    def older(self) -> str:
        page = self.asked.page
        return self.asked.query(page=page + 1) if page < self.pages else ""


def read_timeline(
    events: EventQuerySet, asked: Asked, language: str, *, newest: int = 0
) -> Timeline | None:
    """Return what is asked for of some events, in five queries; None for a page past the last.

    `newest`: as an excerpt, which lists only so many of the last and has nothing to choose by.
    """
    rows: list[Any] = list(asked.among(events).in_order().values_list(*ROW, named=True))
    pages = max(-(-len(rows) // PER_PAGE), 1)
    if asked.page > pages:
        return None
    start = (asked.page - 1) * PER_PAGE
    shown = rows[-newest:] if newest else rows[start : start + PER_PAGE]
    timeline = Timeline(asked, len(rows), pages, sum(not has_day(row.begins) for row in rows))
    if not newest:
        timeline.people, timeline.places = _people(events, asked), _places(events, asked)
    if rows:
        scale = Scale.around(*_span(rows, asked))
        timeline.pictures = draw(rows, scale, language)
        timeline.stretches = _stretches(rows, scale, asked, language)
        timeline.groups = _groups(rows, shown, language)
        timeline.names = {
            tags.actor(one.actor_id)
            for group in timeline.groups for event in group.events for one in event.people
        }  # fmt: skip
    timeline.names.update(tags.actor(one.number) for one in timeline.people)
    return timeline


def _span(rows: Sequence[Any], asked: Asked) -> tuple[int, int]:
    """Return the first and the last day of the picture."""
    begins = [row.begins for row in rows if row.begins is not None]
    ends = [row.ends for row in rows if row.ends is not None]
    known = [*begins, *ends]
    first = min(known) if asked.first is None else asked.first
    last = max(known) if asked.last is None else asked.last
    return min(first, last), max(first, last)


def _stretches(rows: Sequence[Any], scale: Scale, asked: Asked, language: str) -> list[Stretch]:
    days = [row.begins for row in rows if row.begins is not None]
    days = [day for day in days if scale.first <= day <= scale.last]
    if not days:
        return []
    periods = counted(days, unit_for(min(days), max(days)))
    if len(periods) < 2:
        return []
    return [
        Stretch(
            period.label(language), count,
            asked.query(**{"from": period.since, "to": period.until, "page": ""}),
        )
        for period, count in periods
    ]  # fmt: skip


def _groups(rows: Sequence[Any], shown: Sequence[Any], language: str) -> list[Group]:
    """Return the events of a page by when they began; the periods are those of the whole list."""
    days = [row.begins for row in rows if row.begins is not None]
    unit = unit_for(min(days), max(days), most=16) if days else None
    full = Event.objects.with_people().in_bulk([row.pk for row in shown])

    def period(row: Any) -> Period | None:
        return None if row.begins is None or unit is None else period_of(row.begins, unit)

    return [
        Group(one.label(language) if one else "", [full[row.pk] for row in group])
        for one, group in groupby(shown, key=period)
    ]


def _people(events: EventQuerySet, asked: Asked) -> list[Choice]:
    """Return those who have a part in these events."""
    rows = (
        Involvement.objects.filter(event__in=events.order_by().values("pk"))
        .values_list("actor", "actor__slug", "actor__name")
        .annotate(count=Count("pk"))
        .order_by("actor__name", "actor")
    )
    return [
        Choice(slug, name, count, slug == asked.who, number) for number, slug, name, count in rows
    ]


def _places(events: EventQuerySet, asked: Asked) -> list[Choice]:
    rows = (
        events.exclude(place="")
        .order_by("place")
        .values_list("place")
        .annotate(count=Count("pk", distinct=True))
    )
    return [Choice(place, place, count, place == asked.where) for place, count in rows]
