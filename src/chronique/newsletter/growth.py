"""How many subscribe, over time: from the dates of subscriptions, not from anybody's reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Min, Value, When
from django.utils import timezone

from chronique.newsletter.models.subscriptions import State, SubscriptionQuerySet

# So many of each are shown: half a year of weeks, then three years of months.
WEEKS, MONTHS = 26, 36


@dataclass(frozen=True)
class Period:
    """A week or a month: who came, who left, who is not reached any more, how many there are."""

    begins: date
    joined: int
    left: int
    lost: int
    in_all: int


@dataclass(frozen=True)
class Growth:
    """`is_weekly`: whether periods are weeks, else months."""

    periods: list[Period]
    is_weekly: bool


def growth_of(rows: SubscriptionQuerySet, now: datetime) -> Growth:
    """Return how subscriptions grew until now, the oldest period first; none without any.

    Two questions of the database, however many there are.
    """
    known = rows.filter(since__isnull=False, since__lte=now)
    first = known.aggregate(first=Min("since"))["first"]
    if first is None:
        return Growth([], is_weekly=True)
    today, begun = timezone.localdate(now), timezone.localdate(first)
    is_weekly = begun > today - timedelta(weeks=WEEKS)
    begins = _weeks(begun, today) if is_weekly else _months(begun, today)
    joined = Counter(dict(known.values_list(_period("since", begins)).annotate(Count("pk"))))
    ended = known.filter(ended_at__isnull=False, ended_at__lte=now)
    gone: Counter[tuple[int, bool]] = Counter()
    for place, state, count in ended.values_list(_period("ended_at", begins), "state").annotate(
        Count("pk")
    ):
        gone[place, state == State.LEFT] += count
    return Growth(_added_up(begins, joined, gone), is_weekly)


def _added_up(
    begins: Sequence[date], joined: Counter[int], gone: Counter[tuple[int, bool]]
) -> list[Period]:
    # What was before the first period stands at -1.
    in_all = joined[-1] - gone[-1, True] - gone[-1, False]
    periods = []
    for place, begin in enumerate(begins):
        left, lost = gone[place, True], gone[place, False]
        in_all += joined[place] - left - lost
        periods.append(Period(begin, joined[place], left, lost, in_all))
    return periods


def _period(field: str, begins: Sequence[date]) -> Case:
    """Return in which of the periods a moment lies, as the database counts it."""
    cases = [
        When(**{f"{field}__gte": _midnight(begin)}, then=Value(place))
        for place, begin in reversed(list(enumerate(begins)))
    ]
    return Case(*cases, default=Value(-1), output_field=IntegerField())


def _weeks(first: date, last: date) -> list[date]:
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)][-WEEKS:]


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + count)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers][-MONTHS:]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
