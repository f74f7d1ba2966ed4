"""How fast likes and reports come from one network: counted in memory, written nowhere.

Marks of likes are made for one thing each, so that nobody can tell what else a reader likes; no
count could be made of them. Each process counts for itself, and forgets when a new span begins.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from chronique.base.errors import Refused

# More networks than these are not told apart: the counts begin anew.
MOST_NETWORKS = 100_000


class TooMany(Refused):
    """So many came from there that the next must wait."""


class Pace:
    """So many from each network in a span of time."""

    def __init__(self, most: int, *, span: timedelta) -> None:
        self.most, self.span = most, span
        self._begun = -1
        self._counts: Counter[str] = Counter()

    def keep(self, network: str, now: datetime) -> None:
        """Count one more. Raises TooMany when that is too fast."""
        begun = int(now.timestamp() // self.span.total_seconds())
        if begun != self._begun or len(self._counts) >= MOST_NETWORKS:
            self._begun, self._counts = begun, Counter()
        self._counts[network] += 1
        if self._counts[network] > self.most:
            raise TooMany(
                _("So many came from your network just now that we wait a while. Try again later.")
            )


# A school or a whole town may share one network.
LIKES = Pace(200, span=timedelta(minutes=10))
REPORTS = Pace(20, span=timedelta(minutes=10))
