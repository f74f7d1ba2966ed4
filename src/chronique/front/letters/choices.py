"""What a reader chooses from, as forms show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from chronique.newsletter.actions.subscribing import OPEN_TO_READERS
from chronique.newsletter.models import Newsletter, Rhythm, Subscription


@dataclass(frozen=True)
class Choice:
    """A newsletter, and what is chosen of it."""

    newsletter: Newsletter
    is_ticked: bool
    rhythm: str
    # What became of a reader's subscription, where it is not theirs to change.
    closed: str = ""


def as_given(offered: Sequence[Newsletter], given: Mapping[int, str] | None) -> list[Choice]:
    """Return the choices as a form gave them; the first one is ticked where none was sent yet."""
    ticked = {each.pk: str(Rhythm.EACH) for each in offered[:1]} if given is None else given
    return [Choice(each, each.pk in ticked, ticked.get(each.pk, Rhythm.EACH)) for each in offered]


def as_kept(
    offered: Sequence[Newsletter], subscriptions: Sequence[Subscription], site: int
) -> list[Choice]:
    """Return what a reader may choose from: what is offered to all, and what comes to them."""
    had = {row.newsletter_id: row for row in subscriptions if row.newsletter.site_id == site}
    every = {each.pk: each for each in offered}
    every |= {pk: row.newsletter for pk, row in had.items() if row.state == row.State.ACTIVE}
    return [_kept(each, had.get(pk)) for pk, each in every.items()]


def _kept(newsletter: Newsletter, row: Subscription | None) -> Choice:
    if row is None:
        return Choice(newsletter, is_ticked=False, rhythm=Rhythm.EACH)
    is_closed = row.state not in OPEN_TO_READERS
    return Choice(
        newsletter, is_ticked=row.state == row.State.ACTIVE, rhythm=row.rhythm,
        closed=str(row.get_state_display()) if is_closed else "",
    )  # fmt: skip


def chosen(data: QueryDict, offered: Sequence[Newsletter]) -> dict[int, str]:
    """Return which of the newsletters a form has ticked, by number, and how often each."""
    ticked = set(data.getlist("newsletter"))
    return {
        each.pk: _rhythm(data.get(f"rhythm-{each.pk}") or "")
        for each in offered
        if str(each.pk) in ticked
    }


def _rhythm(given: str) -> str:
    return given if given in Rhythm.values else str(Rhythm.EACH)
