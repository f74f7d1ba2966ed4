"""What the clock asks for; see `project.worker`."""

from __future__ import annotations

import logging

from django.utils import timezone

from chronique.articles.models import Publication
from chronique.newsletter.actions.alarming import watch
from chronique.newsletter.actions.asking import ask_waiting, sweep
from chronique.newsletter.models import Asking

logger = logging.getLogger(__name__)


def ask_subscribers() -> int:
    """Ask addresses that were given whether they are their askers'; return how many letters."""
    if not Asking.objects.waiting().exists():
        return 0
    return sum(_ask(one) for one in Publication.objects.select_related("site__root_page"))


def _ask(publication: Publication) -> int:
    now = timezone.now()
    if rush := watch(publication, now):
        logger.warning("rush.noticed site=%s count=%s", publication.site_id, rush.count)
    sent = ask_waiting(publication, now)
    if sent:
        logger.info("askings.sent letters=%s", sent)
    return sent


def sweep_askings() -> int:
    """Let go of what nobody confirmed; return how many rows."""
    return sweep(timezone.now())
