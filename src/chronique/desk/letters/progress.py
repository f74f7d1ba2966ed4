"""What becomes of an issue: its numbers, what servers said, and the buttons that fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chronique.mail.models import Letter
from chronique.newsletter.models import Issue
from chronique.newsletter.numbers import numbers_of

# So many sentences of servers, and uncertain letters, are shown.
MOST = 20


@dataclass
class Progress:
    """`decided` of `total` letters need nothing more."""

    issue: Issue
    total: int = 0
    decided: int = 0
    sent: int = 0
    waiting: int = 0
    # Processes have them in hand: they may leave this moment, also after a stop.
    on_the_way: int = 0
    deferred: int = 0
    refused: int = 0
    dropped: int = 0
    bounced: int = 0
    complained: int = 0
    left: int = 0
    uncertain: int = 0
    # What servers said, and of how many letters.
    said_later: list[tuple[str, int]] = field(default_factory=list)
    said_no: list[tuple[str, int]] = field(default_factory=list)
    came_back: list[tuple[str, int]] = field(default_factory=list)
    in_doubt: list[Letter] = field(default_factory=list)
    # Until it is queued it can be taken back without a trace; None when it waits for its article.
    time_left: timedelta | None = None

    @property
    def is_moving(self) -> bool:
        """Whether the numbers may be others in a moment."""
        issue = self.issue
        return not issue.is_over or bool(self.waiting or self.on_the_way)

    @property
    def percent(self) -> int:
        return 100 * self.decided // self.total if self.total else 0


def progress_of(issue: Issue, now: datetime) -> Progress:
    counts = numbers_of(issue)
    waiting = sum(counts.get(state, 0) for state in ("due", "held"))
    on_the_way = counts.get("taken", 0)
    decided = sum(counts.get(state, 0) for state in ("sent", "refused", "dropped", "let_be"))
    uncertain = counts.get("uncertain", 0) + counts.get("let_be", 0)
    simple = ("sent", "refused", "dropped", "bounced", "complained", "left")
    values: dict[str, Any] = {name: counts.get(name, 0) for name in simple} | _said(issue, counts)
    found = Progress(
        issue, total=waiting + on_the_way + decided + counts.get("uncertain", 0), decided=decided,
        waiting=waiting, on_the_way=on_the_way, uncertain=uncertain, **values,
    )  # fmt: skip
    if issue.is_planned and issue.send_at:
        found.time_left = max(issue.send_at - now, timedelta())
    return found


def _said(issue: Issue, counts: dict[str, int]) -> dict[str, Any]:
    if issue.mailing is None:
        return {}
    letters = Letter.objects.filter(mailing=issue.mailing)
    said: dict[str, Any] = {"deferred": letters.deferred().count()}
    if said["deferred"]:
        said["said_later"] = letters.deferred().answers()[:MOST]
    if counts.get("refused"):
        said["said_no"] = letters.refused().answers()[:MOST]
    if counts.get("bounced") or counts.get("complained"):
        said["came_back"] = letters.came_back()[:MOST]
    if counts.get("uncertain"):
        said["in_doubt"] = list(letters.uncertain().order_by("pk")[:MOST])
    return said
