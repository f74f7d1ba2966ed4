"""A list in pages that have addresses of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page

Row = TypeVar("Row")


@dataclass
class Paged(Generic[Row]):
    """One page of a list, with the addresses of the pages around it.

    Most lists begin with the newest: the page before is `newer`, the one after `older`.
    """

    page: Page[Row]
    # Of the first page.
    address: str

    @property
    def here(self) -> str:
        return self.at(self.page.number)

    @property
    def newer(self) -> str:
        return self.at(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def older(self) -> str:
        return self.at(self.page.number + 1) if self.page.has_next() else ""

    def at(self, number: int) -> str:
        return self.address if number == 1 else f"{self.address}page/{number}/"
