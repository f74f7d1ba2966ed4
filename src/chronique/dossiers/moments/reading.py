"""Reads a text of EDTF, levels 0 and 1.

The texts of 2,000 events are read for one page: a pattern does it in some microseconds, where the
library `edtf` takes milliseconds. That one is asked when an event is saved.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from chronique.dossiers.moments.days import length_of
from chronique.dossiers.moments.points import SEASONS, Gap, Moment, Point, Precision

YEAR = r"Y-?[1-9][0-9]{4,11}|-?[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)"
TIME = r"T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
POINT = re.compile(
    rf"(?P<year>{YEAR})(?:-(?P<month>[0-9]{{2}}|XX)(?:-(?P<day>[0-9]{{2}}|XX)(?:{TIME})?)?)?"
    r"(?P<mark>[?~%])?"
)
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
ZONE = re.compile(r"Z?|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?")
# Sets, years with an exponent, marks on parts of a date, seasons beside the four.
LEVEL_2 = re.compile(
    r"[\[{].*|Y-?[0-9]+E[0-9]+.*|-?[0-9]+S[0-9]+|[-0-9X]*[?~%][-0-9].*|-?[0-9]{4}-(?:2[5-9]|3[0-9]|4[01])"
)
MOST = 60


class Why(Enum):
    """Why a text is no date."""

    NOT_UNDERSTOOD = "not understood"
    NO_SUCH_MONTH = "no such month"
    NO_SUCH_DAY = "no such day"
    NO_SUCH_TIME = "no such time"
    ENDS_BEFORE = "ends before it begins"
    NO_DATE = "no date at all"
    LEVEL_2 = "level 2"
    TOO_LONG = "too long"


class NotAMoment(ValueError):
    """A text is no date of level 1; `why` says what is wrong with it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@lru_cache(maxsize=20_000)
def read(text: str) -> Moment:
    """Return what a text of EDTF says. Raises NotAMoment for what is none of levels 0 and 1."""
    if len(text) > MOST:
        raise NotAMoment(Why.TOO_LONG)
    before, slash, after = text.partition("/")
    if not slash:
        return Moment(text, _point(text, in_interval=False))
    start, end = _edge(before), _edge(after)
    if not isinstance(start, Point) and not isinstance(end, Point):
        raise NotAMoment(Why.NO_DATE)
    moment = Moment(text, start, end)
    if moment.first is not None and moment.last is not None and moment.last < moment.first:
        raise NotAMoment(Why.ENDS_BEFORE)
    return moment


def _edge(text: str) -> Point | Gap:
    return Gap(text) if text in {"", ".."} else _point(text, in_interval=True)


def _point(text: str, *, in_interval: bool) -> Point:
    said = POINT.fullmatch(text)
    if not said:
        raise NotAMoment(Why.LEVEL_2 if LEVEL_2.fullmatch(text) else Why.NOT_UNDERSTOOD)
    year, month, day = said["year"], said["month"] or "", said["day"] or ""
    if "X" in text and in_interval:
        raise NotAMoment(Why.LEVEL_2)
    if (
        ("X" in year and month)
        or (month == "XX" and day not in {"", "XX"})
        or (year.replace("X", "0") == "-0000")
    ):
        raise NotAMoment(Why.NOT_UNDERSTOOD)
    if year.startswith("Y") and month:
        raise NotAMoment(Why.NOT_UNDERSTOOD)
    if said["time"] and (said["mark"] or not _is_time(said["time"], said["zone"] or "")):
        raise NotAMoment(Why.NO_SUCH_TIME)
    point = Point(
        int(year.lstrip("Y").replace("X", "0")), _number(month), _number(day),
        _precision(year, month, day), said["mark"] in {"~", "%"}, said["mark"] in {"?", "%"},
        said["time"] or "", said["zone"] or "",
    )  # fmt: skip
    _check(point, month, day)
    return point


def _check(point: Point, month: str, day: str) -> None:
    """Raises NotAMoment for a month or a day that no calendar has."""
    if month.isdigit() and not (1 <= point.month <= 12 or (point.month in SEASONS and not day)):
        raise NotAMoment(Why.NO_SUCH_MONTH)
    if day.isdigit() and not 1 <= point.day <= length_of(point.year, point.month):
        raise NotAMoment(Why.NO_SUCH_DAY)


def _precision(year: str, month: str, day: str) -> Precision:
    if "X" in year:
        return Precision.CENTURY if year.endswith("XX") else Precision.DECADE
    if day:
        if month == "XX":
            return Precision.SOME_DAY
        return Precision.SOME_DAY_OF_MONTH if day == "XX" else Precision.DAY
    if month == "XX":
        return Precision.SOME_MONTH
    if not month:
        return Precision.YEAR
    return Precision.SEASON if int(month) in SEASONS else Precision.MONTH


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _is_time(clock: str, zone: str) -> bool:
    return bool(CLOCK.fullmatch(clock) and ZONE.fullmatch(zone))
