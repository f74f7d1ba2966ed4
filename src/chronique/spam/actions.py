"""A site teaches the filter, and takes back what it taught."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from chronique.base.batches import batches
from chronique.base.marks import mark
from chronique.spam import model
from chronique.spam.learning import Lesson, Site, Standing, Weights, known_by, places_of
from chronique.spam.models import Learned, LessonRow, StandingRow
from chronique.spam.opinion import seen_of
from chronique.spam.submissions import Submission

# Rows that one statement writes or names.
BATCH = 400


@dataclass(frozen=True)
class Taught:
    """What somebody says of a comment.

    `subject`: which comment, as "comment:12". `part`: from 0 to 1, how much of a lesson it is.
    """

    subject: str
    submission: Submission
    is_spam: bool
    part: float = 1.0


def hold(owner: str) -> Learned:
    """Let nobody else teach until the transaction ends. Who decides about several comments begins
    with this, so that two who do wait for each other here and nowhere else.
    """
    rows = Learned.objects.select_for_update().filter(owner=owner)
    if found := rows.first():
        return found
    Learned.objects.get_or_create(owner=owner, defaults={"key": secrets.token_bytes(32)})
    return rows.get()


@transaction.atomic
def learn(owner: str, taught: Taught, *, cause: str, now: datetime) -> None:
    """Learn of one comment, in place of what was learned of it before. Said again, it is the same.

    `cause`: the decision, as "decision:7", by which it is taken back: see `take_back`.
    """
    learned = hold(owner)
    known = list(LessonRow.objects.counted().filter(learned=learned, subject=taught.subject))
    if any((one.is_spam, one.part) == (taught.is_spam, taught.part) for one in known):
        return
    course = _Course(learned, [taught])
    course.displace(known, cause)
    lesson = course.teach(taught)
    if lesson:
        LessonRow.objects.create(
            learned=learned, subject=taught.subject, cause=cause, is_spam=taught.is_spam,
            part=taught.part, content=lesson.packed(), made_at=now,
        )  # fmt: skip
    course.end()


@transaction.atomic
def learn_many(owner: str, taught: Iterable[Taught]) -> int:
    """Learn of comments that were decided about elsewhere, and not again; return of how many."""
    count = 0
    for some in batches(taught, BATCH):
        course = _Course(hold(owner), some)
        count += sum(course.teach(one) is not None for one in some)
        course.end()
    return count


@transaction.atomic
def displace(owner: str, subject: str, *, cause: str) -> None:
    """Take out what was learned of a comment: nobody knows any more what it is."""
    if not LessonRow.objects.counted().filter(learned__owner=owner, subject=subject).exists():
        return
    learned = hold(owner)
    course = _Course(learned)
    course.displace(LessonRow.objects.counted().filter(learned=learned, subject=subject), cause)
    course.end()


@transaction.atomic
def take_back(owner: str, cause: str) -> None:
    """Take out what a decision taught, and put back what it had displaced: as if it never was."""
    learned = hold(owner)
    course = _Course(learned)
    rows = LessonRow.objects.filter(learned=learned)
    for row in rows.filter(cause=cause):
        if not row.displaced_by:
            course.move(row, -1)
        row.delete()
    for row in rows.filter(displaced_by=cause):
        course.move(row, 1)
        row.displaced_by = ""
        row.save(update_fields=["displaced_by"])
    course.end()


@transaction.atomic
def forget_writer(owner: str, submissions: Iterable[Submission], subjects: Collection[str]) -> None:
    """Forget how a writer stands, and which of their comments taught what.

    What words weigh stays: it says nothing of anybody.
    """
    learned = hold(owner)
    names = {one for submission in submissions for one in known_by(submission)}
    marks = [_mark(learned, one) for one in names if one.kind != "host"]
    for some in batches(marks, BATCH):
        StandingRow.objects.filter(learned=learned, mark__in=some).delete()
    for part in batches(subjects, BATCH):
        LessonRow.objects.filter(learned=learned, subject__in=part).delete()


def forget_lessons(before: datetime) -> int:
    """Delete what is needed to take lessons out again; return how many there were."""
    return LessonRow.objects.filter(made_at__lt=before).delete()[0]


class _Course:
    """Lessons one after the other, read and written once."""

    def __init__(self, learned: Learned, taught: Sequence[Taught] = ()) -> None:
        self._learned = learned
        self._weights = Weights(bytes(learned.weights), learned.losses)
        self._known = {id(one): known_by(one.submission) for one in taught}
        marks = {_mark(learned, one) for known in self._known.values() for one in known}
        # By mark: how many were honest and how many spam.
        self._counts = counted(learned.pk, marks)
        self._changed: set[str] = set()

    def teach(self, taught: Taught) -> Lesson | None:
        """Return the lesson; None where there was nothing to look at, or nothing more to learn."""
        if not taught.submission.text.strip():
            return None
        marks = {_mark(self._learned, one): one for one in self._known[id(taught)]}
        standings = [self._standing(one, at) for at, one in marks.items()]
        seen = seen_of(taught.submission)
        lesson = self._weights.lesson(
            places_of(seen),
            logit=model.shipped().logit(seen),
            standing=Site(self._weights, standings).standing(),
            is_spam=taught.is_spam,
            part=taught.part / (1 + _said_before(standings, taught.is_spam)),
        )
        lesson = replace(lesson, marks=tuple(marks))
        if not self._weights.add(lesson):
            return None
        self._count(lesson.marks, is_spam=taught.is_spam, by=1)
        return lesson

    def _standing(self, one: Standing, at: str) -> Standing:
        honest, spam = self._counts.get(at, (0, 0))
        return replace(one, honest=honest, spam=spam)

    def displace(self, rows: Iterable[LessonRow], cause: str) -> None:
        for row in rows:
            self.move(row, -1)
            row.displaced_by = cause
            row.save(update_fields=["displaced_by"])

    def move(self, row: LessonRow, by: int) -> None:
        """Count a lesson that was learned before once more, or once less."""
        lesson = Lesson.unpacked(bytes(row.content))
        if by > 0:
            self._weights.add(lesson)
        else:
            self._weights.take_out(lesson)
        self._counts |= counted(self._learned.pk, set(lesson.marks) - set(self._counts))
        self._count(lesson.marks, is_spam=row.is_spam, by=by)

    def _count(self, marks: Iterable[str], *, is_spam: bool, by: int) -> None:
        for one in marks:
            honest, spam = self._counts.get(one, (0, 0))
            honest, spam = honest + by * (not is_spam), spam + by * is_spam
            # What was forgotten with its writer is not taken out again.
            self._counts[one] = (max(0, honest), max(0, spam))
            self._changed.add(one)
        if is_spam:
            self._learned.spam = max(0, self._learned.spam + by)
        else:
            self._learned.honest = max(0, self._learned.honest + by)

    def end(self) -> None:
        """Write what has changed."""
        learned = self._learned
        learned.weights, learned.losses = self._weights.packed(), self._weights.losses
        learned.revision += 1
        learned.save(update_fields=["weights", "losses", "revision", "honest", "spam"])
        for some in batches(sorted(self._changed), BATCH):
            _write_counts(learned.pk, {one: self._counts[one] for one in some})


def _write_counts(learned: int, counts: Mapping[str, tuple[int, int]]) -> None:
    """Write how many comments with each mark were honest and how many spam: one statement."""
    places = ", ".join(["(%s, %s, %s, %s)"] * len(counts))
    given: list[int | str] = []
    for one, (honest, spam) in counts.items():
        given += (learned, one, honest, spam)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO spam_standingrow (learned_id, mark, honest, spam)"  # noqa: S608 - of places
            f" VALUES {places} ON CONFLICT (learned_id, mark)"
            " DO UPDATE SET honest = excluded.honest, spam = excluded.spam",
            given,
        )


def counted(learned: int, marks: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return how many comments with each mark were honest and how many spam."""
    found: dict[str, tuple[int, int]] = {}
    for some in batches(marks, BATCH):
        with connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                "SELECT mark, honest, spam FROM spam_standingrow"  # noqa: S608 - marks of places
                f" WHERE learned_id = %s AND mark IN ({places})",
                [learned, *some],
            )
            found |= {one: (honest, spam) for one, honest, spam in cursor.fetchall()}
    return found


def _said_before(standings: Iterable[Standing], is_spam: bool) -> int:
    """Return how often its writer has taught the same: nobody turns the filter alone."""
    by_kind = {one.kind: one for one in standings}
    one = by_kind.get("address") or by_kind.get("name")
    return (one.spam if is_spam else one.honest) if one else 0


def _mark(learned: Learned, one: Standing) -> str:
    return mark(bytes(learned.key), one.kind, one.name)
