"""Lists of subscribers come in: read, judged row by row, written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from wagtail.models import Site

from chronique.base.batches import batches
from chronique.base.errors import Refused
from chronique.exchange.alone import alone
from chronique.exchange.subscribers.arriving import Arriving
from chronique.exchange.subscribers.columns import LOOKED_AT, Columns, columns_of
from chronique.exchange.subscribers.people import Person, Reading
from chronique.exchange.subscribers.sources import Step, sources
from chronique.exchange.subscribers.tables import Table
from chronique.exchange.subscribers.telling import Telling
from chronique.exchange.subscribers.trial import Trial
from chronique.newsletter.models import Newsletter

# Rows of a transaction.
BATCH = 1000
MOST_COLUMNS = 8


@dataclass(frozen=True)
class List:
    """One table, and what its columns mean; of one without addresses nothing is known."""

    table: Table
    columns: Columns | None

    def people(self, now: datetime, advance: Step) -> Iterator[Person]:
        if self.columns is None:
            return
        reading = Reading(self.columns, now)
        for number, cells in self.table.rows(advance):
            yield reading.person(number, cells)


def import_subscribers(
    paths: Sequence[Path], *, site: Site, newsletter: Newsletter | None = None, now: datetime,
    dry_run: bool = False, advance: Step = lambda _size: None,
) -> Telling:  # fmt: skip
    """Bring in lists of subscribers. Raises Refused before anything is written.

    Whose list or tag is called as a newsletter here gets that one; the others get `newsletter`, or
    the site's first. Run again, it changes nothing; killed half-way and run again, it ends as if
    undisturbed. `dry_run` tells the same and writes nothing. `advance` hears of bytes read.
    """
    known = list(Newsletter.objects.on(site))
    chosen = newsletter or next(iter(known), None)
    if chosen is None:
        raise Refused(_("The publication has no newsletter. Make one at the desk first."))
    lists = look_at(paths)
    telling, trial = Telling(), Trial() if dry_run else None
    with nullcontext() if dry_run else alone():
        for one in lists:
            arriving = Arriving(
                newsletters=known, chosen=chosen, telling=telling, place=one.table.name,
                system=one.columns.system if one.columns else "", now=now, trial=trial,
            )  # fmt: skip
            for batch in batches(one.people(now, advance), BATCH):
                arriving.bring(batch)
            _finish(one, arriving, telling)
    return telling


def look_at(paths: Sequence[Path]) -> list[List]:
    """Return the lists in files. Raises Refused for a file in which there is none."""
    found = []
    for path in paths:
        lists = [_look(Table(source)) for source in sources(path)]
        if not any(one.columns for one in lists):
            raise Refused(_no_addresses(path.name, lists[0].table))
        found += lists
    return found


def size_of(paths: Sequence[Path]) -> int:
    """Return how much `advance` will hear of, in bytes."""
    return sum(source.size_bytes for path in paths for source in sources(path))


def _look(table: Table) -> List:
    columns = columns_of(table.header, table.first(LOOKED_AT), table.name)
    if columns:
        table.at = columns.places["address"][0]
    return List(table, columns)


def _finish(one: List, arriving: Arriving, telling: Telling) -> None:
    """Tell what concerns a whole file."""
    arriving.finish()
    if one.columns is None:
        telling.found("file")
        telling.skipped("file", "", one.table.name, _no_addresses(one.table.name, one.table))
    if count := one.table.lines.foreign:
        telling.changed(
            "file", "", one.table.name,
            _("It is not all UTF-8: %(count)s lines were read as Windows-1252.") % {"count": count},
        )  # fmt: skip


def _no_addresses(name: str, table: Table) -> str:
    if not table.header:
        return _("%(file)s holds no e-mail address.") % {"file": name}
    shown = ", ".join(f"“{cell[:40]}”" for cell in table.header[:MOST_COLUMNS])
    return _("%(file)s: no column holds e-mail addresses. Its columns are %(columns)s.") % {
        "file": name, "columns": shown,
    }  # fmt: skip
