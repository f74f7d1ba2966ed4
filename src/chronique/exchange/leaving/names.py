"""Under which number, at which address and when each thing leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, Site

from chronique.articles.models import Picture
from chronique.exchange.bodies.verbatim import Places
from chronique.exchange.leaving.accounts import Accounts
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.writer import stamp
from chronique.text.words import fold

# Rows that were never in WordPress get numbers far above those that were.
AWAY = {"page": 2_000_000_000, "picture": 3_000_000_000, "document": 4_000_000_000,
        "comment": 5_000_000_000, "menu": 6_000_000_000}  # fmt: skip
# Metadata that names an account by its number there.
EDITOR = "_edit_last"
# Metadata that names a file by its address there.
ENCLOSURE = "enclosure"
SECOND = timedelta(seconds=1)
# Where readers find what an analysis rests on, by how a text calls it.
THINGS = {"source": "/sources/%s/", "event": "/events/%s/", "likelihood": "/likelihood/#%s"}


@dataclass
class Came:
    """Which WordPress a thing came from, if any; what it hung below there, and what was kept."""

    source: str = ""
    parent: str = ""
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass
class Names:
    """Those of one export of one site."""

    site: Site
    numbers: dict[tuple[str, int], str] = field(default_factory=dict)
    # Digests of the titles and seconds that have left.
    told: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.base, self.accounts = self.site.root_url, Accounts(self.site)
        self._recall()

    def _recall(self) -> None:
        """What came from WordPress leaves under its old number, where no two claim the same."""
        kinds = {"post": "page", "page": "page", "picture": "picture", "document": "document"}
        taken: set[str] = set()
        rows = ImportedItem.objects.filter(site=self.site, kind__in=kinds, row__isnull=False)
        for kind, number, row in (
            rows.order_by("pk").values_list("kind", "number", "row").iterator()
        ):
            if row and number.isdecimal() and len(number) < 10 and number not in taken:
                taken.add(number)
                self.numbers[(kinds[kind], row)] = number

    def number(self, kind: str, row: int) -> str:
        return self.numbers.get((kind, row)) or str(AWAY[kind] + row)

    def came(self, kind: str, rows: Iterable[int]) -> dict[int, Came]:
        """Return where those of some rows that came in came from."""
        known = ImportedItem.objects.filter(site=self.site, kind=kind, row__in=rows)
        found = known.order_by("-pk").values_list("row", "source", "parent", "kept")
        return {row or 0: Came(*told) for row, *told in found}

    def late(self, title: str, at: datetime) -> timedelta:
        """Return how much later than `at` a thing leaves.

        WordPress takes two things of one title and second for one, whatever its letters' accents
        and cases. Whoever comes second is a second late.
        """
        late, words = timedelta(0), fold(title).strip()
        while (told := hash((words, stamp(timezone.localtime(at + late))))) in self.told:
            late += SECOND
        self.told.add(told)
        return late

    def foreign(
        self, meta: Iterable[Iterable[str]], came: Came, but: Iterable[str]
    ) -> list[tuple[str, str]]:
        """Return the metadata that an import kept, without what is written from our own fields."""
        kept = [(key, value) for key, value in meta if key not in but]
        number = self.accounts.number
        told = [(k, number(came.source, v) if k == EDITOR else v) for k, v in kept]
        told = [(k, self._enclosed(v, came.source) if k == ENCLOSURE else v) for k, v in told]
        return [pair for pair in told if pair != (EDITOR, "0")]

    def _enclosed(self, told: str, source: str) -> str:
        """Return what names a file, its size and kind, with where the file is now, if it is."""
        address = told.partition("\n")[0].strip()
        kind, row = self._files.get((source, _bare(address)), ("", 0))
        find = self.places.document if kind == "document" else self.places.picture
        now = find(row) if row else ""
        return told.replace(address, now, 1) if now else told

    @cached_property
    def _files(self) -> dict[tuple[str, str], tuple[str, int]]:
        """The files that came in, by source and address there."""
        known = ImportedItem.objects.filter(site=self.site, kind__in=("picture", "document"))
        rows = known.order_by("-pk").values_list("source", "kept__address", "kind", "row")
        return {
            (source, _bare(address)): (kind, row)
            for source, address, kind, row in rows.iterator()
            if address and row
        }

    def of_document(self, document: AbstractDocument) -> str:
        return f"{self.base}{document.url}"

    def of_picture(self, picture: Picture) -> str:
        return f"{self.base}{picture.file.url}"

    @cached_property
    def places(self) -> Places:
        documents = get_document_model().objects

        def page(pk: int) -> str:
            found = Page.objects.filter(pk=pk).select_related("article").first()
            url = getattr(found, "article", found).get_url() if found else None
            return self.base + (url or f"/?p={self.number('page', pk)}")

        def document(pk: int) -> str:
            found = documents.filter(pk=pk).first()
            return self.of_document(found) if found else ""

        def picture(pk: int) -> str:
            found = Picture.objects.filter(pk=pk).first()
            return self.of_picture(found) if found else ""

        return Places(
            page, document, picture,
            lambda pk: self.number("picture", pk), lambda pk: self.number("document", pk),
            lambda kind, name: f"{self.base}{THINGS[kind]}" % name,
        )  # fmt: skip


def _bare(address: str) -> str:
    """Return an address without its scheme: sites move to https, and their texts do not."""
    return address.partition("://")[2]
