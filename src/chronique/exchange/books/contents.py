"""What a book holds: of one article, and of a year; `dossiers` has that of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from chronique.articles import showing
from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.dossiers.models import Book
from chronique.exchange.books.chapters import Chapter, article_chapters
from chronique.text.typography import typeset


@dataclass
class Contents:
    title: str
    language: str
    root: str
    # Where it is read on the site.
    path: str
    # The numbers of its articles, in order, and what leads through them.
    articles: list[int]
    addresses: dict[str, str]
    write: Callable[[], Iterator[Chapter]]
    count: int
    subtitle: str = ""
    description: str = ""
    authors: list[str] = field(default_factory=list)
    published: datetime | None = None
    # Whether it holds something without any article.
    has_own_pages: bool = False

    def chapters(self) -> Iterator[Chapter]:
        return self.write()

    def inside(self) -> dict[str, str]:
        """Return the names of its chapters by whole addresses of the site."""
        return {f"{self.root}{path}": name for path, name in self.addresses.items()}


def contents_of_article(book: Book) -> Contents:
    """Return what it holds now. Raises Refused when readers may not see it."""
    found = Article.objects.published().on(book.site).filter(pk=book.number)
    article = found.prefetch_related("authorships__author").first()
    if article is None:
        raise Refused(_("The article is not published, or asks for a password."))
    root = root_of(book)
    return Contents(
        title=typeset(article.title, article.language), language=article.language, root=root,
        path=article.address, articles=[article.pk],
        addresses={article.address: f"article-{article.pk}"},
        write=lambda: article_chapters([article.pk], root=root), count=1,
        description=article.teaser, published=article.first_published_at,
        authors=[each.author.name for each in showing.writers(article)],
    )  # fmt: skip


def contents_of_year(book: Book) -> Contents:
    publication = Publication.for_site(book.site)
    zone = timezone.get_default_timezone()
    start, end = (datetime(book.number + n, 1, 1, tzinfo=zone) for n in (0, 1))
    found = Article.objects.published().on(book.site).between(start, end)
    rows = list(
        found.order_by("first_published_at", "pk").values_list(
            "pk", "address", "first_published_at"
        )
    )
    if not rows:
        raise Refused(_("Nothing was published in that year."))
    root = root_of(book)

    def write() -> Iterator[Chapter]:
        by_month = groupby(rows, key=lambda row: timezone.localtime(row[2]).date().replace(day=1))
        for month, some in by_month:
            with translation.override(publication.language):
                title = formats.date_format(month, "YEAR_MONTH_FORMAT").capitalize()
            # A heading of the contents, which has no page.
            yield Chapter(f"month-{month:%m}", title, publication.language, "")
            yield from article_chapters([row[0] for row in some], root=root, level=2)

    return Contents(
        title=f"{publication.title} {book.number}", language=publication.language, root=root,
        path=f"/{book.number:04}/", articles=[row[0] for row in rows],
        addresses={row[1]: f"article-{row[0]}" for row in rows}, write=write, count=len(rows),
        subtitle=publication.tagline, description=publication.tagline,
        authors=authors_of([row[0] for row in rows]), published=rows[0][2],
    )  # fmt: skip


def authors_of(articles: list[int]) -> list[str]:
    """Return who wrote them, whoever wrote most first."""
    found = Article.objects.filter(pk__in=articles).prefetch_related("authorships__author")
    counted: dict[str, int] = {}
    for article in found.without_words():
        for each in showing.writers(article):
            counted[each.author.name] = counted.get(each.author.name, 0) + 1
    return sorted(counted, key=lambda name: (-counted[name], name))


def root_of(book: Book) -> str:
    return str(book.site.root_url).rstrip("/")
