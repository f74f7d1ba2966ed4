"""What a site takes along of what all sites share: pictures, files, tags, authors.

The only site takes everything, used or not. One of several takes what its own articles, pages,
publication and authors use, and what its own imports brought: the rest is another's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Site

from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Picture,
    Publication,
    StaticPage,
    Tag,
    Tagging,
)
from chronique.articles.shelf import DOCUMENT_LINK, Wanted
from chronique.exchange.models import ImportedItem

PIECE = 100


@dataclass
class Library:
    """The part of one site."""

    site: Site

    def authors(self) -> Iterator[Author]:
        mine = Authorship.objects.filter(article__path__startswith=self.site.root_page.path)
        return self._of(Author, mine.values("author"), "author").iterator(PIECE)

    def tags(self) -> Iterator[Tag]:
        mine = Tagging.objects.filter(content_object__path__startswith=self.site.root_page.path)
        return self._of(Tag, mine.values("tag"), "tag").iterator(PIECE)

    def pictures(self) -> Iterator[Picture]:
        for picture in Picture.objects.order_by("pk").iterator(PIECE):
            if not self._is_shared or picture.pk in self._used.pictures:
                yield picture

    def documents(self) -> Iterator[AbstractDocument]:
        for document in get_document_model().objects.order_by("pk").iterator(PIECE):
            if not self._is_shared or document.pk in self._used.documents:
                yield document

    def count(self) -> int:
        """How many pictures and files there are."""
        pictures, documents = Picture.objects, get_document_model().objects
        if not self._is_shared:
            return int(pictures.count() + documents.count())
        used = self._used
        pks = pictures.values_list("pk", flat=True), documents.values_list("pk", flat=True)
        return len(used.pictures.intersection(pks[0])) + len(used.documents.intersection(pks[1]))

    @cached_property
    def _is_shared(self) -> bool:
        return Site.objects.exclude(pk=self.site.pk).exists()

    def _of(self, model: Any, used: QuerySet[Any, Any], kind: str) -> QuerySet[Any]:
        """Return those that are used or came in; all where there is no other site."""
        mine = Q(pk__in=used) | Q(pk__in=self._came(kind)) if self._is_shared else Q()
        found: QuerySet[Any] = model.objects.filter(mine).order_by("pk")
        return found

    def _came(self, kind: str) -> QuerySet[ImportedItem, Any]:
        known = ImportedItem.objects.filter(site=self.site, kind=kind, row__isnull=False)
        return known.values_list("row", flat=True)

    @cached_property
    def _used(self) -> Wanted:
        """The numbers of pictures and files; of the texts one at a time is in memory."""
        wanted = Wanted()
        wanted.pictures.update(self._came("picture"))
        wanted.documents.update(self._came("document"))
        for page in _bodies(StaticPage.objects.on(self.site), "body"):
            wanted.look(page.body.get_prep_value())
        articles = Article.objects.on(self.site)
        for article in _bodies(articles, "body", "corrections", "lead_picture"):
            wanted.look(article.body.get_prep_value())
            wanted.look(article.corrections.get_prep_value())
            _add_picture(wanted, article.lead_picture_id)
        for author in self.authors():
            _add_picture(wanted, author.portrait_id)
            _add_files(wanted, author.biography)
        publication = Publication.for_site(self.site)
        _add_picture(wanted, publication.logo_id)
        _add_files(wanted, f"{publication.about} {publication.footer}")
        return wanted


def _bodies(pages: Any, *fields: str) -> Iterator[Any]:
    return iter(pages.order_by("pk").only(*fields).iterator(PIECE))


def _add_picture(wanted: Wanted, number: int | None) -> None:
    if number:
        wanted.pictures.add(number)


def _add_files(wanted: Wanted, rich: str) -> None:
    wanted.documents.update(map(int, DOCUMENT_LINK.findall(rich)))
