"""What came in before: the rows of ImportedItem for one source."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from chronique.exchange.arriving.identity import is_same
from chronique.exchange.models import ImportedItem

PAGES = ("post", "page")
# What became of an attachment: it keeps the last of these while its file could not be had.
FILES = PICTURE, DOCUMENT, ATTACHMENT = ("picture", "document", "attachment")
LONGEST = 200


class Ledger:
    """Finds and notes what became of the things of one source on one site."""

    def __init__(self, site: Site, source: str) -> None:
        self.site, self.source = site, source

    def find(self, kinds: str | Sequence[str], number: str) -> ImportedItem | None:
        return self._of(kinds).filter(number=number[:LONGEST]).first()

    def claim(self, kinds: Sequence[str], number: str, mark: Sequence[str]) -> ImportedItem:
        """Return the row of this very thing, or a new one that is not saved.

        When another thing has the number, "#2" and so on is put behind it.
        """
        candidate, n = number[: LONGEST - 10], 1
        while (row := self.find(kinds, candidate)) and not is_same(row.mark, mark):
            n += 1
            candidate = f"{number[: LONGEST - 10]}#{n}"
        return row or ImportedItem(
            site=self.site, source=self.source, kind=kinds[-1], number=candidate, mark=list(mark)
        )

    def row(self, kinds: str | Sequence[str], number: str) -> int | None:
        """Return the key of the row that a thing became; None when it is not in, or became none."""
        found = self.find(kinds, number) if number else None
        return found.row if found else None

    def rows(self, kinds: Sequence[str], numbers: Iterable[str]) -> dict[str, int]:
        """Return the keys of the rows that things became, by their numbers there."""
        found = self._of(kinds).filter(number__in=set(numbers) - {""}).order_by("-pk")
        rows = dict(found.values_list("number", "row"))
        return {number: row for number, row in rows.items() if row}

    def at_paths(self, paths: Iterable[str], kinds: Sequence[str]) -> dict[str, ImportedItem]:
        """Return what stood at which path of the old site; of several, what came first."""
        wanted = [path for path in dict.fromkeys(paths) if path]
        if not wanted:
            return {}
        found = self._of(kinds).filter(path__in=wanted, row__isnull=False)
        return {item.path: item for item in found.order_by("-pk")}

    def below(self, kinds: Sequence[str], number: str) -> QuerySet[ImportedItem]:
        """Return what hangs below a thing, in the order it came."""
        return self._of(kinds).filter(parent=number).order_by("pk")

    def lost(self) -> QuerySet[ImportedItem]:
        """Files that were not to be had, in the order they came."""
        return self._of(ATTACHMENT).filter(row=None).order_by("pk")

    def waiting(self, kinds: str | Sequence[str]) -> QuerySet[ImportedItem]:
        """Those with work that waits until everything is there, in the order they came."""
        return self._of(kinds).filter(waiting=True, row__isnull=False).order_by("pk")

    def dangling(self, kinds: Sequence[str]) -> QuerySet[ImportedItem]:
        """Those that name what was not here when they came."""
        return (
            self._of(kinds).filter(dangling=True, waiting=False, row__isnull=False).order_by("pk")
        )

    def _of(self, kinds: str | Sequence[str]) -> QuerySet[ImportedItem]:
        named = {"kind": kinds} if isinstance(kinds, str) else {"kind__in": kinds}
        return ImportedItem.objects.filter(site=self.site, source=self.source, **named)


def digest_of(*parts: Any) -> str:
    """Return a digest of what was read; equal parts give equal digests in every run."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
