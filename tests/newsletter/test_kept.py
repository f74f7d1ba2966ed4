"""What is kept of subscribers goes when they wish it, and not before."""

from datetime import timedelta

import pytest

from chronique.comments.actions.keeping import keep_in_order
from chronique.comments.actions.own_data import carry_out
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from chronique.newsletter.actions.subscribing import group_of
from chronique.newsletter.models import Asking, Subscription
from chronique.readers.models import Erasure, Reader
from tests.factories import NOON
from tests.newsletter.given import BO, ask, make_newsletter, make_subscription, work
from tests.readers.given import make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
def test_an_erasure_takes_subscriptions_requests_and_letters_along(kind: str):
    row = make_subscription()
    other = make_subscription("cy@example.org", newsletter=row.newsletter)
    queue_letter(kind="issue", to=BO, subject="Tides", text="…", group=group_of(row), now=NOON)
    ask(make_newsletter("The wind"))
    work()
    erasure = Erasure.objects.create(address=BO, kind=kind, asked_at=NOON, due_at=NOON)
    carry_out(erasure, now=NOON)
    assert list(Subscription.objects.all()) == [other]
    assert not Asking.objects.exists()
    assert not Letter.objects.filter(to=BO).exists()
    assert not Letter.objects.waiting().exists()


def test_who_came_with_a_list_stays_though_they_never_confirmed_to_us():
    make_subscription(reader=make_reader(confirmed_at=None), basis="import")
    make_reader("stranger@example.org", confirmed_at=None)
    keep_in_order(NOON + timedelta(days=30))
    assert [reader.address for reader in Reader.objects.all()] == [BO]
