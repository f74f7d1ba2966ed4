"""A letter as readers would see it, for a frame: nothing in it can do anything."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from chronique.articles.models import Article
from chronique.desk.letters.drafts import correction_of, draft_of
from chronique.desk.letters.rights import of_an_article, of_an_issue
from chronique.newsletter.letter import preview
from chronique.newsletter.models import Issue, Newsletter

POLICY = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
SCHEME = "(prefers-color-scheme: dark)"
# A frame cannot be told that it is night: the question is answered beforehand.
ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"


@never_cache
@xframe_options_sameorigin
@require_safe
@of_an_article
def of_article(request: HttpRequest, article: Article) -> HttpResponse:
    newsletters = Newsletter.objects.for_article(article).select_related("site")
    number = request.GET.get("newsletter", "")
    newsletter = get_object_or_404(newsletters, pk=int(number) if number.isdecimal() else 0)
    draft = draft_of(article, newsletter, _form(request), request.GET.dict())
    return show(draft, request.GET.get("show", ""))


@never_cache
@xframe_options_sameorigin
@require_safe
@of_an_issue
def of_correction(request: HttpRequest, issue: Issue) -> HttpResponse:
    draft = correction_of(issue, _form(request), request.GET.dict())
    return show(draft, request.GET.get("show", ""))


@never_cache
@xframe_options_sameorigin
@require_safe
@of_an_issue
def of_issue(request: HttpRequest, issue: Issue) -> HttpResponse:
    return show(issue, request.GET.get("show", ""))


def show(issue: Issue, how: str) -> HttpResponse:
    """Answer with the letter: by day, `how="dark"` by night, `how="text"` its plain text."""
    if how == "text":
        answer = HttpResponse(preview(issue, "text"), content_type="text/plain; charset=utf-8")
    else:
        html = preview(issue, "html").replace(SCHEME, ALWAYS if how == "dark" else NEVER)
        answer = HttpResponse(html)
    answer["Content-Security-Policy"] = POLICY
    return answer


def _form(request: HttpRequest) -> str:
    form = request.GET.get("form", "")
    if form not in Newsletter.Form.values:
        raise Http404
    return form
