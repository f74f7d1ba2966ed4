"""Keeping sources: what they are, how far they are believed, in which dossiers they are named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers import shelves, tags
from chronique.dossiers.actions.changes import facts, remember
from chronique.dossiers.actions.citing import refuse_if_cited
from chronique.dossiers.actions.snapshots import ask_for_snapshot
from chronique.dossiers.models import Dossier, Listing, Source
from chronique.dossiers.moments.humane import edtf_of
from chronique.dossiers.moments.reading import NotAMoment
from chronique.store.actions import forget

# What is noted when it changes; a remark is the writer's own.
FACTS = (
    "kind", "title", "author", "publisher", "url", "language", "published", "seen_on", "words",
    "reliability", "credibility",
)  # fmt: skip


def published_of(typed: str) -> str:
    """Return in EDTF when something was published, as somebody typed it. Refused when it is no
    date.
    """
    try:
        return edtf_of(typed) if typed.strip() else ""
    except NotAMoment as wrong:
        raise Refused(
            _("This is no date. Write 1914, June 1914, 28 June 1914, around 1914, or 1914-06-28.")
        ) from wrong


def address_of(typed: str) -> str:
    """Return an address of the web. Refused for anything else."""
    typed = typed.strip()
    try:
        parts = urlsplit(typed)
    except ValueError:
        parts = None
    if typed and not (parts and parts.scheme in ("http", "https") and parts.hostname):
        raise Refused(_("This is no address of the web: it begins with https:// or http://."))
    return typed


def refuse_to_come(day: date | None, today: date) -> None:
    """Refused when nobody can have seen anything on that day yet."""
    if day and day > today:
        raise Refused(_("This day is still to come."))


@transaction.atomic
def save_source(
    *, source: Source, now: datetime, by: Any = None, wants_snapshot: bool = False,
    dossiers: Iterable[Dossier] | None = None,
) -> Source:  # fmt: skip
    """Write down a source; `dossiers`: those that name it from now on, None for as before.

    Refused when its address is not of the web, when `published` is no date, or when it was seen on
    a day that is still to come.
    """
    before = Source.objects.filter(pk=source.pk).first() if source.pk else None
    source.url = address_of(source.url)
    source.published = published_of(source.published)
    refuse_to_come(source.seen_on, timezone.localtime(now).date())
    if before is None or before.url != source.url:
        source.looked_at = source.gone_since = None
        source.gone_why = ""
    source.changed_at = now
    source.save()
    if dossiers is not None:
        _name_in(source, set(dossiers))
    remember(
        thing=source, kind="source", site=source.site, now=now, by=by,
        before=facts(before, *FACTS) if before else None, after=facts(source, *FACTS),
    )  # fmt: skip
    forget(tags.source(source.pk))
    if before is None or before.title != source.title:
        forget(*(tags.sourced(pk) for pk in dossiers_with(source)))
    if wants_snapshot:
        ask_for_snapshot(source, now=now)
    return source


@transaction.atomic
def delete_source(source: Source, *, now: datetime, by: Any = None) -> None:
    """Take a source away, and its snapshots. Refused where something rests on it."""
    refuse_if_cited(source)
    files = list(source.snapshots.values_list("file", flat=True))
    remember(
        thing=source, kind="source", site=source.site, now=now, by=by, before=facts(source, *FACTS)
    )  # fmt: skip
    forget(tags.source(source.pk), entirely=True)
    source.delete()
    transaction.on_commit(lambda: shelves.take_away(files))


def dossiers_with(source: Source) -> set[int]:
    """Return the numbers of the dossiers in whose list of sources it stands."""
    ways = [
        "listings__source", "evidence__source", "inclusions__event__event_sources__source",
        "parts__article__analysis_references__source", "predictions__resolutions__source",
    ]  # fmt: skip
    return {
        pk
        for way in ways
        for pk in Dossier.objects.filter(**{way: source}).values_list("pk", flat=True)
    }


def _name_in(source: Source, wanted: set[Dossier]) -> None:
    """Let these dossiers name it, and no other."""
    rows = {row.dossier_id: row for row in source.listings.all()}
    numbers = {dossier.pk for dossier in wanted}
    gone, new = rows.keys() - numbers, numbers - rows.keys()
    Listing.objects.filter(source=source, dossier__in=gone).delete()
    Listing.objects.bulk_create(Listing(source=source, dossier_id=pk) for pk in sorted(new))
    changed = {tags.sourced(pk) for pk in gone | new}
    if changed:
        forget(tags.cited(tags.source(source.pk)), *sorted(changed))
