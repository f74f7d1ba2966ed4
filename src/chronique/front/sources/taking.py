"""Sources for librarians' programs: of an article, of a dossier, and one alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from chronique.articles import tags as pages
from chronique.articles.models import Article, Publication
from chronique.dossiers import tags
from chronique.dossiers.citations import write_bibtex, write_csl, write_ris
from chronique.dossiers.cited import items_of
from chronique.dossiers.models import Source
from chronique.front.dossiers.reading import find_dossier
from chronique.front.sources.reading import find_source
from chronique.store.shown import shows

FORMS = {
    "json": ("application/vnd.citationstyles.csl+json", write_csl),
    "bib": ("application/x-bibtex; charset=utf-8", write_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", write_ris),
}


@require_safe
def source(request: HttpRequest, pk: str, form: str) -> HttpResponse:
    return _written(request, [find_source(request, int(pk))], form)


@require_safe
def of_dossier(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    dossier = find_dossier(Publication.for_request(request).site, slug)
    found = Source.objects.of(dossier).order_by("title", "pk")
    return _written(request, found, form, tags.sourced(dossier.pk))


@require_safe
def of_article(request: HttpRequest, path: str, form: str) -> HttpResponse:
    """Those that an article cites, in the order in which it does."""
    site = Publication.for_request(request).site
    readable = Article.objects.published().on(site).without_words()
    article = get_object_or_404(readable, address=f"/{path}")
    found = Source.objects.filter(references__article=article).order_by("references__rank")
    return _written(request, found, form, tags.cites(article.pk), pages.title(article.pk))


def _written(
    request: HttpRequest, sources: Iterable[Source], form: str, *names: str
) -> HttpResponse:
    """Return the sources in a form; 404 where there are none."""
    found = list(sources)
    if not found:
        raise Http404
    shows(request, *names, *(tags.source(source.pk) for source in found))
    media_type, write = FORMS[form]
    return HttpResponse(write(items_of(found)), content_type=media_type)
