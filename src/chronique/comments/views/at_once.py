"""The way of likes and comments is short: they come by the hundred a second, without an account."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from chronique.articles.models import Publication
from chronique.comments.views.liking import like_article, like_comment
from chronique.comments.views.posting import write

Answer = Callable[[HttpRequest], HttpResponse]

# What is pressed or sent; no article's own address ends so.
_ENDS = ("/like/", "/comments/")
_LIKE_OF_COMMENT = re.compile(r"/comment/(?P<pk>[0-9]{1,18})/like/")
_OF_ARTICLE = re.compile(r"/(?P<path>.+/)(?P<what>like|comments)/")


def forms_at_once(answer: Answer) -> Answer:
    """Answer a like or a comment before addresses are compared, and sessions, accounts and messages
    looked for, of which it knows none.

    What names nothing goes the whole way, to the page that says so.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if request.method != "POST" or not path.endswith(_ENDS):
            return answer(request)
        response = _answered(request, path)
        if response is None:
            return answer(request)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    return middleware


def _answered(request: HttpRequest, path: str) -> HttpResponse | None:
    """Return the answer; None where nothing is there to be liked, or to be written under."""
    try:
        if asked := _LIKE_OF_COMMENT.fullmatch(path):
            with translation.override(Publication.to_read(request)[0]):
                return like_comment(request, int(asked["pk"]))
        asked = _OF_ARTICLE.fullmatch(path)
        if asked is None:
            return None
        if asked["what"] == "like":
            with translation.override(Publication.to_read(request)[0]):
                return like_article(request, asked["path"])
        with translation.override(Publication.for_request(request).language):
            return write(request, asked["path"])
    except Http404:
        return None
