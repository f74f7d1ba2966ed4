"""How readers' forms are answered: people with pages, scripts with JSON, strangers not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from chronique.base.origin import address_of, is_from_elsewhere, network_of
from chronique.store.shown import is_not_kept

# So long to wait, seconds: after too many comments; while the database cannot write.
RETRY_AFTER = {429: 600, 503: 30}
# The database is locked, its disk is full, or it went away.
AWAY = (OperationalError, InterfaceError)

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def form_of_readers(view: View) -> View:
    """Take what a form of our own pages sends, and only that. Pages are kept, so no token is in
    them: browsers say themselves which site a form stood on.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        is_not_kept(request)
        try:
            response = _refused_unread(request) or view(request, *arguments, **named)
        except AWAY as error:
            response = refusal(request, 503, not_saved(error))
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def _refused_unread(request: HttpRequest) -> HttpResponse | None:
    """Answer what nobody needs to read any further."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    if request.method == "POST":
        if is_from_elsewhere(request.headers, host=request.get_host()):
            return refusal(request, 403, _("This was sent from another site."))
        try:
            request.POST  # noqa: B018 - read here, where it may fail
        except (RequestDataTooBig, TooManyFieldsSent):
            return refusal(request, 413, _("This is far too long to be a comment."))
    return None


def not_saved(error: Exception) -> str:
    """Log that the database took nothing; return the sentence for whoever waits."""
    logger.error("form.not_saved error=%s", error)
    return _("This could not be saved just now. Try again in a moment.")


def see(address: str) -> HttpResponse:
    """Lead from a form that was taken to what it made or changed."""
    return HttpResponse(status=303, headers={"Location": address})


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def refusal(request: HttpRequest, status: int, sentence: str, **more: Any) -> HttpResponse:
    """Say in one sentence why not: as a page, or as problem details (RFC 9457)."""
    if wants_json(request):
        return problem(status, sentence, **more)
    response = render(request, "comments/refusal.html", {"sentence": sentence}, status=status)
    return with_retry(response)


def problem(status: int, sentence: str, **more: Any) -> JsonResponse:
    response = JsonResponse(
        {"type": "about:blank", "title": sentence, "status": status, **more},
        status=status, content_type="application/problem+json",
    )  # fmt: skip
    patch_vary_headers(response, ["Accept"])
    with_retry(response)
    return response


def with_retry(response: HttpResponse) -> HttpResponse:
    """Say when to try again, if that may help."""
    if wait := RETRY_AFTER.get(response.status_code):
        response.headers["Retry-After"] = str(wait)
    return response


def network_behind(request: HttpRequest) -> str:
    """Return the network that a request comes from."""
    return network_of(address_of(request.META, trusted_proxies=settings.CONF.trusted_proxies))
