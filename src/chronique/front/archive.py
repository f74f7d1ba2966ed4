"""When there was something to read."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from chronique.articles.models.pages import ArticleQuerySet


@dataclass
class Year:
    year: int
    months: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.months)


def months_of(articles: ArticleQuerySet) -> list[Year]:
    """Return the years, newest first, with how many articles each month has; one query."""
    rows = (
        articles.filter(first_published_at__isnull=False)
        .annotate(month=TruncMonth("first_published_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    years: dict[int, Year] = {}
    for row in rows:
        year = row["month"].year
        years.setdefault(year, Year(year)).months.append((row["month"], row["count"]))
    return list(years.values())
