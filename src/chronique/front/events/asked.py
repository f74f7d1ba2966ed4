"""What a reader asks of a timeline, in its address: `?from=1880&to=1889&who=…&where=…&page=2`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from chronique.dossiers.models.events import EventQuerySet
from chronique.dossiers.moments.humane import edtf_of
from chronique.dossiers.moments.points import Moment
from chronique.dossiers.moments.reading import NotAMoment, read

# Longer than any name of a place or a person.
MOST = 300


@dataclass(frozen=True)
class Asked:
    """`since` and `until` as they were typed; `first` and `last` are days by their numbers."""

    since: str = ""
    until: str = ""
    who: str = ""
    where: str = ""
    dossier: str = ""
    page: int = 1
    first: int | None = None
    last: int | None = None
    # A sentence about what was typed and not understood.
    trouble: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        said = {
            name: query.get(name, "").replace("\0", "").strip()[:MOST]
            for name in ("from", "to", "who", "where", "dossier", "page")
        }
        page = int(said["page"]) if re.fullmatch("[1-9][0-9]{0,3}", said["page"]) else 1
        asked = cls(said["from"], said["to"], said["who"], said["where"], said["dossier"], page)
        return asked._with_days()

    def _with_days(self) -> Asked:
        since, until = _moment(self.since), _moment(self.until)
        first = since.first if since else None
        last = until.last if until else None
        if (self.since and not since) or (self.until and not until):
            typed = self.until if since or not self.since else self.since
            trouble = _("“%(typed)s” is no date that we understand: write 1882, or March 1882.")
            return replace(self, first=first, last=last, trouble=trouble % {"typed": typed})
        if first is not None and last is not None and last < first:
            return replace(self, trouble=_("This period would end before it begins."))
        return replace(self, first=first, last=last)

    @property
    def is_anything(self) -> bool:
        return any((self.since, self.until, self.who, self.where, self.dossier))

    def among(self, events: EventQuerySet) -> EventQuerySet:
        """Return those that are asked for."""
        events = events.within(self.first, self.last)
        if self.who:
            events = events.with_part_of(self.who)
        if self.where:
            events = events.at(self.where)
        return events

    def query(self, **changes: object) -> str:
        """Return the same with something else, as the end of an address."""
        said = {
            "from": self.since, "to": self.until, "who": self.who, "where": self.where,
            "dossier": self.dossier, "page": self.page if self.page > 1 else "", **changes,
        }  # fmt: skip
        text = urlencode({name: value for name, value in said.items() if value})
        return f"?{text}" if text else "."


def _moment(typed: str) -> Moment | None:
    try:
        return read(edtf_of(typed)) if typed else None
    except NotAMoment:
        return None
