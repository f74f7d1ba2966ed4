"""The key of today's marks. See `models.DailyKey`."""

import secrets
from datetime import datetime, time, timedelta

from django.utils import timezone

from chronique.base.marks import mark
from chronique.readers.models import DailyKey

_known: dict[object, bytes] = {}


def daily_mark(*parts: str, now: datetime) -> str:
    """Return a mark that holds for the day. Ask outside of a transaction that may be undone."""
    day = timezone.localdate(now)
    key = _known.get(day)
    if key is None:
        key = DailyKey.of(day, secrets.token_bytes(32))
        _known.clear()
        _known[day] = key
    return mark(key, *parts)


def day_ends(now: datetime) -> datetime:
    """Return when the marks of today stand for nothing any more: others are made from then on."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))
