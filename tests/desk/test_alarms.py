"""What does not go as it should with letters is seen by whoever comes to the desk."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from chronique.articles.models import Publication
from chronique.mail.actions import hold_mailing
from chronique.mail.models import Letter
from chronique.newsletter.actions.queueing import queue_some
from chronique.newsletter.models import Rush
from tests.comments.moderators import moderator
from tests.desk.given import desk_of, shown, writer
from tests.factories import make_article, the_site
from tests.newsletter.given import ask
from tests.newsletter.issues import THEN, letters_of, make_newsletter, plan, subscribe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

RUSH, ONLY = "were given within five minutes", "only those are asked at once"


def rush(*, hours_ago: float, count: int = 4321) -> Rush:
    raised = timezone.now() - timedelta(hours=hours_ago)
    until = raised + timedelta(hours=1)
    return Rush.objects.create(site=the_site(), count=count, raised_at=raised, slow_until=until)


def test_a_rush_of_subscriptions_is_seen_while_it_lasts_and_on_the_day(publication: Publication):
    desk = desk_of(writer())
    assert RUSH not in shown(desk, "/desk/") + shown(desk, "/desk/subscribers/")
    ask(make_newsletter(), now=timezone.now())
    rush(hours_ago=0.5)
    for address in ("/desk/", "/desk/subscribers/"):
        page = shown(desk, address)
        assert f"4,321 addresses {RUSH}" in page
        assert ONLY in page and "1 address waits." in page
    Rush.objects.all().delete()
    rush(hours_ago=2)
    for address in ("/desk/", "/desk/subscribers/"):
        page = shown(desk, address)
        assert RUSH in page and "It is over" in page and ONLY not in page
    Rush.objects.all().delete()
    rush(hours_ago=25)
    assert RUSH not in shown(desk, "/desk/") + shown(desk, "/desk/subscribers/")


def test_who_looks_after_nothing_of_it_is_not_told(publication: Publication):
    rush(hours_ago=0)
    assert RUSH not in shown(desk_of(moderator()), "/desk/")
    assert RUSH not in shown(desk_of(writer("edith", group="Editors")), "/desk/")


def test_issues_that_the_program_stopped_or_that_have_doubts_are_named(publication: Publication):
    newsletter = make_newsletter()
    subscribe(newsletter, 2)
    issue = plan(make_article(), newsletter, subject="High water")
    desk = desk_of(writer())
    while queue_some(issue, now=THEN) is not None:
        pass
    issue.refresh_from_db()
    assert "High water" not in shown(desk, "/desk/")
    assert issue.mailing is not None
    hold_mailing(issue.mailing, "The server refuses all.")
    page = shown(desk, "/desk/")
    assert "“High water” is stopped. The server refuses all." in page
    letters = Letter.objects.filter(pk=letters_of(issue)[0].pk)
    letters.mark_uncertain("Nobody knows.")
    assert "“High water” has uncertain letters." in shown(desk, "/desk/")
    # stopped by its writer's hand it is no surprise
    hold_mailing(issue.mailing, "")
    letters.let_be()
    assert "High water" not in shown(desk, "/desk/")


def test_a_key_that_cannot_be_read_is_told(publication: Publication, settings: Any, tmp_path: Path):
    settings.HOME = tmp_path
    settings.CONF = replace(settings.CONF, mail_from="letters@news.example")
    desk = desk_of(writer())
    (tmp_path / "dkim").mkdir()
    assert "A key that signs" not in shown(desk, "/desk/")
    (tmp_path / "dkim" / "one.news.example.pem").write_text("no key")
    assert "A key that signs letters cannot be read." in shown(desk, "/desk/")
    assert "they wait" in shown(desk, "/desk/mail/")
