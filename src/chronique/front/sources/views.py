"""Pages of sources."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chronique.articles import tags as pages
from chronique.articles.models import Publication
from chronique.front.dossiers.reading import find_dossier
from chronique.front.sources.admiralty import CREDIBILITY, RELIABILITY
from chronique.front.sources.reading import find_source, list_sources, read_source
from chronique.store.shown import shows


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a source: it stays when the source is gone."""
    card = read_source(find_source(request, pk))
    shows(request, *card.names)
    return render(request, "dossiers/source.html", {"source": card.source, "card": card})


@require_safe
def of_dossier(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    dossier = find_dossier(Publication.for_request(request).site, slug)
    listing = list_sources(dossier, number)
    shows(request, *listing.names)
    return render(request, "dossiers/sources.html", {"dossier": dossier, "listing": listing})


@require_safe
def reliability(request: HttpRequest) -> HttpResponse:
    """What the judgements on sources mean."""
    shows(request, pages.site(Publication.for_request(request).site_id))
    context = {"reliability": RELIABILITY, "credibility": CREDIBILITY}
    return render(request, "dossiers/reliability.html", context)
