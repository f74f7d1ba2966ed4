"""What the clock asks for; see `project.worker`."""

from __future__ import annotations

import logging

from django.utils import timezone

from chronique.articles.models import Publication
from chronique.dossiers.actions.reminding import remind_authors

logger = logging.getLogger(__name__)

# The hour of the day, where the publication is, from which authors are told.
MORNING = 7


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
