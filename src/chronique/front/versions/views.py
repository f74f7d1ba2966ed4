"""Readers' screens of what was corrected, and of what articles said before."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from chronique.articles import tags
from chronique.articles.addresses import find_article
from chronique.articles.models import Article, Edition, Publication, StaticPage
from chronique.articles.models.publication import CORRECTIONS
from chronique.front.corrections import list_corrections
from chronique.front.versions import memento
from chronique.front.versions.reading import around, changes_in, grouped, read_edition
from chronique.front.views import serve_page
from chronique.store.shown import shows

View = Callable[..., HttpResponse]


@require_safe
def corrections(request: HttpRequest, number: int = 1) -> HttpResponse:
    """All corrections of the site; a static page with this address has them below its text."""
    publication = Publication.for_request(request)
    if number == 1 and _has_own_page(publication):
        return serve_page(request, CORRECTIONS.lstrip("/"))
    found = list_corrections(publication, number)
    # Where a page may stand one day.
    shows(request, tags.addresses(publication.site_id), *found.names)
    return render(request, "versions/corrections.html", {"listing": found})


def _has_own_page(publication: Publication) -> bool:
    path = publication.site.root_page.url_path + CORRECTIONS.lstrip("/")
    return StaticPage.objects.published().filter(url_path=path).exists()


def of_an_article(view: View) -> View:
    """Give the view the article at a path; another page may have such an address, too."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, path: str, **more: Any) -> HttpResponse:
        site = Publication.for_request(request).site
        article = find_article(f"/{path}", site=site)
        if article is None:
            return serve_page(request, request.path.lstrip("/"))
        shows(request, tags.versions(article.pk), tags.title(article.pk))
        if article.address != f"/{path}":
            shows(request, tags.addresses(site.pk))
            rest = request.path.removeprefix(f"/{path}")
            return redirect(f"{article.address}{rest}", permanent=True)
        response = view(request, article, **more)
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@of_an_article
def versions(request: HttpRequest, article: Article) -> HttpResponse:
    groups = grouped(article)
    if not groups:
        raise Http404
    return render(request, "versions/list.html", {"page": article, "groups": groups})


@of_an_article
def version(request: HttpRequest, article: Article, number: str) -> HttpResponse:
    edition = _edition(article, number)
    context: dict[str, Any] = {"page": article, "edition": edition, "around": around(edition)}
    if edition.is_withdrawn:
        return render(request, "versions/withdrawn.html", context, status=410)
    context["version"] = read_edition(edition)
    shows(request, *context["version"].names)
    response = render(request, "versions/version.html", context)
    memento.stamp(response, request, article, edition)
    return response


@of_an_article
def changes(request: HttpRequest, article: Article, number: str) -> HttpResponse:
    edition = _edition(article, number)
    if edition.number == 1:
        raise Http404
    context: dict[str, Any] = {"page": article, "edition": edition, "around": around(edition)}
    if edition.is_withdrawn:
        return render(request, "versions/withdrawn.html", context, status=410)
    before = Edition.objects.before(edition)
    context |= {"before": before, "stretches": changes_in(edition, before) if before else []}
    return render(request, "versions/changes.html", context)


def _edition(article: Article, number: str) -> Edition:
    return get_object_or_404(Edition, article=article, number=int(number))
