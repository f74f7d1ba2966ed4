"""A timeline to take away: as JSON, and as a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from chronique.dossiers.models import Event
from chronique.dossiers.moments.days import as_text, number_of
from chronique.dossiers.moments.reading import read
from chronique.dossiers.moments.words import words
from chronique.text.html import plain

# Calendars know no other days.
FIRST, LAST = number_of(1), number_of(10_000) - 1


def as_json(events: Iterable[Event], *, root: str, language: str) -> list[dict[str, Any]]:
    """Return events as programs read them. `root`: the site's address without a final slash;
    `language`: that of the words that say when.
    """
    return [_told(event, root, language) for event in events]


def _told(event: Event, root: str, language: str) -> dict[str, Any]:
    return {
        "id": event.pk,
        "url": f"{root}{event.path}",
        "title": event.title,
        "language": event.language,
        "when": {
            "edtf": event.moment,
            "words": words(event.moment, language),
            "first_day": None if event.begins is None else as_text(event.begins),
            "last_day": None if event.ends is None else as_text(event.ends),
        },
        "where": _place(event),
        "who": [
            {"name": one.actor.name, "kind": one.actor.kind, "role": one.role}
            for one in event.people
        ],
        "text": plain(event.text),
    }


def _place(event: Event) -> dict[str, Any] | None:
    if not event.place and event.latitude is None:
        return None
    has_coordinates = event.latitude is not None and event.longitude is not None
    return {
        "name": event.place,
        "latitude": float(event.latitude or 0) if has_coordinates else None,
        "longitude": float(event.longitude or 0) if has_coordinates else None,
    }


def has_day(begins: int | None) -> bool:
    """Whether calendars know the day on which an event began; before year 1 they do not."""
    return begins is not None and FIRST <= begins <= LAST


def as_calendar(events: Iterable[Event], *, name: str, root: str, language: str) -> bytes:
    """Return events as a calendar of whole days; the arguments are those of `as_json`.

    Who sees only a day there is told in words when the date is not exact.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Chronique//Timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    host = root.partition("://")[2]
    for event in events:
        if has_day(event.begins):
            calendar.add_component(_entry(event, root, host, language))
    return calendar.to_ical()


def _entry(event: Event, root: str, host: str, language: str) -> Entry:
    entry, moment = Entry(), read(event.moment)
    when = words(event.moment, language)
    start = _date(event.begins or 0)
    entry.add("uid", f"event-{event.pk}@{host}")
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", start)
    if event.ends is not None and event.ends < LAST:
        # The day on which it is over.
        entry.add("dtend", _date(event.ends) + timedelta(days=1))
    is_said = moment.is_exact and moment.end is None
    entry.add("summary", event.title if is_said else f"{event.title} ({when})")
    entry.add("description", "\n".join(_lines(event, when)))
    entry.add("url", f"{root}{event.path}")
    entry.add("transp", "TRANSPARENT")
    if event.place:
        entry.add("location", event.place)
    if event.latitude is not None and event.longitude is not None:
        entry.add("geo", (float(event.latitude), float(event.longitude)))
    return entry


def _lines(event: Event, when: str) -> Iterator[str]:
    yield _("When: %(when)s") % {"when": when}
    people = [one.actor.name for one in event.people]
    if people:
        yield _("Who: %(people)s") % {"people": ", ".join(people)}
    if event.text:
        yield plain(event.text)


def _date(number: int) -> date:
    return date(1, 1, 1) + timedelta(days=number)
