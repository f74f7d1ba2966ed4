"""The hypotheses of a dossier, held against the evidence."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chronique.articles.models import Publication
from chronique.front.dossiers.reading import find_dossier
from chronique.front.hypotheses.marks import legend
from chronique.front.hypotheses.telling import tell
from chronique.store.shown import shows


@require_safe
def hypotheses(request: HttpRequest, slug: str) -> HttpResponse:
    site = Publication.for_request(request).site
    dossier = find_dossier(site, slug)
    told = tell(dossier)
    shows(request, *told.names)
    if not told.columns and not told.dropped:
        raise Http404
    context = {"dossier": dossier, "told": told, "legend": legend()}
    return render(request, "dossiers/hypotheses.html", context)
