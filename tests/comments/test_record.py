"""How the filter did: what it said, where moderators decided otherwise, how well it knew."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chronique.articles.models import Article, Publication
from chronique.comments.actions.moderating import answer, decide
from chronique.comments.actions.undoing import undo
from chronique.comments.models import Comment, Decision
from chronique.comments.record import COUNTS, ENOUGH, record_of
from chronique.comments.rules import spread
from chronique.spam import model
from tests.comments.moderators import held, moderator
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(comments_mode="open")


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max")


def came(
    article: Article, said: str, when: datetime = NOON, *, state: str = "",
    probability: float | None = None,
) -> Comment:  # fmt: skip
    """Return a comment of which the filter said so when it came, with its line in the log."""
    known = {"decision": said, "score": 0.5, "reasons": []}
    if probability is not None:
        known["probability"] = probability
    state = state or {"pass": "public", "hold": "held", "spam": "spam"}[said]
    comment = held(article, state=state, written_at=when, verdict=known)
    Decision.objects.create(
        comment=comment, number=comment.pk, action="receive", by="filter", decided_at=when,
        after=state, verdict=known,
    )  # fmt: skip
    return comment


def settled(comment: Comment, action: str, max_: User, when: datetime = NOON) -> Decision:
    return decide(
        comment=comment, action=Decision.Action(action), by=Decision.By.MODERATOR, user=max_,
        now=when,
    )  # fmt: skip


def counts(back: int = 0) -> dict[str, int]:
    week = record_of(NOON).weeks[back]
    return {name: getattr(week, name) for name in COUNTS if getattr(week, name)}


def test_eight_weeks_are_told_from_monday_to_sunday_by_the_clock_on_the_wall(article: Article):
    first = datetime.fromisoformat("2026-01-19T00:00+01:00")
    for when in (first, first - timedelta(seconds=1), NOON, NOON - WEEK):
        came(article, "pass", when)
    record = record_of(NOON)
    assert [week.begins for week in record.weeks] == [
        date(2026, 3, 9) - back * WEEK for back in range(8)
    ]
    assert record.weeks[0].last == date(2026, 3, 15)
    assert [week.came for week in record.weeks] == [1, 1, 0, 0, 0, 0, 0, 1]
    assert (record.total.came, record.total.begins) == (3, date(2026, 1, 19))


def test_what_came_is_counted_by_what_the_filter_said(article: Article):
    for said, state in (
        ("pass", "public"), ("pass", "held"), ("hold", "held"), ("spam", "spam"), ("spam", "spam"),
    ):  # fmt: skip
        came(article, said, state=state)
    assert counts() == {"came": 5, "passed": 2, "held": 1, "spam": 2}


@pytest.mark.parametrize(
    ("said", "state", "action", "corrected"),
    [
        ("hold", "held", "approve", {"approved": 1}),
        ("spam", "spam", "approve", {"restored": 1}),
        ("pass", "public", "spam", {"missed": 1}),
        ("pass", "public", "reject", {"missed": 1}),
        # held by the mode: what the filter let pass was spam
        ("pass", "held", "spam", {"missed": 1}),
        # and here moderators agreed with it, or it had said nothing of the kind
        ("pass", "held", "approve", {}),
        ("pass", "held", "reject", {}),
        ("hold", "held", "spam", {}),
        ("hold", "held", "reject", {}),
        ("pass", "public", "hold", {}),
    ],
)
def test_what_a_moderator_decided_otherwise_is_a_correction(
    article: Article, max_: User, said: str, state: str, action: str, corrected: dict[str, int]
):
    comment = came(article, said, NOON - WEEK, state=state)
    decision = settled(comment, action, max_)
    # in the week of the decision, not of the coming
    assert counts() == corrected
    # and what was undone was none
    undo(decision=decision, now=NOON, user=max_)
    assert counts() == {}


def test_an_answer_approves_and_is_itself_nothing_that_came(article: Article, max_: User):
    answer(comment=came(article, "hold"), text="Yes.", user=max_, now=NOON)
    assert counts() == {"came": 1, "held": 1, "approved": 1}


def test_what_others_than_moderators_did_corrects_nothing(article: Article, max_: User):
    comment = came(article, "pass")
    for by in (Decision.By.READERS, Decision.By.CLOCK):
        Decision.objects.create(comment=comment, number=comment.pk, action="hold", by=by,
                                decided_at=NOON, before="public", after="held")  # fmt: skip
    assert counts() == {"came": 1, "passed": 1}


def test_the_picture_shows_what_was_spam_of_what_was_thought_so_likely(
    article: Article, max_: User
):
    for probability, action in (
        (0.0, "approve"), (0.05, "spam"), (0.81, "spam"), (0.89, "approve"), (0.9999, "spam"),
        (1.0, "spam"), (0.5, "reject"), (None, "spam"),
    ):  # fmt: skip
        comment = came(article, "hold", probability=probability)
        settled(comment, action, max_)
    came(article, "hold", probability=0.3)
    record = record_of(NOON)
    found = {one.low: (one.count, one.spam, one.share) for one in record.bins if one.count}
    assert found == {0: (2, 1, 50), 80: (2, 1, 50), 90: (2, 2, 100)}
    assert [(one.low, one.high) for one in record.bins][::9] == [(0, 10), (90, 100)]
    assert (record.decided, record.is_enough, record.bins[4].share) == (6, False, None)


def test_of_several_decisions_the_last_that_stands_counts(article: Article, max_: User):
    comment = came(article, "hold", probability=0.7)
    settled(comment, "spam", max_)
    last = settled(comment, "approve", max_, NOON + timedelta(hours=1))
    assert (record_of(NOON).bins[7].count, record_of(NOON).bins[7].spam) == (1, 0)
    undo(decision=last, now=NOON + timedelta(hours=2), user=max_)
    assert (record_of(NOON).bins[7].count, record_of(NOON).bins[7].spam) == (1, 1)
    # also when the comment itself is gone
    comment.refresh_from_db()
    comment.delete()
    assert record_of(NOON).bins[7].spam == 1


def test_what_the_model_thought_is_kept_also_where_it_said_nothing(article: Article):
    words = {"name": "Bo", "email": "bo@example.org", "body": "The council met on Tuesday."}
    Client().post(f"{article.address}comments/", words)
    comment, line = Comment.objects.get(), Decision.objects.get()
    assert comment.verdict["reasons"] == []
    assert line.verdict["probability"] == comment.verdict["probability"]
    assert 0 < comment.verdict["probability"] < model.shipped().limits[-1].probability


def test_four_queries_tell_all(
    article: Article, max_: User, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(ENOUGH):
        settled(came(article, "hold", probability=0.7), "spam", max_)
    with django_assert_num_queries(4):
        assert record_of(NOON).is_enough


@pytest.mark.parametrize(
    ("found", "among", "low", "high"),
    [(0, 0, 0, 1), (0, 10, 0, 0.213), (10, 10, 0.787, 1), (5, 10, 0.269, 0.731),
     (500, 1000, 0.474, 0.526)],
)  # fmt: skip
def test_few_comments_say_little(found: int, among: int, low: float, high: float):
    values: Any = pytest.approx((low, high), abs=0.001)
    assert spread(found, among) == values
