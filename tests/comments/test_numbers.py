"""Moderation in numbers says what the log says."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import override

from chronique.articles.models import Article, Publication
from chronique.comments.models import Decision
from chronique.comments.numbers import REASONS, Numbers, numbers_of
from chronique.spam.circumstances import AMOUNTS
from chronique.spam.reasons import ReasonName
from tests.factories import NOON, make_article, the_home

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article()


def log(article: Article, number: int, action: str, **fields: Any) -> Decision:
    reason = fields.pop("because", "")
    values = {
        "by": "filter", "decided_at": NOON - HOUR,
        "verdict": {"reasons": [{"name": reason, "detail": ""}]} if reason else {}, **fields,
    }  # fmt: skip
    return Decision.objects.create(number=number, page=article, action=action, **values)


def numbers() -> list[Numbers]:
    with translation.override("en"):
        return numbers_of(the_home(), now=NOON)


def test_comments_are_counted_when_they_came_and_refusals_by_their_reason(article: Article):
    log(article, 1, "receive", after="public")
    log(article, 2, "receive", after="held", because="links")
    log(article, 3, "receive", after="spam", because="honeypot")
    log(article, 4, "receive", after="spam", because="too_fast")
    log(article, 5, "receive", after="spam", because="something new")
    log(article, 2, "reject", by="moderator", before="held", after="rejected")
    log(article, 1, "remove", by="writer", before="public", after="removed")
    with override("en"):
        month, year = numbers()
    assert (month.received, month.held, month.removed, month.refused_in_all) == (5, 1, 1, 4)
    assert dict(month.refused) == {
        "sent by a program": 2, "a moderator’s decision": 1, "another reason": 1,
    }  # fmt: skip
    assert (year.received, year.days) == (5, 365)


def test_what_is_older_counts_for_the_year_alone(article: Article):
    log(article, 1, "receive", after="public", decided_at=NOON - 40 * DAY)
    log(article, 2, "receive", after="public", decided_at=NOON - 400 * DAY)
    assert [each.received for each in numbers()] == [0, 1]


def test_what_was_undone_does_not_count(article: Article):
    log(article, 1, "reject", by="moderator", after="rejected", undone_at=NOON)
    assert numbers()[0].refused == []


def test_the_delay_is_the_median_of_those_approved(article: Article):
    for number, hours in enumerate((1, 2, 30)):
        log(article, number, "receive", after="held", decided_at=NOON - 2 * DAY)
        log(
            article, number, "approve", by="moderator", before="held", after="public",
            decided_at=NOON - 2 * DAY + hours * HOUR,
        )  # fmt: skip
    assert [each.median_delay for each in numbers()] == [2 * HOUR, 2 * HOUR]


def test_nothing_was_approved(article: Article):
    assert numbers()[0].median_delay is None


def test_the_queries_do_not_grow(article: Article):
    home = the_home()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            numbers_of(home, now=NOON)
        return len(captured)

    few = queries()
    for number in range(30):
        log(article, number, "receive", after="spam", because="links")
    assert queries() == few == 4


def test_each_reason_of_the_filter_that_refuses_has_its_words():
    notes = {
        ReasonName.TRUSTED, ReasonName.SHOUTED, ReasonName.WORKED, ReasonName.CONFIRMED,
        *AMOUNTS,
    }  # fmt: skip
    notes |= {name for name in ReasonName if name.startswith(("like_", "here_"))}
    assert set(REASONS) == set(ReasonName) - notes
