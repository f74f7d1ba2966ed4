"""A page that is one reader's own."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chronique.readers.links import BadLink, OldLink
from chronique.store.shown import is_not_kept

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]


def private(view: View[Params]) -> View[Params]:
    """Let nobody keep the page, list it, or learn its address; say so when its link is no good.

    Not `no-referrer`: with it a browser hides from our own forms where they come from, and Django
    refuses them.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponse:
        is_not_kept(request)
        try:
            response = view(request, *args, **kwargs)
        except BadLink as error:
            context = {"sentence": str(error), "is_link": True}
            status = 410 if isinstance(error, OldLink) else 404
            response = render(request, "comments/refusal.html", context, status=status)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
