"""Very many ask for newsletters at once: whether it is so, or was lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wagtail.models import Site

from chronique.newsletter.models import Asking, Rush

# For how long a rush that is over is still told of.
LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Slow:
    """A rush, and how many of those who gave an address in it wait for their letter."""

    rush: Rush
    is_on: bool
    waiting: int


def slow_mode(site: Site, now: datetime) -> Slow | None:
    """Return the last rush on a site, if it goes on or was lately."""
    rush = Rush.objects.filter(site=site, raised_at__gt=now - LATELY).first()
    if rush is None:
        return None
    waiting = Asking.objects.filter(site=site, moves=None).waiting().unproven().count()
    return Slow(rush, is_on=rush.slow_until > now, waiting=waiting)
