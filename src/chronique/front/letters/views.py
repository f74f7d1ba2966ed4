"""A reader asks for newsletters: the page and its form, and what is said once it was sent.

Whatever is known of an address, the answer is the same.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from chronique.articles import tags as of_pages
from chronique.articles.models import Publication
from chronique.comments import trap
from chronique.comments.views.answers import form_of_readers, network_behind, problem, see
from chronique.front.letters.choices import as_given
from chronique.front.letters.forms import SubscribeForm
from chronique.front.letters.words import promise, shown
from chronique.newsletter import links, tags
from chronique.newsletter.actions import proving
from chronique.newsletter.actions.subscribing import subscribe
from chronique.newsletter.models import Asking, Newsletter, Rhythm, Trust
from chronique.newsletter.offered import offered_on
from chronique.store.shown import is_not_kept, shows


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """What can be subscribed to, and the form for it."""
    return _take(request) if request.method == "POST" else _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    site = Publication.for_request(request).site_id
    # The name of the form's trap goes with the day, and is good for twice as long.
    until = timezone.now() + timedelta(days=trap.DAYS // 2)
    shows(request, tags.newsletters(site), until=until)
    offered = offered_on(site)
    if not offered:
        raise Http404
    return _with_form(request, SubscribeForm(None, offered=offered), offered)


def _with_form(
    request: HttpRequest, form: SubscribeForm, offered: list[Newsletter], status: int = 200
) -> HttpResponse:
    context = {
        "form": form, "choices": as_given(offered, form.choices), "rhythms": Rhythm.choices,
        "promise": promise(), "page": "/letters/",
        "trap": trap.name_of(timezone.localdate()),
    }  # fmt: skip
    return render(request, "letters/subscribe.html", context, status=status)


@form_of_readers
def _take(request: HttpRequest) -> HttpResponse:
    site = Publication.for_request(request).site
    offered, now = offered_on(site.pk), timezone.now()
    form = SubscribeForm(request.POST, offered=offered)
    if not form.is_valid():
        return _with_form(request, form, offered, HTTPStatus.UNPROCESSABLE_ENTITY)
    if trap.filled_in(request.POST.dict(), timezone.localdate()):
        return see(reverse("letters_asked"))
    given, network, choices = form.cleaned_data, network_behind(request), form.choices or {}
    asking = subscribe(
        address=given["address"], choices=choices, site=site, page=given["page"],
        language=Publication.for_request(request).language, text=shown(choices, offered),
        trust=proving.trust_in(network=network, took=form.seconds, site=site, now=now), now=now,
    )  # fmt: skip
    if asking.trust == Trust.DOUBTED:
        return see(reverse("letters_prove", args=[links.proof_token(asking)]))
    return see(reverse("letters_asked"))


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next, for whoever asked."""
    shows(request, of_pages.site(Publication.for_request(request).site_id))
    return render(request, "letters/asked.html", {"proof": ""})


@require_safe
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """The same, while there is a doubt whether a person asked: the browser may end it."""
    is_not_kept(request)
    proof = reverse("letters_proof", args=[token]) if links.asking_to_prove(token) else ""
    response = render(request, "letters/asked.html", {"proof": proof})
    response.headers["Cache-Control"] = "no-store"
    return response


@form_of_readers
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """A puzzle (GET), and its solution (POST `altcha`), both as ALTCHA's scripts know them."""
    now, asking = timezone.now(), links.asking_to_prove(token)
    if asking is None:
        return problem(HTTPStatus.CONFLICT, _("Nothing is left to show."))
    if request.method != "POST":
        return JsonResponse(proving.puzzle_for(asking, now))
    return _proven(request, asking)


def _proven(request: HttpRequest, asking: Asking) -> HttpResponse:
    solution = request.POST.get("altcha", "")
    try:
        proving.take_solution(asking=asking, solution=solution, now=timezone.now())
    except proving.NoProof as refused:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(refused))
    return JsonResponse({"state": "proven", "said": _("Thank you: the letter is under way.")})
