"""When moderators are told by mail of what waits, said without a database."""

from datetime import datetime, time, timedelta

# At most one letter in that time, however many comments come.
PAUSE = timedelta(minutes=10)
# When the letter of the day goes, by the clock on the wall.
MORNING = time(7)


MONDAY = 0


def last_morning(now: datetime, *, weekday: int | None = None) -> datetime:
    """Return the morning that was last, or that of a day of the week; Monday is 0.

    `now` is in the zone of the clock on the wall.
    """
    morning = now.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
    if now < morning:
        morning -= timedelta(days=1)
    if weekday is not None:
        morning -= timedelta(days=(morning.weekday() - weekday) % 7)
    return morning


def may_tell_at_once(*, last: datetime | None, now: datetime) -> bool:
    return last is None or now - last >= PAUSE


def may_tell_today(*, last: datetime | None, now: datetime) -> bool:
    """Say whether the letter of the day is due. `now` is in the zone of the clock on the wall."""
    is_morning = now.time() >= MORNING
    return is_morning and (last is None or last < last_morning(now))
