"""How the filter did: what it said when comments came, and what moderators decided about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.utils import timezone

from chronique.comments.models import Comment, Decision
from chronique.comments.rules import spread

Action, State = Decision.Action, Comment.State
WEEKS, BINS = 8, 10
# So many decisions make up the picture, the latest; with fewer than the second it says little.
MOST, ENOUGH = 3_000, 50
COUNTS = ("came", "passed", "held", "spam", "approved", "restored", "missed")
HONEST = (Action.APPROVE, Action.ANSWER)


@dataclass
class Week:
    """Seven days from `begins` on: what came, and what moderators corrected."""

    begins: date
    came: int = 0
    # By what the filter said; what passed may have been held by the mode all the same.
    passed: int = 0
    held: int = 0
    spam: int = 0
    # Held by the filter, then approved; put among the spam by it, then approved.
    approved: int = 0
    restored: int = 0
    # Passed, then called spam, or rejected when it was public.
    missed: int = 0

    @property
    def last(self) -> date:
        return self.begins + timedelta(days=6)

    def add_received(self, said: str, count: int) -> None:
        """Count comments that came, by what the filter said of them."""
        self.came += count
        if said == "spam":
            self.spam += count
        elif said == "hold":
            self.held += count
        else:
            self.passed += count

    def add_decided(self, said: str, line: dict[str, Any]) -> None:
        """Count decisions that say otherwise than the filter."""
        before, count = line["before"], line["count"]
        if line["after"] == State.PUBLIC:
            self.approved += count if (said, before) == ("hold", State.HELD) else 0
            self.restored += count if (said, before) == ("spam", State.SPAM) else 0
        elif said == "pass":
            is_missed = line["action"] == Action.SPAM or (
                line["action"] == Action.REJECT and before == State.PUBLIC
            )
            self.missed += count if is_missed else 0


@dataclass
class Bin:
    """Comments that the model gave a probability from `low` to `high`, both in a hundred, and about
    which a moderator decided.
    """

    low: int
    high: int
    count: int = 0
    spam: int = 0

    @property
    def share(self) -> int | None:
        """Return how many in a hundred were spam; None where there were none at all."""
        return round(100 * self.spam / self.count) if self.count else None

    @property
    def range(self) -> tuple[int, int]:
        """Return between which shares, in a hundred, the truth lies nine times of ten."""
        low, high = spread(self.spam, self.count)
        return round(100 * low), round(100 * high)


@dataclass
class Record:
    """Weeks, the newest first, and the bins of the picture."""

    weeks: list[Week] = field(default_factory=list)
    bins: list[Bin] = field(default_factory=list)

    @property
    def total(self) -> Week:
        """Return all weeks as one, which begins with the first."""
        whole = Week(self.weeks[-1].begins)
        for week in self.weeks:
            for name in COUNTS:
                setattr(whole, name, getattr(whole, name) + getattr(week, name))
        return whole

    @property
    def decided(self) -> int:
        """Return how many comments the picture is made of."""
        return sum(one.count for one in self.bins)

    @property
    def is_enough(self) -> bool:
        return self.decided >= ENOUGH


def record_of(now: datetime) -> Record:
    """Return how the filter did, of all that the log knows; four queries."""
    return Record(_weeks(now), _bins())


def _weeks(now: datetime) -> list[Week]:
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    weeks = [Week(monday - timedelta(weeks=back)) for back in range(WEEKS)]
    begins = [timezone.make_aware(datetime.combine(week.begins, time())) for week in weeks]
    week = Case(
        *(When(decided_at__gte=moment, then=number) for number, moment in enumerate(begins)),
        output_field=IntegerField(),
    )
    received = Decision.objects.received().filter(decided_at__gte=begins[-1])
    for line in _counted(received, week, "after", also=State.SPAM):
        weeks[line["week"]].add_received(line["told"] or "", line["count"])
    decided = Decision.objects.settling().filter(decided_at__gte=begins[-1])
    # Who rejects what was not public yet says nothing of the filter: see `add_decided`.
    decided = decided.exclude(~Q(before=State.PUBLIC), action=Action.REJECT)
    for line in _counted(decided, week, "before", "action", "after"):
        weeks[line["week"]].add_decided(line["told"] or "", line)
    return weeks


def _counted(
    lines: QuerySet[Decision], week: Case, state: str, *names: str, also: str = ""
) -> Iterable[Any]:
    """Count lines by week, by what the filter said, by a state and more.

    What is public has passed, and in the state `also` is what the filter put there.
    """
    known = {State.PUBLIC: "pass"} | ({also: also} if also else {})
    told = Case(
        *(When(Q((state, one)), then=Value(word)) for one, word in known.items()),
        default="said", output_field=CharField(),
    )  # fmt: skip
    found: Iterable[Any] = (
        lines.values(state, *names, week=week, told=told).annotate(count=Count("pk")).order_by()
    )
    return found


def _bins() -> list[Bin]:
    """Return how often what the model thought so likely was spam, by the last decision of each.

    Rejected comments are left out: they are unwelcome, and need not be spam.
    """
    latest = Decision.objects.settling().newest_first()[:MOST]
    ends: dict[int, str] = {}
    for number, action in latest.values_list("number", "action"):
        ends.setdefault(number, action)
    width = 100 // BINS
    bins = [Bin(low, low + width) for low in range(0, 100, width)]
    received = Decision.objects.received().filter(number__in=latest.values("number"))
    for number, likely in received.values_list("number", KT("verdict__probability")):
        if likely is None or ends.get(number) not in (*HONEST, Action.SPAM):
            continue
        found = bins[min(int(float(likely) * BINS), BINS - 1)]
        found.count += 1
        found.spam += ends[number] == Action.SPAM
    return bins
