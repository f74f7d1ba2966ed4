"""The panel beside a text that is being written: what was written before on its subject."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.models import Site

from chronique.articles.models import Author
from chronique.articles.rules import LANGUAGES
from chronique.dossiers.recalling import recall

# What somebody writes at a time; the rest of a long article is not sent.
LONGEST = 20_000


@require_POST
def remember(request: HttpRequest) -> HttpResponse:
    """Return the panel for a `text` in a `language`, without its own `page`."""
    site = Site.find_for_request(request)
    if site is None or not user_has_any_page_permission(request.user):
        return permission_denied(request)
    said = request.POST
    page, language = said.get("page", ""), said.get("language", "")
    author = Author.objects.filter(user=request.user.pk).values_list("pk", flat=True).first()
    recalled = recall(
        said.get("text", "").replace("\0", "")[-LONGEST:],
        language=language if language in dict(LANGUAGES) else "",
        site=site,
        without=int(page) if page.isdecimal() and len(page) < 19 else 0,
        author=author or 0,
    )
    return render(request, "desk/dossiers/memory.html", {"recalled": recalled})
