"""Readers' screens that are no page of Wagtail's tree: lists, search, files, errors."""

import re
import sys
from datetime import datetime
from typing import Any

from django.core.exceptions import SuspiciousFileOperation, SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    UnreadablePostError,
)  # fmt: skip
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from chronique.articles import search as searching
from chronique.articles import showing, sizes, tags
from chronique.articles.memento import links_of_original
from chronique.articles.models import Article, Author, Publication, Section, Tag
from chronique.articles.models.pages import ArticleQuerySet
from chronique.articles.prepared import Prepared
from chronique.comments.views.answers import AWAY, not_saved, problem, wants_json, with_retry
from chronique.front import wordpress
from chronique.front.archive import months_of
from chronique.front.icon import path_of_icon, path_of_touch_icon
from chronique.front.listings import PER_PAGE, Listing, list_articles
from chronique.store.shown import shows

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


def _site(request: HttpRequest) -> Site:
    return Publication.for_request(request).site


def _readable(request: HttpRequest) -> ArticleQuerySet:
    return Article.objects.published().on(_site(request))


_AT = Prepared(
    lambda start, path: Article.objects.filter(path__startswith=start).at(path), str, str
)


@require_safe
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """An article by its address, found at once; any other page by Wagtail's own route."""
    if request.GET and not path:
        if asked := wordpress.asked_for(request, _site(request)):
            return redirect(asked, permanent=True)
        if wordpress.names_something(request):
            raise Http404
    article = _AT.first(_site(request).root_page.path, f"/{path}") if path else None
    if article:
        request._wagtail_route_for_request = RouteResult(article)  # type: ignore[attr-defined]
    try:
        response: HttpResponse = wagtail_serve(request, path)
    except Http404:
        if whole := wordpress.cut_off(path, _site(request)):
            return _led(request, whole)
        raise
    if article and article.edition_count and not article.is_restricted:
        response["Link"] = links_of_original(
            root=_site(request).root_url, path=iri_to_uri(article.address)
        )
    return response


def _led(request: HttpRequest, to: str) -> HttpResponse:
    """Lead to another address for good, until addresses change."""
    shows(request, tags.addresses(_site(request).pk))
    return redirect(to, permanent=True)


def _list(
    request: HttpRequest, articles: ArticleQuerySet, *, address: str, number: int,
    within: Section | None = None,
) -> Listing:  # fmt: skip
    """Return one page of a list, and name what stands on it. Raises Http404 past the end."""
    listing = list_articles(articles, address=address, number=number, within=within)
    shows(request, *showing.of_cards(listing.articles))
    return listing


@require_safe
def latest(request: HttpRequest, number: int) -> HttpResponse:
    shows(request, tags.articles(_site(request).pk))
    listing = _list(request, _readable(request), address="/", number=number)
    return render(request, "front/latest.html", {"listing": listing})


@require_safe
def section(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    found = get_object_or_404(
        Section.objects.on(_site(request)).select_related("parent"), slug=slug
    )
    own = tags.section(found.pk)
    shows(request, own, tags.about(own), tags.list_of(own), tags.parts(found.pk))
    articles = _readable(request).in_section(found)
    listing = _list(request, articles, address=found.path, number=number, within=found)
    parts = found.children.in_order()
    shows(request, *(tags.section(part.pk) for part in parts))
    context = {"section": found, "parts": parts, "listing": listing}
    return render(request, "front/section.html", context)


@require_safe
def tag(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    found = get_object_or_404(Tag, slug=slug)
    own = tags.tag(found.pk)
    shows(request, own, tags.about(own), tags.list_of(own))
    articles = _readable(request).with_tag(found)
    listing = _list(request, articles, address=found.path, number=number)
    return render(request, "front/tag.html", {"tag": found, "listing": listing})


@require_safe
def author(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    shows(request, *showing.of_author(found), tags.list_of(tags.author(found.pk)))
    articles = _readable(request).by(found)
    listing = _list(request, articles, address=found.path, number=number)
    return render(request, "front/author.html", {"author": found, "listing": listing})


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    shows(request, tags.articles(_site(request).pk))
    return render(request, "front/archive.html", {"years": months_of(_readable(request))})


@require_safe
def archive_of(request: HttpRequest, year: int, month: int = 0, number: int = 1) -> HttpResponse:
    start, end = _span(year, month)
    address = f"/{year:04}/{month:02}/" if month else f"/{year:04}/"
    kind = tags.month if month else tags.year
    shows(request, kind(_site(request).pk, start))
    articles = _readable(request).between(start, end)
    listing = _list(request, articles, address=address, number=number)
    context = {"start": start, "month": month, "listing": listing}
    return render(request, "front/archive_of.html", context)


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """WordPress has a list of each day; here the month's is the shortest. A page here wins."""
    if Article.objects.on(_site(request)).at(request.path).exists():
        return serve_page(request, request.path.lstrip("/"))
    return _led(request, f"/{year:04}/{month:02}/")


def _span(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first moment of a year or month, and of the next, where the publication is."""
    zone = timezone.get_current_timezone()
    if not 1 <= year < 9999 or month > 12:
        raise Http404
    if not month:
        return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime(year, month, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()
    page = request.GET.get("page", "1")
    number = int(page) if re.fullmatch("[1-9][0-9]{0,3}", page) else 1
    results = None
    if query:
        results = searching.search(
            query, site=_site(request), limit=PER_PAGE, offset=(number - 1) * PER_PAGE
        )
    pages = -(-results.total // PER_PAGE) if results else 0
    if number > max(pages, 1):
        raise Http404
    context = {"query": query, "results": results, "number": number, "pages": pages}
    return render(request, "front/search.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A picture in one size; made when it is first asked for."""
    stored = sizes.stored_name(pk, name)
    if not sizes.NAME.fullmatch(name) or not (
        default_storage.exists(stored) or sizes.make_size(pk, name)
    ):
        raise Http404
    response = FileResponse(default_storage.open(stored))
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An original picture. Files of the library go through Wagtail's own view."""
    if not path.startswith(("original_images/", "images/", "avatar_images/")):
        raise Http404
    try:
        file = default_storage.open(path)
        changed = default_storage.get_modified_time(path).timestamp()
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        # Nothing is there, or it is a folder, or no name that a file may have.
        raise Http404 from error
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        file.close()
        return HttpResponseNotModified()
    response = FileResponse(file, filename=path.rpartition("/")[2])
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = A_DAY
    return response


@require_safe
def to_section(request: HttpRequest, path: str) -> HttpResponse:
    """WordPress's address of a category: /category/parent/child/."""
    asked = wordpress.section_asked_for(path, _site(request))
    if asked:
        return _led(request, asked)
    return serve_page(request, f"category/{path}")


@require_safe
def without_index(request: HttpRequest, path: str = "") -> HttpResponse:
    """Where a server cannot rewrite addresses, WordPress puts /index.php before them."""
    asked = wordpress.led(_site(request), request.path) or f"/{path.lstrip('/')}"
    query = request.META["QUERY_STRING"]
    return _led(request, f"{asked}{'?' if query else ''}{query}")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where programs look that do not read the page."""
    publication = Publication.for_request(request)
    shows(request, *showing.of_frame(publication))
    return redirect(path_of_icon(publication))


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    """Where telephones look that do not read the page."""
    publication = Publication.for_request(request)
    shows(request, *showing.of_frame(publication))
    return redirect(path_of_touch_icon(publication))


@require_safe
def to_upload(request: HttpRequest) -> HttpResponse:
    """WordPress's address of a size of a picture; the picture's own is a redirect."""
    asked = wordpress.upload_asked_for(request.path, _site(request))
    if not asked:
        raise Http404
    return _led(request, asked)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is nowhere; at the desk too, where templates are not told of the publication."""
    context = {"publication": Publication.for_request(request)}
    shows(request, tags.addresses(_site(request).pk))
    return render(request, "front/404.html", context, status=404)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What came without the token of a form of ours; at the desk too."""
    context = {"publication": Publication.for_request(request)}
    return render(request, "front/403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing here may fail: no database, no publication, no context processor.

    While the database is away nobody finds the form of an article either: whoever wrote has the
    words back here, and can send them again.
    """
    error = sys.exception()
    if not isinstance(error, AWAY):
        context: dict[str, Any] = {"status": 500, "given": {}}
        return HttpResponse(render_to_string("front/500.html", context), status=500)
    if not connection.in_atomic_block:
        # Where a file of SQLite's was moved away, an empty one in its place may have been opened.
        connection.close()
    if wants_json(request):
        return problem(503, not_saved(error))
    context = {"status": 503, "given": _given(request)}
    return with_retry(HttpResponse(render_to_string("front/500.html", context), status=503))


def _given(request: HttpRequest) -> dict[str, str]:
    """Return what was sent with a comment's form; nothing when it was no such form."""
    try:
        sent = request.POST.dict() if request.method == "POST" else {}
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return {}
    return {name: str(value) for name, value in sent.items()} if "body" in sent else {}
