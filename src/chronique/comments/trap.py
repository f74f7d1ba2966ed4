"""A field that people do not see, and that programs fill in. Its name is another one each day, so
that none learns to leave it empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings

from chronique.base.marks import mark

# What forms ask for, and ours does not.
WORDS = ("subject", "company", "phone", "city", "homepage", "title", "fax", "contact", "nickname")
# A page may have been opened, or kept, so many days ago.
DAYS = 60


def name_of(day: date) -> str:
    """Return the field's name on that day."""
    return _name(settings.SECRET_KEY, day.toordinal())


def filled_in(given: Mapping[str, str], today: date) -> str:
    """Return what somebody wrote into the field, as it was called lately; "" if nothing."""
    names = _lately(settings.SECRET_KEY, today.toordinal())
    return next((value for name, value in given.items() if name in names and value.strip()), "")


def _name(key: str, day: int) -> str:
    drawn = mark(key.encode(), "trap", str(day))
    return f"{WORDS[int(drawn[:4], 16) % len(WORDS)]}_{drawn[4:8]}"


@lru_cache(maxsize=2)
def _lately(key: str, day: int) -> frozenset[str]:
    # One day more: where the page was made it may have been tomorrow.
    return frozenset(_name(key, day + 1 - back) for back in range(DAYS + 2))
