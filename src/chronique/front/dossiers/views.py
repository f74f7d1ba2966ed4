"""What readers see of dossiers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chronique.articles.models import Publication
from chronique.dossiers import tags
from chronique.front.dossiers.listing import list_dossiers
from chronique.front.dossiers.reading import find_dossier, read_dossier
from chronique.front.dossiers.since import list_changes
from chronique.store.shown import shows


@require_safe
def all_dossiers(request: HttpRequest) -> HttpResponse:
    site = Publication.for_request(request).site
    shows(request, tags.dossiers(site.pk))
    return render(request, "dossiers/all.html", {"groups": list_dossiers(site)})


@require_safe
def dossier(request: HttpRequest, slug: str) -> HttpResponse:
    site = Publication.for_request(request).site
    shown = read_dossier(find_dossier(site, slug))
    shows(request, *shown.names)
    return render(request, "dossiers/dossier.html", {"dossier": shown.dossier, "shown": shown})


@require_safe
def changes(request: HttpRequest, slug: str, since: int = 0, number: int = 1) -> HttpResponse:
    """What changed, all of it or since a part."""
    found = find_dossier(Publication.for_request(request).site, slug)
    listing = list_changes(found, since=since, number=number)
    shows(request, tags.called(found.pk), tags.changes(found.pk), *listing.changes.names)
    context = {"dossier": found, "listing": listing}
    return render(request, "dossiers/changes.html", context)
