"""What the clock asks for; see `project.worker`."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from chronique.articles.models import Publication
from chronique.dossiers.actions.links import look_at_link
from chronique.dossiers.actions.reminding import remind_authors
from chronique.dossiers.actions.snapshots import make_snapshot
from chronique.dossiers.models import Snapshot, Source

logger = logging.getLogger(__name__)

# The hour of the day, where the publication is, from which authors are told.
MORNING = 7
# The hours of the night in which addresses of sources are asked; each is asked once a night.
NIGHT = range(1, 6)
LONG_AGO = timedelta(hours=20)
# So many at one turn: whoever stops the program need not wait for more.
BATCH = 10


def remind_of_predictions() -> int:
    """Tell authors of the predictions whose day has come; return the number of letters."""
    now = timezone.localtime()
    if now.hour < MORNING:
        return 0
    publications = Publication.objects.select_related("site")
    told = sum(remind_authors(publication=one, now=now) for one in publications)
    if told:
        logger.info("predictions.due letters=%s", told)
    return told


def make_snapshots() -> int:
    """Make the snapshots that wait; return how many were kept."""
    waiting = list(Snapshot.objects.waiting(timezone.now())[:BATCH])
    return sum(make_snapshot(one, now=timezone.now()) for one in waiting)


def look_at_links() -> int:
    """Ask at night whether sources are still where they were; return at how many it was looked."""
    now = timezone.localtime()
    if now.hour not in NIGHT:
        return 0
    due = list(Source.objects.to_be_looked_at(now - LONG_AGO)[:BATCH])
    gone = sum(not look_at_link(one, now=timezone.now()) for one in due)
    if due:
        logger.info("sources.looked_at count=%s gone=%s", len(due), gone)
    return len(due)
