"""What the tests of lists begin with: files, and who is known after they came in."""

from pathlib import Path
from typing import Any

from django.utils.translation import override

from chronique.exchange.subscribers.columns import columns_of
from chronique.exchange.subscribers.importing import import_subscribers, look_at
from chronique.exchange.subscribers.people import Person, Reading
from chronique.exchange.subscribers.telling import Telling
from chronique.newsletter.models import Newsletter, Subscription
from tests.factories import NOON, the_site


def written(folder: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def people_in(path: Path) -> list[Person]:
    """Return what the rows of a file say."""
    return [person for one in look_at([path]) for person in one.people(NOON, lambda _size: None)]


def person_of(**cells: str) -> Person:
    """Return who a row of these columns is about."""
    row = list(cells.values())
    columns = columns_of(list(cells), [row], "list.csv")
    assert columns
    return Reading(columns, NOON).person(2, row)


def bring(*paths: Path, **options: Any) -> Telling:
    with override("en"):
        told = import_subscribers(paths, **{"site": the_site(), "now": NOON, **options})
    assert told.balanced()
    return told


def states() -> dict[str, str]:
    """Return the state of each address."""
    rows = Subscription.objects.values_list("reader__address", "state")
    return dict(rows)


def rows() -> list[dict[str, Any]]:
    """Return all that is kept of subscriptions, but numbers of rows."""
    found = Subscription.objects.order_by("reader__address", "newsletter__slug").values(
        "reader__address", "reader__name", "reader__language", "reader__made_at",
        "newsletter__slug", "rhythm", "state", "made_at", "since", "ended_at", "basis",
        "consent_text", "consent_page", "consent_how", "consent_at",
    )  # fmt: skip
    return [dict(row) for row in found]


def first_newsletter() -> Newsletter:
    return Newsletter.objects.on(the_site())[0]


def reasons(told: Telling) -> dict[str, str]:
    """Return why rows were left out, by address."""
    return {remark.title: remark.reason for remark in told.skips}
