"""A book is made: what it holds is looked up, written beside its place, and moved there whole."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from time import monotonic

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chronique.articles.models import Publication
from chronique.base.errors import Refused
from chronique.dossiers.actions.books import end_book, keep_book
from chronique.dossiers.models import Book
from chronique.exchange.books.contents import Contents, contents_of_article, contents_of_year
from chronique.exchange.books.dossiers import contents_of_dossier
from chronique.exchange.books.facts import Facts

logger = logging.getLogger(__name__)
# How often a screen hears how far it is, in seconds.
PAUSE = 1.0
CONTENTS: dict[str, Callable[[Book], Contents]] = {
    Book.Kind.ARTICLE: contents_of_article,
    Book.Kind.YEAR: contents_of_year,
    Book.Kind.DOSSIER: contents_of_dossier,
}
# Loaded when a book is made: what sets paper takes a second, and no process else needs it.
WRITERS: dict[str, str] = {Book.Form.EPUB: "epub.write_epub", Book.Form.PDF: "paper.write_pdf"}


def make_book(book: Book, *, now: datetime) -> None:
    """Write a book's file, and note that it is there. Raises Refused when nothing is in it."""
    contents = CONTENTS[book.kind](book)
    if not contents.articles and not contents.has_own_pages:
        raise Refused(_("There is nothing in it that readers may see."))
    book.folder.mkdir(parents=True, exist_ok=True)
    draft = book.folder / f".{book.name}"
    facts = _facts(book, contents, now)
    _writer(book.form)(
        draft, facts, contents.chapters(), inside=contents.inside(),
        advance=_Progress(book, contents.count),
    )  # fmt: skip
    draft.replace(book.file)
    keep_book(book, articles=contents.articles, now=now)
    logger.info("book.made id=%s form=%s", book.pk, book.form)


def _writer(form: str) -> Callable[..., None]:
    module, _dot, name = WRITERS[form].partition(".")
    try:
        found: Callable[..., None] = getattr(
            import_module(f"chronique.exchange.books.{module}"), name
        )
    except OSError as error:
        # What WeasyPrint says when it does not find the system's libraries.
        logger.warning("book.no_pango error=%s", error)
        raise Refused(
            _("PDF needs Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0).")
        ) from error
    return found


def make_books() -> int:
    """Make the books that wait; return how many were looked at. What goes wrong is told."""
    count = 0
    for book in Book.objects.waiting().select_related("site__root_page"):
        count += 1
        with translation.override(book.language):
            broken = True
            try:
                make_book(book, now=timezone.now())
                broken = False
            except Refused as refusal:
                broken = False
                end_book(book, why=str(refusal))
            finally:
                if broken:
                    end_book(book, why=_("It could not be made: the program’s log says why."))
    return count


def _facts(book: Book, contents: Contents, now: datetime) -> Facts:
    publication = Publication.for_site(book.site)
    root = contents.root
    return Facts(
        title=contents.title, subtitle=contents.subtitle, language=contents.language,
        publication=publication.title, root=root, address=f"{root}{contents.path}",
        identifier=f"{root}{contents.path}#book-{book.pk}-{int(now.timestamp())}", made_at=now,
        description=contents.description, authors=contents.authors,
        licence=publication.licence, licence_url=publication.licence_url,
        published=contents.published,
    )  # fmt: skip


class _Progress:
    """Hears of each chapter, and writes now and then how much of the book that is."""

    def __init__(self, book: Book, whole: int) -> None:
        self.book, self.whole, self.done, self.told = book, max(1, whole), 0, monotonic()

    def __call__(self) -> None:
        self.done += 1
        if monotonic() - self.told >= PAUSE:
            self.told = monotonic()
            self.book.set_percent(min(99, 100 * self.done // self.whole))
