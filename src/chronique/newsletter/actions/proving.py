"""Whether a person asks: what is known of it when a form comes, and what a browser shows later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Site

from chronique.base.errors import Refused
from chronique.base.marks import mark
from chronique.base.pace import Pace
from chronique.newsletter.actions.asking import RUSH, SPAN, is_slow
from chronique.newsletter.models import Asking, Trust
from chronique.spam.puzzles import Answer, check, make_puzzle

# From one household, or one school, so many in ten minutes raise no doubt.
NETWORK = Pace(10, span=timedelta(minutes=10))
# Of all together in this process: a rush is met before the worker has noticed it.
ALL = Pace(RUSH, span=SPAN)
# No person fills in a form faster.
QUICKEST = timedelta(seconds=1)


class NoProof(Refused):
    """What was sent is no solution, or comes too late."""


def trust_in(*, network: str, took: timedelta | None, site: Site, now: datetime) -> Trust:
    """Return how far we believe that a person sent a form.

    `took`: from the page's being shown to the form's being sent; None when no script has counted.
    """
    is_too_many = not NETWORK.take(network, now)
    is_rush = not ALL.take(str(site.pk), now) or is_slow(site, now)
    is_too_quick = took is not None and took < QUICKEST
    return Trust.DOUBTED if is_too_many or is_rush or is_too_quick else Trust.PLAIN


def puzzle_for(asking: Asking, now: datetime) -> dict[str, Any]:
    return make_puzzle(_name_of(asking), key=_key(), now=now)


def take_solution(*, asking: Asking, solution: str, now: datetime) -> None:
    """Believe that a person asked, whose browser solved its puzzle. Raises NoProof."""
    found = check(solution, _name_of(asking), key=_key(), now=now)
    if found is Answer.OLD:
        raise NoProof(_("That took too long: load the page again, and it is tried once more."))
    if found is Answer.WRONG:
        raise NoProof(_("That does not solve the puzzle of this page."))
    Asking.objects.waiting().filter(pk=asking.pk).update(trust=Trust.PROVEN)


def _name_of(asking: Asking) -> str:
    return f"asking:{asking.pk}"


def _key() -> bytes:
    return mark(settings.SECRET_KEY.encode()[:64], "puzzles of letters").encode()
