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
from chronique.store.shown import shows

TYPES: dict[str, str] = {Book.Form.EPUB: "application/epub+zip", Book.Form.PDF: "application/pdf"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    site = Publication.for_request(request).site_id
    # Whether all that is in a book may still be seen is asked again when any article changes.
    shows(request, tags.books(site), of_pages.addresses(site))
    found = Book.objects.filter(site=site).offered()
    offered = [book for book in found if is_to_be_seen(book)]
    if not offered:
        raise Http404
    return render(request, "books/index.html", {"books": offered})


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
