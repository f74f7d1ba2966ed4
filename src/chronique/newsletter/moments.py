"""When digests are made."""

from datetime import datetime, timedelta

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def last_daily(now: datetime, *, hour: int) -> datetime:
    """Return the last moment, up to `now`, at which a clock of its time zone said this hour.

    Where the clock leaps over the hour, or says it twice, it is what `datetime` makes of it.
    """
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    return today if today <= now else _days_before(today, 1)


def last_weekly(now: datetime, *, day: int, hour: int) -> datetime:
    """Return the last such moment on a day of the week: 1 is Monday, 7 Sunday (ISO 8601)."""
    daily = last_daily(now, hour=hour)
    return _days_before(daily, (daily.isoweekday() - day) % 7)


def _days_before(moment: datetime, days: int) -> datetime:
    """The same hour of the clock, whatever summer time did in between."""
    return moment.replace(tzinfo=None).__sub__(timedelta(days=days)).replace(tzinfo=moment.tzinfo)
