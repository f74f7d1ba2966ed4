"""Once a day, or a week, what appeared since is one letter; nothing new is no letter."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chronique.mail.models import Letter
from chronique.newsletter.actions import issues
from chronique.newsletter.actions.digests import SETTLED, make_digest
from chronique.newsletter.actions.queueing import queue_some
from chronique.newsletter.models import Issue, Newsletter, Rhythm
from chronique.newsletter.moments import last_daily, last_weekly
from tests.factories import make_article, make_section
from tests.newsletter.issues import letters_of, make_newsletter, subscribe

PARIS = ZoneInfo("Europe/Paris")
# A Saturday.
MORNING = datetime(2026, 3, 14, 7, 0, tzinfo=PARIS)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-03-14 07:00", "2026-03-14 07:00"), ("2026-03-14 06:59", "2026-03-13 07:00"),
        ("2026-03-29 12:00", "2026-03-29 07:00"), ("2026-03-29 06:00", "2026-03-28 07:00"),
    ],
)  # fmt: skip
def test_a_daily_digest_is_due_at_its_hour_of_the_clock(now: str, last: str):
    moment = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    assert f"{last_daily(moment, hour=7):%Y-%m-%d %H:%M}" == last


@pytest.mark.parametrize(
    ("now", "day", "last"),
    [
        ("2026-03-14 07:00", 6, "2026-03-14 07:00"), ("2026-03-14 06:59", 6, "2026-03-07 07:00"),
        ("2026-03-16 12:00", 6, "2026-03-14 07:00"), ("2026-03-16 06:00", 1, "2026-03-09 07:00"),
    ],
)  # fmt: skip
def test_a_weekly_one_on_its_day(now: str, day: int, last: str):
    moment = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    assert f"{last_weekly(moment, day=day, hour=7):%Y-%m-%d %H:%M}" == last


@pytest.fixture
def newsletter(publication: object) -> Iterator[Newsletter]:
    newsletter = make_newsletter()
    subscribe(newsletter, rhythm="daily")
    subscribe(newsletter, rhythm="weekly")
    subscribe(newsletter)
    with timezone.override(PARIS):
        yield newsletter


def at(days: float = 0) -> datetime:
    return MORNING + SETTLED + days * DAY


def test_a_digest_brings_what_appeared_since_the_last_one(newsletter: Newsletter):
    old, first, second = (
        make_article(first_published_at=MORNING - hours * timedelta(hours=1), title=title)
        for hours, title in ((30, "Old"), (20, "Low water"), (2, "High water"))
    )
    digest = make_digest(newsletter, Rhythm.DAILY, now=at())
    assert digest is not None and digest.articles == [second.pk, first.pk]
    assert digest.subject == "High water, and 1 more" and digest.preheader == "Low water"
    assert digest.send_at == MORNING
    # asked again, by whomever, there is none
    assert make_digest(newsletter, Rhythm.DAILY, now=at()) is None
    newsletter.refresh_from_db()
    assert make_digest(newsletter, Rhythm.DAILY, now=at(0.5)) is None
    # the week is another matter
    weekly = make_digest(newsletter, Rhythm.WEEKLY, now=at())
    assert weekly is not None and weekly.articles == [second.pk, first.pk, old.pk]


def test_each_gets_what_they_chose(newsletter: Newsletter):
    make_article(first_published_at=MORNING - timedelta(hours=2))
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        digest = make_digest(newsletter, rhythm, now=at())
        assert digest is not None
        while queue_some(digest, now=at()) is not None:
            pass
        (letter,) = letters_of(digest)
        wanted = newsletter.subscriptions.get(rhythm=rhythm)
        assert letter.to == wanted.reader.address
    assert Letter.objects.count() == 2


def test_nothing_new_or_nobody_who_wants_it_is_no_digest(newsletter: Newsletter):
    assert make_digest(newsletter, Rhythm.DAILY, now=at()) is None
    other = make_newsletter()
    make_article(first_published_at=MORNING + timedelta(hours=2))
    assert make_digest(other, Rhythm.DAILY, now=at(1)) is None
    assert not Issue.objects.exists()
    # an article is not kept for those who come later
    subscribe(other, rhythm="daily")
    other.refresh_from_db()
    assert make_digest(other, Rhythm.DAILY, now=at(2)) is None


def test_what_a_worker_missed_stands_in_the_next_digest(newsletter: Newsletter):
    make_digest(newsletter, Rhythm.DAILY, now=at())
    articles = [make_article(first_published_at=MORNING + days * DAY) for days in (2.5, 1.5, 0.5)]
    newsletter.refresh_from_db()
    digest = make_digest(newsletter, Rhythm.DAILY, now=at(3.2))
    assert digest is not None and digest.articles == [one.pk for one in articles]


def test_a_digest_knows_its_section_and_what_the_writer_left_out(newsletter: Newsletter):
    section = make_section()
    newsletter.section = section
    newsletter.save()
    lately = MORNING - timedelta(hours=1)
    wanted, unwanted = (make_article(section=section, first_published_at=lately) for _ in range(2))
    make_article(first_published_at=lately)
    make_article(section=section, live=False, first_published_at=lately)
    issues.leave_out(article=unwanted, newsletter=newsletter)
    digest = make_digest(newsletter, Rhythm.DAILY, now=at())
    assert digest is not None and digest.articles == [wanted.pk]
    assert digest.subject == wanted.title
