"""All that changed in a dossier, or since a part of it appeared, in pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404

from chronique.dossiers.models import Change, Dossier
from chronique.dossiers.models.matrix import ChangeQuerySet
from chronique.front.dossiers.changes import Changes, tell
from chronique.front.dossiers.reading import ShownPart, parts_of

PER_PAGE = 100


@dataclass
class ChangeList:
    """One page of changes, the newest first."""

    changes: Changes
    # All parts to choose from, and the one since which this tells; None: all since the beginning.
    parts: list[ShownPart]
    since: ShownPart | None
    # Addresses of the pages around this one; empty where there is none.
    newer: str
    older: str
    here: str


def list_changes(dossier: Dossier, *, since: int, number: int) -> ChangeList:
    """Return page `number` of what changed since part `since` appeared, 0 for all; at most nine
    queries. Raises Http404 where there is no such part or page.
    """
    parts, names = parts_of(dossier)
    if since > len(parts):
        raise Http404
    part = parts[since - 1] if since else None
    rows = Change.objects.told_of(dossier)
    paginator = Paginator(_after(rows, dossier, part) if part else rows, PER_PAGE)
    if number < 1 or number > paginator.num_pages:
        raise Http404
    page = paginator.page(number)
    changes = tell(list(page.object_list))
    changes.names |= names
    own = f"{dossier.path}changes/" + (f"since/{since}/" if since else "")
    newer = at(own, number - 1) if page.has_previous() else ""
    older = at(own, number + 1) if page.has_next() else ""
    return ChangeList(changes, parts, part, newer, older, at(own, number))


def at(address: str, number: int) -> str:
    return address if number == 1 else f"{address}page/{number}/"


def _after(rows: ChangeQuerySet, dossier: Dossier, part: ShownPart) -> ChangeQuerySet:
    """Leave what came after a part: after it was told, or, where it was there first, after it
    appeared.
    """
    told = Change.objects.of_part(dossier, part.article.pk).first()
    moment = told.at if told else part.article.first_published_at
    return rows.filter(at__gt=moment) if moment else rows
