"""Keeping events, and the people and bodies that have a part in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from chronique.dossiers import tags
from chronique.dossiers.actions import citing
from chronique.dossiers.actions.changes import facts, remember
from chronique.dossiers.models import Actor, Dossier, Event
from chronique.store.actions import forget

# What is noted when it changes.
FACTS = ("title", "text", "language", "moment", "place", "latitude", "longitude")
OF_ACTOR = ("name", "kind", "slug", "description")


@dataclass
class _Was:
    """An event as the tables have it; nothing of one that is new."""

    facts: dict[str, Any] = field(default_factory=dict)
    dossiers: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, number: int | None) -> _Was:
        event = Event.objects.filter(pk=number).first() if number else None
        if event is None:
            return cls()
        said = facts(event, *FACTS) | {
            "who": "; ".join(
                f"{name} ({role})" if role else name
                for name, role in event.involvements.values_list("actor__name", "role")
            ),
            "sources": "; ".join(event.event_sources.values_list("source__title", flat=True)),
        }
        return cls(
            said,
            set(event.inclusions.values_list("dossier", flat=True)),
            set(event.event_sources.values_list("source", flat=True)),
        )


@transaction.atomic
def keep_event(*, event: Event, moment: str, now: datetime, by: Any = None) -> Event:
    """Write down an event with what it has in hand: people, sources, dossiers.

    `moment` is a text of EDTF. Raises NotAMoment when it is none.
    """
    was = _Was.of(event.pk)
    event.set_moment(moment)
    event.changed_at = event.changed_at or now
    event.save()
    _tell(event, was, now=now, by=by)
    return event


@transaction.atomic
def delete_event(event: Event, *, now: datetime, by: Any = None) -> None:
    """Refused where something rests on it."""
    citing.refuse_if_cited(event)
    was = _Was.of(event.pk)
    for one in _dossiers(was.dossiers):
        _remember(event, one, was.facts, {}, now=now, by=by)
    _forget(event, was, _Was(), entirely=True)
    event.delete()


def _tell(event: Event, was: _Was, *, now: datetime, by: Any) -> None:
    """Note what became different in each dossier that it stands in, or stood in."""
    after = _Was.of(event.pk)
    for dossier in _dossiers(was.dossiers | after.dossiers):
        _remember(
            event, dossier,
            was.facts if dossier.pk in was.dossiers else {},
            after.facts if dossier.pk in after.dossiers else {},
            now=now, by=by,
        )  # fmt: skip
    if not was.dossiers and not after.dossiers:
        _remember(event, None, was.facts, after.facts, now=now, by=by)
    if was != after:
        Event.objects.filter(pk=event.pk).update(changed_at=now)
        event.changed_at = now
        _forget(event, was, after)


def _remember(
    event: Event, dossier: Dossier | None, before: dict[str, Any], after: dict[str, Any], *,
    now: datetime, by: Any,
) -> None:  # fmt: skip
    change = remember(
        thing=event, kind="event", site=event.site, now=now, by=by, dossier=dossier,
        before=before, after=after,
    )  # fmt: skip
    if change and dossier:
        Dossier.objects.filter(pk=dossier.pk).update(changed_at=now)
        forget(tags.dossiers(event.site_id))


def _forget(event: Event, was: _Was, now: _Was, *, entirely: bool = False) -> None:
    """Forget what shows it, also where it was looked for in vain. `entirely`: it is to be seen no
    more.
    """
    dossiers, other = was.dossiers | now.dossiers, was.sources ^ now.sources
    moved = was.dossiers ^ now.dossiers if now.sources else set()
    sourced = dossiers if other else moved
    forget(
        tags.event(event.pk), tags.events(event.site_id), *sorted(map(tags.timeline, dossiers)),
        entirely=entirely,
    )  # fmt: skip
    cited = {tags.cited(tags.source(pk)) for pk in other}
    forget(*sorted({*map(tags.sourced, sourced), *cited}))


def _dossiers(numbers: set[int]) -> list[Dossier]:
    return list(Dossier.objects.filter(pk__in=numbers).order_by("pk")) if numbers else []


@transaction.atomic
def keep_actor(*, actor: Actor, now: datetime, by: Any = None) -> Actor:
    """Write down a person or a body."""
    known = Actor.objects.filter(pk=actor.pk).first() if actor.pk else None
    before = facts(known, *OF_ACTOR) if known else {}
    actor.save()
    remember(
        thing=actor, kind="actor", site=actor.site, now=now, by=by, before=before,
        after=facts(actor, *OF_ACTOR),
    )  # fmt: skip
    forget(tags.actor(actor.pk), tags.events(actor.site_id))
    return actor


@transaction.atomic
def delete_actor(actor: Actor) -> None:
    """Refused where somebody has a part in an event."""
    citing.refuse_if_cited(actor)
    actor.delete()
