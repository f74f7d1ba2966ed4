"""What came in before: the rows of ImportedItem for one source."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from wagtail.models import Site

from chronique.exchange.models import ImportedItem


class Ledger:
    """Finds and notes what became of the things of one source on one site."""

    def __init__(self, site: Site, source: str) -> None:
        self.site, self.source = site, source

    def find(self, kind: str, number: str) -> ImportedItem | None:
        return self._mine().filter(kind=kind, number=number[:200]).first()

    def row(self, kind: str, number: str) -> int | None:
        """Return the key of the row that a thing became; None when it is not in, or became none."""
        found = self.find(kind, number)
        return found.row if found else None

    def note(self, kind: str, number: str, **fields: Any) -> ImportedItem:
        item, _ = ImportedItem.objects.update_or_create(
            site=self.site, source=self.source, kind=kind, number=number[:200], defaults=fields
        )
        return item

    def waiting(self, kinds: Iterable[str]) -> Iterable[ImportedItem]:
        """Those whose work waits until everything is there, in the order they came."""
        return self._mine().filter(kind__in=kinds, waiting=True).order_by("pk").iterator(500)

    def at_path(self, path: str, kinds: Iterable[str]) -> ImportedItem | None:
        """Return what stood at a path of the old site."""
        found = self._mine().filter(path=path, kind__in=kinds, row__isnull=False)
        return found.order_by("pk").first() if path else None

    def _mine(self) -> Any:
        return ImportedItem.objects.filter(site=self.site, source=self.source)


def digest_of(*parts: Any) -> str:
    """Return a digest of what was read; equal parts give equal digests in every run."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
