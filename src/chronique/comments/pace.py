"""How fast likes and reports come from one network: counted in memory, written nowhere.

Marks of likes are made for one thing each, so that nobody can tell what else a reader likes; no
count could be made of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from chronique.base import pace
from chronique.base.errors import Refused


class TooMany(Refused):
    """So many came from there that the next must wait."""


class Pace(pace.Pace):
    """So many from each network in a span of time."""

    def keep(self, network: str, now: datetime) -> None:
        """Count one more. Raises TooMany when that is too fast."""
        if not self.take(network, now):
            raise TooMany(
                _("So many came from your network just now that we wait a while. Try again later.")
            )


# A school or a whole town may share one network.
LIKES = Pace(200, span=timedelta(minutes=10))
REPORTS = Pace(20, span=timedelta(minutes=10))
