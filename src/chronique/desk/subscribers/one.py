"""All that is known of one subscriber: what they get, how we know they want it, the letters."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Site

from chronique.mail.models import Letter, Return, Suppression
from chronique.newsletter.models import Subscription
from chronique.readers.models import Reader

MOST_LETTERS, MOST_RETURNS = 50, 20


@dataclass(frozen=True)
class One:
    """`letters`: the newest first, each with the mail server's words; `returns`: what came back."""

    reader: Reader
    subscriptions: list[Subscription]
    suppression: Suppression | None
    letters: list[Letter]
    returns: list[Return]


def one_of(reader: Reader, site: Site) -> One:
    rows = Subscription.objects.on(site).filter(reader=reader)
    subscriptions = list(rows.select_related("newsletter", "ended_by").order_by("newsletter", "pk"))
    groups = [f"subscription:{row.pk}" for row in subscriptions]
    letters = Letter.objects.filter(group__in=[*groups, reader.group]).select_related("mailing")
    returns = Return.objects.filter(address=reader.address).order_by("-at")
    return One(
        reader=reader, subscriptions=subscriptions,
        suppression=Suppression.objects.filter(address=reader.address).first(),
        letters=list(letters.order_by("-pk")[:MOST_LETTERS]),
        returns=list(returns[:MOST_RETURNS]),
    )  # fmt: skip
