"""What readers may take away: a list, and the files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chronique.articles import tags as of_pages
from chronique.articles.models import Publication
from chronique.dossiers import tags
from chronique.dossiers.actions.books import is_to_be_seen
from chronique.dossiers.models import Book
from chronique.dossiers.models.books import BookQuerySet
from chronique.store.shown import shows

# So many articles are named one by one.
NAMED = 200
TYPES: dict[str, str] = {Book.Form.EPUB: "application/epub+zip", Book.Form.PDF: "application/pdf"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    site = Publication.for_request(request).site_id
    offered, names = to_take_away(Book.objects.filter(site=site))
    shows(request, tags.books(site), *names)
    if not offered:
        raise Http404
    return render(request, "books/index.html", {"books": offered})


def to_take_away(books: BookQuerySet) -> tuple[list[Book], set[str]]:
    """Return those of them that readers may take away, and what decides it, for kept pages.

    A query, and one each.
    """
    found = list(books.offered())
    return [book for book in found if is_to_be_seen(book)], _names_of_held(found)


def _names_of_held(books: list[Book]) -> set[str]:
    """Name what decides whether readers may still see all that is in books: the articles, or, of
    very many, any that comes or goes.
    """
    held = {number for book in books for number in book.articles}
    if len(held) <= NAMED:
        return set(map(of_pages.title, held))
    return {of_pages.addresses(book.site_id) for book in books}


@require_safe
def book(request: HttpRequest, key: str, name: str) -> FileResponse:
    site = Publication.for_request(request).site_id
    found = get_object_or_404(Book.objects.filter(site=site).offered(), key=key, name=name)
    if not found.file.is_file() or not is_to_be_seen(found):
        raise Http404
    answer = FileResponse(found.file.open("rb"), as_attachment=True, filename=name)
    answer["Content-Type"] = TYPES[found.form]
    answer["Cache-Control"] = "no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
