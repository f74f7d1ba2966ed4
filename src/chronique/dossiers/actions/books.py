"""A book is ordered, made by a worker, offered to readers or not, and thrown away."""

from __future__ import annotations

from datetime import datetime
from shutil import rmtree
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.dossiers import tags
from chronique.dossiers.models import Book, Dossier
from chronique.store.actions import forget
from chronique.text.slugs import slugify

PRIVATE_FOLDER = 0o700


def order_book(
    *, site: Site, kind: str, number: int, form: str, language: str, user: Any, now: datetime
) -> Book:
    """Have a book made; the one that waits already when the same was ordered twice.

    Raises Refused when readers may not see what it is to hold.
    """
    title = _title(site, kind, number)
    waiting = Book.objects.waiting().on(site).filter(kind=kind, number=number, form=form).first()
    if waiting:
        return waiting
    name = f"{slugify(title, fallback=kind)}.{form}"
    return Book.objects.create(
        site=site, kind=kind, number=number, form=form, title=title, language=language,
        key=uuid4().hex, name=name, asked_at=now, asked_by=user,
    )  # fmt: skip


def _title(site: Site, kind: str, number: int) -> str:
    if kind == Book.Kind.YEAR:
        if (
            not Article.objects.published()
            .on(site)
            .filter(first_published_at__year=number)
            .exists()
        ):
            raise Refused(_("Nothing was published in that year."))
        return f"{Publication.for_site(site).title} {number}"[:255]
    if kind == Book.Kind.DOSSIER:
        dossier = Dossier.objects.public().on(site).filter(pk=number).first()
        if dossier is None:
            raise Refused(_("The dossier is not published: readers could not see what is in it."))
        return dossier.title
    article = Article.objects.published().on(site).filter(pk=number).first()
    if article is None:
        raise Refused(_("The article is not published, or asks for a password."))
    return str(article.title)


@transaction.atomic
def offer_book(book: Book, *, is_offered: bool) -> None:
    """Let readers take a book away, or not any more; others of the same kind make room for it."""
    if is_offered and book.state != Book.State.DONE:
        raise Refused(_("It is not ready yet."))
    same = Book.objects.on(book.site).filter(kind=book.kind, number=book.number, form=book.form)
    same.exclude(pk=book.pk).update(is_offered=False)
    Book.objects.filter(pk=book.pk).update(is_offered=is_offered)
    forget(*names_of(book))


@transaction.atomic
def throw_book_away(book: Book) -> None:
    """Forget a book and its file."""
    book.delete()
    if book.is_offered:
        forget(*names_of(book))
    transaction.on_commit(lambda: rmtree(book.folder, ignore_errors=True))


def names_of(book: Book) -> list[str]:
    """Name what pages show of it."""
    of_dossier = [tags.books_of(book.number)] if book.kind == Book.Kind.DOSSIER else []
    return [tags.books(book.site_id), *of_dossier]


def end_book(book: Book, *, why: str) -> None:
    """Note that a book could not be made, and why."""
    Book.objects.filter(pk=book.pk).update(state=Book.State.FAILED, why=why)


@transaction.atomic
def keep_book(book: Book, *, articles: list[int], now: datetime) -> None:
    """Note that a book is there."""
    Book.objects.filter(pk=book.pk).update(
        state=Book.State.DONE, percent=100, size=book.file.stat().st_size, made_at=now,
        articles=articles, why="",
    )  # fmt: skip


def is_to_be_seen(book: Book) -> bool:
    """Whether readers may still see all that is in it."""
    return Article.objects.published().filter(pk__in=book.articles).count() == len(book.articles)


def sweep_books(now: datetime) -> int:
    """Throw away what was made long ago and is not offered; return how many."""
    rows = list(Book.objects.outdated(now))
    for row in rows:
        throw_book_away(row)
    return len(rows)
