"""The queue: what waits for a moderator, with all that is needed to decide at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.comments.models import (
    Appeal,
    Comment,
    Commented,
    CommentQuerySet,
    Decision,
    QueueQuerySet,
    Report,
    Version,
    to_moderate,
)
from chronique.comments.nesting import typeset
from chronique.comments.reasons import sentences
from chronique.readers.models import Reader
from chronique.spam.blocks import host_of

WAITING, ALL = "waiting", "all"


@dataclass(frozen=True)
class Wanted:
    """What a moderator looks for. Without a word of theirs: what waits, the newest first."""

    state: str = WAITING
    words: str = ""
    article: int | None = None
    is_reported: bool = False
    # The number of a comment: those from the same address. Addresses stay out of server logs.
    beside: int | None = None
    # Days by the clock on the wall, both included.
    since: date | None = None
    until: date | None = None
    doubtful_first: bool = False

    def comments(self) -> QueueQuerySet:
        found = self._in_state()
        if self.is_reported:
            found = found.reported(Report.objects.open())
        if self.article:
            found = found.filter(page=self.article)
        if self.beside:
            found = found.of_addresses(_addresses_of(self.beside))
        if self.words.strip():
            found = found.saying(self.words.strip())
        return self._in_time(found)

    def _in_state(self) -> QueueQuerySet:
        if self.state == WAITING:
            return to_moderate().waiting(Appeal.objects.open())
        return to_moderate() if self.state == ALL else to_moderate().in_state(self.state)

    def _in_time(self, found: QueueQuerySet) -> QueueQuerySet:
        if self.since:
            found = found.filter(written_at__gte=_midnight(self.since))
        if self.until:
            found = found.filter(written_at__lt=_midnight(self.until + timedelta(days=1)))
        return found

    def queued(self) -> CommentQuerySet:
        """The same in the order in which a moderator meets them, with what is shown of each."""
        found = self.comments().appealed_first(Appeal.objects.open())
        ordered = found.queued(doubtful_first=self.doubtful_first)
        return ordered.with_article().select_related("parent").defer("origin", "parent__origin")


@dataclass
class History:
    """What is known of whoever writes from one address."""

    states: dict[str, int] = field(default_factory=dict)
    first_seen: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def public(self) -> int:
        return self.states.get(Comment.State.PUBLIC, 0)

    @property
    def held(self) -> int:
        return self.states.get(Comment.State.HELD, 0)

    @property
    def rejected(self) -> int:
        return self.states.get(Comment.State.REJECTED, 0)

    @property
    def spam(self) -> int:
        return self.states.get(Comment.State.SPAM, 0)


@dataclass
class Entry:
    """A comment before a moderator."""

    comment: Comment
    html: str
    article: Commented
    # How what it answers reads; empty when it answers nothing.
    parent_html: str
    reasons: list[str]
    # 0 to 100, or None when the filter was not asked.
    doubt: int | None
    history: History
    reports: list[Report]
    appeal: Appeal | None
    versions: list[Version]
    # What was decided last, and stands.
    last: Decision | None
    # Whether its writer would get a reason by mail.
    is_confirmed: bool

    @property
    def domain(self) -> str:
        return domain_of(self.comment)


def entries(comments: Iterable[Comment]) -> list[Entry]:
    """Return comments with what a moderator needs to know; some queries, however many."""
    rows = list(comments)
    addresses = {row.author_email.strip().lower() for row in rows}
    histories = histories_of(addresses)
    known = set(
        Reader.objects.confirmed().filter(address__in=addresses).values_list("address", flat=True)
    )
    reports = _by_comment(Report.objects.open().filter(comment__in=rows).order_by("reported_at"))
    appeals = _by_comment(Appeal.objects.filter(comment__in=rows))
    versions = _by_comment(Version.objects.filter(comment__in=rows))
    decisions = _by_comment(
        Decision.objects.standing().filter(comment__in=rows).select_related("user")
    )
    return [
        Entry(
            comment=row, html=typeset(row.html, row.article.language), article=row.article,
            parent_html=typeset(row.parent.html, row.article.language) if row.parent else "",
            reasons=why(row), doubt=_percent(row.verdict.get("score")),
            history=histories.get(row.author_email.strip().lower(), History()),
            reports=reports[row.pk], appeal=next(iter(appeals[row.pk]), None),
            versions=versions[row.pk], last=next(iter(decisions[row.pk]), None),
            is_confirmed=row.author_email.strip().lower() in known,
        )
        for row in rows
    ]  # fmt: skip


def entry(comment: Comment) -> Entry:
    return entries([comment])[0]


def histories_of(addresses: set[str]) -> dict[str, History]:
    """Return what each e-mail address, in lower case, has sent so far; one query."""
    found: dict[str, History] = defaultdict(History)
    rows = to_moderate().of_addresses(sorted(addresses - {""})).values("address", "state")
    for row in rows.annotate(number=Count("pk"), first=Min("written_at")).order_by():
        history = found[row["address"]]
        history.states[row["state"]] = row["number"]
        known = history.first_seen or row["first"]
        history.first_seen = min(known, row["first"])
    return found


def why(comment: Comment) -> list[str]:
    """Return what the filter said, as sentences; where it said nothing, why the comment waits."""
    if said := sentences(comment.verdict):
        return said
    decision = comment.verdict.get("decision")
    if decision == "hold":
        return [_("The filter failed: nobody has looked at it yet.")]
    if decision == "pass":
        return [_("The filter has nothing against it.")]
    return []


def domain_of(comment: Comment) -> str:
    """Return the domain of its web address, or of its e-mail address where it gives none."""
    return host_of(comment.author_url or comment.author_email)


def count_waiting() -> int:
    return to_moderate().waiting(Appeal.objects.open()).count()


def _addresses_of(number: int) -> list[str]:
    """Return the e-mail address of a comment, in lower case; nothing when it has none."""
    found = Comment.objects.filter(pk=number).exclude(author_email="")
    return [address.lower() for address in found.values_list("author_email", flat=True)]


def _by_comment(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.comment_id].append(row)
    return found


def _percent(score: Any) -> int | None:
    return round(100 * score) if isinstance(score, int | float) else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def page_of(wanted: Wanted, *, number: int, per_page: int) -> tuple[Sequence[Comment], bool]:
    """Return one page, from 1, and whether there are more."""
    start = (number - 1) * per_page
    rows = list(wanted.queued()[start : start + per_page + 1])
    return rows[:per_page], len(rows) > per_page
