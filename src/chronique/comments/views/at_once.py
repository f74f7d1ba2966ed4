"""The way of a like is short: it comes by the hundred a second, and asks for no account."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from chronique.articles.models import Publication
from chronique.comments.views.liking import like_article, like_comment

Answer = Callable[[HttpRequest], HttpResponse]

_LIKE = re.compile(r"/(?:comment/(?P<pk>[0-9]{1,18})|(?P<path>.+))/like/")


def likes_at_once(answer: Answer) -> Answer:
    """Answer a like before sessions, accounts and messages are looked for, of which it knows none.

    What names nothing goes the whole way, to the page that says so.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = _LIKE.fullmatch(request.path_info) if request.method == "POST" else None
        if not asked:
            return answer(request)
        with translation.override(Publication.to_read(request)[0]):
            try:
                response = (
                    like_comment(request, int(asked["pk"]))
                    if asked["pk"]
                    else like_article(request, f"{asked['path']}/")
                )
            except Http404:
                return answer(request)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    return middleware
