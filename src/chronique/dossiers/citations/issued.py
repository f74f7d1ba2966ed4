"""When something was published, as formats of citations can say it: less than EDTF can."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A year, a month or season, a day; what is uncertain or not known has signs of its own.
_DATE = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")
_SEASONS = {"21": 1, "22": 2, "23": 3, "24": 4}
_MONTHS = 12

Parts = tuple[int, ...]


@dataclass(frozen=True)
class Issued:
    """`written` is a date of EDTF level 1, or empty."""

    written: str = ""

    @property
    def is_doubtful(self) -> bool:
        return any(sign in self.written for sign in "?~%")

    @property
    def ends(self) -> tuple[Parts, ...]:
        """Return the year, month and day, as far as they are said: one or, of an interval, two.

        Nothing of what has digits that are not known, or an open end.
        """
        found = [_DATE.fullmatch(part) for part in self.written.split("/")]
        if not self.written or not all(found):
            return ()
        return tuple(_parts(match) for match in found if match)

    @property
    def season(self) -> int:
        """Return 1 for spring, to 4 for winter; 0 when it names none."""
        match = _DATE.fullmatch(self.written)
        return _SEASONS.get(match[2], 0) if match and match[2] else 0

    @property
    def year(self) -> int | None:
        return self.ends[0][0] if self.ends else None

    @property
    def year_digits(self) -> str:
        return "" if self.year is None else str(abs(self.year))


def _parts(match: re.Match[str]) -> Parts:
    year, *finer = (int(part) for part in match.groups() if part)
    return (year, *finer) if finer and 1 <= finer[0] <= _MONTHS else (year,)
