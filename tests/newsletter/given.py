"""What the tests of newsletters begin with."""

import re
from datetime import datetime
from typing import Any

from chronique.articles.models import Publication
from chronique.mail.models import Letter
from chronique.newsletter.actions.alarming import watch
from chronique.newsletter.actions.asking import ask_waiting
from chronique.newsletter.actions.confirming import Confirmed, confirm
from chronique.newsletter.actions.subscribing import subscribe
from chronique.newsletter.models import Newsletter, Subscription, Trust
from tests.factories import NOON, number, the_site
from tests.readers.given import make_reader

BO = "bo@example.org"
LINK = re.compile(r"http://localhost:8000/letters/confirm/([^/\s]+)/")


def make_newsletter(name: str = "The tides", **fields: Any) -> Newsletter:
    values = {"site": the_site(), "name": name, "slug": f"letter-{next(number)}", **fields}
    return Newsletter.objects.create(**{"language": "en", **values})


def make_subscription(address: str = BO, **fields: Any) -> Subscription:
    """Return one that is active since NOON."""
    newsletter = fields.pop("newsletter", None) or make_newsletter()
    values = {"state": "active", "since": NOON, "made_at": NOON, "basis": "form", **fields}
    reader = values.pop("reader", None) or make_reader(address)
    return Subscription.objects.create(newsletter=newsletter, reader=reader, **values)


def ask(
    *newsletters: Newsletter, address: str = BO, rhythm: str = "each", trust: str = Trust.PLAIN,
    now: datetime = NOON,
) -> None:  # fmt: skip
    """Give an address for newsletters."""
    subscribe(
        address=address, choices={each.pk: rhythm for each in newsletters}, site=the_site(),
        language="en", text="We write to you.", page="/letters/", trust=trust, now=now,
    )  # fmt: skip


def work(now: datetime = NOON) -> int:
    """Let the worker take its turn; return how many letters it wrote."""
    publication = Publication.for_site(the_site())
    watch(publication, now)
    return ask_waiting(publication, now)


def letters_to(address: str = BO) -> list[Letter]:
    return list(Letter.objects.filter(to=address).order_by("pk"))


def token_in(letter: Letter) -> str:
    found = LINK.search(letter.text)
    assert found, letter.text
    return found[1]


def confirm_last(address: str = BO, now: datetime = NOON) -> Confirmed:
    """Press the button that the last letter to an address leads to."""
    return confirm(token=token_in(letters_to(address)[-1]), now=now)
