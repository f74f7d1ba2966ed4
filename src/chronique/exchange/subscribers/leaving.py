"""All subscribers of a site into a file, with their proof of consent."""

from collections.abc import Callable
from pathlib import Path

from wagtail.models import Site

from chronique.base.errors import Refused
from chronique.newsletter.models import Subscription
from chronique.newsletter.models.subscriptions import SubscriptionQuerySet
from chronique.newsletter.taking import as_csv, as_json

WRITERS = {".csv": as_csv, ".json": as_json}
# Addresses stand in it.
PRIVATE = 0o600


def subscriptions_of(site: Site) -> SubscriptionQuerySet:
    return Subscription.objects.filter(newsletter__site=site)


def export_subscribers(out: Path, *, site: Site, advance: Callable[[int], object]) -> int:
    """Write all subscriptions as CSV or JSON, as the name ends; return how many.

    The file appears when it is whole, and only its owner may read it. Raises Refused.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise Refused(f"{out.name} ends neither in .csv nor in .json: say which it is to be.")
    draft = out.with_name(f".{out.name}.part")
    found = subscriptions_of(site)
    try:
        draft.touch(PRIVATE)
        with draft.open("w", encoding="utf-8", errors="replace", newline="") as file:
            for line in writer(found):
                file.write(line)
                advance(1)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return found.count()
