"""In which words the publication says how likely something is, and what they stand for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chronique.articles.models import Publication
from chronique.dossiers import tags
from chronique.dossiers.likelihood import SCALES
from chronique.dossiers.marked import scale_of
from chronique.front.likelihood.telling import tell
from chronique.store.shown import shows


@require_safe
def likelihood(request: HttpRequest) -> HttpResponse:
    publication = Publication.for_request(request)
    shows(request, tags.scale(publication.site_id))
    own, language = scale_of(publication.site), publication.language
    others = [tell(scale, language) for scale in SCALES.values() if scale is not own]
    context = {"own": tell(own, language), "others": others, "language": language}
    return render(request, "dossiers/likelihood.html", context)
