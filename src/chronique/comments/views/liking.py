"""One press: a reader likes something."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from chronique.comments import pace
from chronique.comments.actions.likes import Press, Thing, like
from chronique.comments.devices import Device
from chronique.comments.views.answers import form_of_readers, network_behind, refusal, wants_json
from chronique.comments.views.finding import article_at, is_public, number_of
from chronique.readers.daily import daily_mark


@form_of_readers
def like_article(request: HttpRequest, path: str) -> HttpResponse:
    number = number_of(request, path) if request.method == "POST" else None
    if number:
        return _like(request, Thing(page=number), f"/{path}#like")
    article = article_at(request, path)
    if request.method != "POST":
        return redirect(article.address)
    return _like(request, Thing(page=article.pk), f"{article.address}#like")


@form_of_readers
def like_comment(request: HttpRequest, pk: int) -> HttpResponse:
    if not is_public(request, pk):
        raise Http404
    if request.method != "POST":
        return redirect(f"/comment/{pk}/")
    return _like(request, Thing(comment=pk), f"/comment/{pk}/")


def _like(request: HttpRequest, thing: Thing, back: str) -> HttpResponse:
    now, device = timezone.now(), Device.of(request)
    is_new = not device.number
    device.begin()
    browser = request.headers.get("User-Agent", "")[:300]
    try:
        pace.LIKES.keep(network_behind(request), now)
    except pace.TooMany as refused:
        return refusal(request, HTTPStatus.TOO_MANY_REQUESTS, str(refused))
    wanted = {"1": True, "0": False}.get(request.POST.get("liked", ""))
    network = daily_mark("like", str(thing), network_behind(request), browser, now=now)
    liking = like(Press(thing, device.mark_for(str(thing)), network, is_new, wanted, now))
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"liked": liking.is_liked, "count": liking.count})
    else:
        response = HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": back})
    if is_new:
        device.keep(response)
    return response
