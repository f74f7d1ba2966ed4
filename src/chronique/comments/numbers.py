"""What became of comments, in numbers, from the moderators' log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from chronique.comments.models import Comment, Decision

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

PERIODS = (timedelta(days=30), timedelta(days=365))
# What the filter calls its reasons, for readers.
REASONS: dict[str, Promise] = {
    "honeypot": _("sent by a program"),
    "too_fast": _("sent by a program"),
    "links": _("too many links"),
    "same_text": _("the same text again and again"),
    "rate": _("too many at once"),
    "rate_of_address": _("too many at once"),
    "burst": _("too many at once"),
    "blocked_address": _("a blocked address, domain or network"),
    "blocked_domain": _("a blocked address, domain or network"),
    "blocked_network": _("a blocked address, domain or network"),
    "blocked_mark": _("a blocked address, domain or network"),
    "words": _("words that are not welcome here"),
    "likely": _("it reads like spam"),
    "asked": _("another service calls it spam"),
}
GONE = (Comment.State.SPAM, Comment.State.REJECTED)
BY_HAND = _("a moderator’s decision")
OTHERWISE = _("another reason")


@dataclass
class Numbers:
    """Of the days before now. Comments are counted when they came, refusals when decided."""

    days: int
    received: int = 0
    held: int = 0
    removed: int = 0
    # (reason, how many), the most frequent first.
    refused: list[tuple[str, int]] = field(default_factory=list)
    # From a held comment's coming to its approval; None when none was approved.
    median_delay: timedelta | None = None

    @property
    def refused_in_all(self) -> int:
        return sum(count for _reason, count in self.refused)


def numbers_of(root: Any, *, now: datetime) -> list[Numbers]:
    """Return the numbers of each period below the page `root`; two queries each."""
    log = Decision.objects.filter(page__path__startswith=root.path, undone_at=None)
    return [_numbers(log, now - period, period.days) for period in PERIODS]


def _numbers(log: QuerySet[Decision], since: datetime, days: int) -> Numbers:
    """Return the numbers of the decisions since a moment."""
    numbers = Numbers(days)
    refused: Counter[str] = Counter()
    lines = log.filter(decided_at__gte=since).values(
        "action", "by", "after", "verdict__reasons__0__name"
    )
    for line in lines.annotate(count=Count("pk")).order_by():
        action, after, count = line["action"], line["after"], line["count"]
        if action == Decision.Action.RECEIVE:
            numbers.received += count
            numbers.held += count if after == Comment.State.HELD else 0
        elif action == Decision.Action.REMOVE:
            numbers.removed += count
        if reason := _reason(action, line["by"], after, line["verdict__reasons__0__name"] or ""):
            refused[reason] += count
    numbers.refused = refused.most_common()
    numbers.median_delay = _median_delay(log.filter(decided_at__gte=since))
    return numbers


def _reason(action: str, by: str, after: str, name: str) -> str:
    """Return why such comments were refused, in words; "" when they were not."""
    if action in (Decision.Action.REJECT, Decision.Action.SPAM):
        return str(BY_HAND if by == Decision.By.MODERATOR else OTHERWISE)
    if action == Decision.Action.RECEIVE and after in GONE:
        return str(REASONS.get(name, OTHERWISE))
    return ""


def _median_delay(log: QuerySet[Decision]) -> timedelta | None:
    """Return how long a comment was held that was then approved, as a rule."""
    received = Decision.objects.filter(
        number=OuterRef("number"), action=Decision.Action.RECEIVE
    ).order_by("pk")
    approved = log.filter(before=Comment.State.HELD, after=Comment.State.PUBLIC)
    moments = approved.annotate(came=Subquery(received.values("decided_at")[:1])).exclude(came=None)
    seconds = [
        (decided - came).total_seconds()
        for decided, came in moments.order_by().values_list("decided_at", "came").iterator()
    ]
    return timedelta(seconds=median(seconds)) if seconds else None
