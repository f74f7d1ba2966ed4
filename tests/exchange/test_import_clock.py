"""Days in addresses are days of a time zone: where the old site had another, the report says so."""

from datetime import UTC, datetime

import pytest

from chronique.exchange.report import Report
from tests.exchange.wordpress import blog, bring, post, the_article
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def told(report: Report) -> list[str]:
    return [remark.reason for remark in report.changes if "clock" in remark.reason]


def at(number: int, local: str, utc: str) -> str:
    return post(number, slug=f"n{number}", date=local, wp__post_date_gmt=utc)


# Evenings in New York, winter and summer; the publication's clock is that of Paris.
NEW_YORK = blog(
    at(1, "2013-01-06 20:30:00", "2013-01-07 01:30:00"),
    at(2, "2013-07-06 20:30:00", "2013-07-07 00:30:00"),
    at(3, "2013-07-06 10:00:00", "2013-07-06 14:00:00"),
)  # fmt: skip


def test_another_clock_is_said_with_its_name_and_what_to_do():
    report = bring(NEW_YORK)
    assert told(report) == [
        "The old site's clock was not that of Europe/Paris, which is this publication's: 2 articles"
        " have another day in their address, to which the old one leads on. To keep the days, set"
        " CHRONIQUE_TIME_ZONE=America/New_York before the import."
    ]
    article = the_article(slug="n1")
    assert article.first_published_at == datetime(2013, 1, 7, 1, 30, tzinfo=UTC)
    assert article.address == "/2013/01/07/n1/"
    # run again there is nothing to say
    assert told(bring(NEW_YORK)) == []


def test_a_dry_run_says_it_before():
    assert told(bring(NEW_YORK, dry_run=True)) == told(bring(NEW_YORK))


def test_with_that_clock_the_addresses_stay(settings):
    settings.TIME_ZONE = "America/New_York"
    assert told(bring(NEW_YORK)) == []
    assert the_article(slug="n1").address == "/2013/01/06/n1/"


def test_the_same_clock_needs_no_word():
    summer = at(1, "2013-07-06 00:30:00", "2013-07-05 22:30:00")
    winter = at(2, "2013-01-06 00:30:00", "2013-01-05 23:30:00")
    assert told(bring(blog(summer, winter))) == []
    assert the_article(slug="n1").address == "/2013/07/06/n1/"


def test_days_that_no_address_names_are_not_counted(publication):
    publication.address_pattern = "/{yyyy}/{slug}/"
    publication.save()
    assert told(bring(NEW_YORK)) == []


def test_a_clock_that_no_place_has_is_not_named():
    odd = at(1, "2013-07-07 00:59:00", "2013-07-06 13:22:00")
    [sentence] = told(bring(blog(odd)))
    assert "set CHRONIQUE_TIME_ZONE to the old site's before" in sentence
    assert the_article(slug="n1").first_published_at < NOON
