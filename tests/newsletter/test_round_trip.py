"""A letter leaves for a real mail server, and what comes back ends the subscription."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from chronique.mail.jobs import send_due_letters
from chronique.newsletter.actions.returns import take_mail, take_refusals
from tests.factories import NOON
from tests.mail.conftest import lead_to
from tests.mail.returns.mails import REPORT
from tests.newsletter.returned import LETTER_ID, MARK, OWN_ID, subscriber, waiting_letter
from tests.smtp import Postbox, open_postbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with open_postbox() as postbox:
        lead_to(postbox, settings)
        settings.CONF = replace(settings.CONF, mail=f"{postbox.url} pipe://bounces@example.org")
        yield postbox


def test_a_bounce_goes_where_the_letter_says_that_it_came_from(postbox: Postbox):
    subscription = subscriber()
    waiting_letter()
    assert send_due_letters(clock=lambda: NOON) == 1
    [envelope], [letter] = postbox.envelopes, postbox.letters
    # the server that could not deliver it writes to the sender of the envelope
    raw = REPORT.replace(MARK, str(envelope.mail_from).encode())
    raw = raw.replace(LETTER_ID, str(letter["Message-ID"]).encode()).replace(OWN_ID, b"own1")
    assert take_mail(raw, now=NOON)
    subscription.refresh_from_db()
    assert subscription.state == "bounced"


def test_who_is_refused_at_once_gets_no_further_letter(postbox: Postbox):
    subscription = subscriber()
    postbox.answers["bo@example.net"] = "550 5.1.1 No such user"
    waiting_letter()
    send_due_letters(clock=lambda: NOON)
    assert take_refusals(now=NOON) == 1
    subscription.refresh_from_db()
    assert subscription.state == "bounced"
