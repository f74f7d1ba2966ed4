"""Under which number, and at which address, each thing leaves."""

from dataclasses import dataclass, field
from functools import cached_property

from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, Site

from chronique.articles.models import Picture
from chronique.exchange.bodies.verbatim import Places
from chronique.exchange.leaving.accounts import Accounts
from chronique.exchange.models import ImportedItem

# Rows that were never in WordPress get numbers far above those that were.
AWAY = {"page": 2_000_000_000, "picture": 3_000_000_000, "document": 4_000_000_000,
        "comment": 5_000_000_000, "menu": 6_000_000_000}  # fmt: skip


@dataclass
class Names:
    """Those of one export of one site."""

    site: Site
    numbers: dict[tuple[str, int], str] = field(default_factory=dict)

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
        )  # fmt: skip
