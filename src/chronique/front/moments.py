"""Dates as the publication's language says them."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from html import escape

from django.utils import formats, timezone, translation

from chronique.text.html import safe


def time_element(value: datetime | None, kind: str = "", *, with_hour: bool = False) -> str:
    """Return a `time` element with the day of a moment, or nothing for none; `kind`: its class."""
    if value is None:
        return ""
    local, language = timezone.localtime(value), translation.get_language() or ""
    return element_of_day(local, language, kind, with_hour=with_hour)


def element_of_day(
    local: datetime, language: str, kind: str = "", *, with_hour: bool = False
) -> str:
    """Return the same of a moment in local time, in the language that is spoken now."""
    named = f' class="{escape(kind)}"' if kind else ""
    words = day_in_words(local.date(), language)
    if with_hour:
        words = f"{words}, {escape(formats.time_format(local, 'TIME_FORMAT'))}"
    return safe(f'<time{named} datetime="{local.isoformat(timespec="seconds")}">{words}</time>')


def element_of_date(day: date | None, kind: str = "") -> str:
    """Return the same of a day, or nothing for none."""
    if day is None:
        return ""
    named = f' class="{escape(kind)}"' if kind else ""
    words = day_in_words(day, translation.get_language() or "")
    return safe(f'<time{named} datetime="{day.isoformat()}">{words}</time>')


@lru_cache(maxsize=1000)
def day_in_words(day: date, language: str) -> str:
    """Return a day as HTML, in the language that is spoken now, which is `language`."""
    text = formats.date_format(day, "DATE_FORMAT")
    if day.day == 1 and language.startswith("fr"):
        text = text.replace("1 ", "1er\N{NO-BREAK SPACE}", 1)
    return escape(text)


def tomorrow() -> datetime:
    """Return the next midnight where the publication is: what depends on the day is another one."""
    day = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time()))
