"""Whoever confirms gets the writer's welcome, once, with ways to leave."""

from datetime import timedelta

import pytest

from chronique.newsletter.actions.subscribing import leave
from chronique.newsletter.links import subscription_of
from tests.factories import NOON
from tests.newsletter.given import ask, confirm_last, letters_to, make_newsletter, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
DAY = timedelta(days=1)


def test_whoever_confirms_is_welcomed_once():
    newsletter = make_newsletter(
        welcome_subject="Here you are", welcome_text="You read -- I write.", sender="Ada",
        reply_to="ada@example.org",
    )  # fmt: skip
    ask(newsletter, make_newsletter("The wind"))
    work()
    (row, _without) = confirm_last(now=NOON + DAY).subscriptions
    _asked, letter = letters_to()
    assert (letter.kind, letter.subject, letter.sender) == ("welcome", "Here you are", "Ada")
    assert "You read — I write." in letter.text and "March 15, 2026" in letter.text
    token = letter.headers["List-Unsubscribe"].rpartition("/letters/leave/")[2].strip("/>")
    assert subscription_of(token) == (row, None)
    assert f"/letters/leave/{token}/" in letter.html
    # leaving drops it where it waits
    leave(row, now=NOON + DAY)
    letter.refresh_from_db()
    assert letter.state == "dropped"
