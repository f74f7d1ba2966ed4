"""What the clock asks for; see `project.worker`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from chronique.articles.models import Publication
from chronique.comments.actions.alarms import notice_bursts
from chronique.comments.actions.digests import tell_of_spam
from chronique.comments.actions.following import send_answers
from chronique.comments.actions.keeping import keep_in_order
from chronique.comments.actions.likes import tell_of_likes
from chronique.comments.actions.notices import tell_moderators
from chronique.comments.actions.own_data import carry_out
from chronique.comments.letterhead import letterhead_of
from chronique.comments.models import Notice
from chronique.readers.actions import ask_to_confirm
from chronique.readers.models import Erasure, Reader

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

# Readers to whom one turn writes; other work of the worker is next.
BATCH = 100
# The hour of the day, where the publication is, from which digests are sent.
MORNING = 7


def ask_readers() -> int:
    """Ask by mail whether the addresses that came with comments are their writers'; how many."""
    now = timezone.now()
    waiting = list(Reader.objects.to_be_asked().select_related("ask_for")[:BATCH])
    heads = {
        reader.ask_for: letterhead_of(Publication.for_site(reader.ask_for)) for reader in waiting
    }
    return sum(
        ask_to_confirm(reader=reader, head=heads[reader.ask_for], now=now) for reader in waiting
    )


def tell_at_once() -> int:
    """Write to those who are told of answers at once; return how many letters were queued."""
    return _tell(Reader.objects.told_at_once())


def tell_daily() -> int:
    """Write to those who are told once a day, from the morning on; return how many letters.

    What comes after the morning stands in tomorrow's letter.
    """
    now = timezone.localtime()
    if now.hour < MORNING:
        return 0
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return _tell(Reader.objects.told_daily(), morning=morning)


def _tell(readers: QuerySet[Reader], *, morning: datetime | None = None) -> int:
    now = timezone.now()
    waiting = Notice.objects.waiting().made_before(morning or now).filter(reader__in=readers)
    some = waiting.order_by("reader").values_list("reader", flat=True).distinct()[:BATCH]
    queued = sum(send_answers(reader=pk, now=now, morning=morning) for pk in list(some))
    if queued:
        logger.info("answers.told letters=%s", queued)
    return queued


def carry_out_erasures() -> int:
    """Erase, or make nameless, what was asked for a day ago; return how many addresses."""
    now = timezone.now()
    due = list(Erasure.objects.due(now))
    for erasure in due:
        comments = carry_out(erasure, now=now)
        logger.info("erasure.done kind=%s comments=%s", erasure.kind, comments)
    return len(due)


def show_likes() -> int:
    """Let pages show the likes that came since they were made; return of how many pages."""
    return tell_of_likes(timezone.now())


def keep_comments_in_order() -> dict[str, int]:
    """Let go of all whose days are over."""
    counts = keep_in_order(timezone.now())
    if any(counts.values()):
        told = " ".join(f"{key}={count}" for key, count in counts.items() if count)
        logger.info("kept.swept %s", told)
    return counts


def watch_for_bursts() -> int:
    """Raise an alarm where too much comes at once; return the number of alarms."""
    publications = Publication.objects.select_related("site__root_page")
    now = timezone.now()
    raised = [alarm for one in publications for alarm in notice_bursts(publication=one, now=now)]
    for alarm in raised:
        logger.warning("alarm.raised kind=%s count=%s", alarm.kind, alarm.count)
    return len(raised)


def tell_moderators_of_held() -> int:
    """Queue what moderators are to hear of; return the number of letters."""
    publications = Publication.objects.select_related("site__root_page")
    now = timezone.now()
    return sum(tell_moderators(publication=one, now=now) for one in publications)


def tell_moderators_of_spam() -> int:
    """Queue the digests of what the filter kept out; return the number of letters."""
    publications = Publication.objects.select_related("site__root_page")
    now = timezone.now()
    return sum(tell_of_spam(publication=one, now=now) for one in publications)
