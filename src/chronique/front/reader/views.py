"""A reader's own pages. Opening one changes nothing: the button on it does."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from chronique.articles.models import Publication
from chronique.comments import tags
from chronique.comments.actions import following, own_data, proving
from chronique.comments.devices import Device
from chronique.comments.kept import KEPT
from chronique.comments.kept_about import kept_about
from chronique.comments.letterhead import letterhead_of
from chronique.comments.models import Comment, Discussion, Follow
from chronique.comments.numbers import numbers_of
from chronique.comments.service import asked_by
from chronique.front.reader.facts import COOKIES, players
from chronique.front.reader.forms import AddressForm, ErasureForm, RhythmForm
from chronique.front.reader.private import private
from chronique.newsletter.kept_about import KEPT as KEPT_OF_LETTERS
from chronique.readers import actions, links
from chronique.readers.letters import Letterhead
from chronique.readers.models import Reader
from chronique.store.shown import is_not_kept, shows

with_button = require_http_methods(["GET", "HEAD", "POST"])


@with_button
@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a letter leads to, which asks whether an address is its reader's."""
    now, device = timezone.now(), Device.of(request)
    reader = links.reader_of(token, links.CONFIRM, now=now)
    discussion = Discussion.for_site(Publication.for_request(request).site)
    published: list[Comment] = []
    if request.method == "POST":
        reader, published = _confirm(token, discussion, device, now)
    context = _ways(reader) | {
        "reader": reader, "published": published,
        "is_done": bool(reader.confirmed_at) and device.proven == reader.address,
        "waiting": proving.waiting_of(reader, discussion, now),
    }  # fmt: skip
    response = render(request, "readers/confirm.html", context)
    if request.method == "POST":
        device.keep(response)
    return response


def _confirm(
    token: str, discussion: Discussion, device: Device, now: datetime
) -> tuple[Reader, list[Comment]]:
    """Note that the address is its reader's; return also the comments that are public thereby."""
    reader = actions.confirm(token=token, now=now)
    following.agree(reader=reader, now=now)
    # From now on this browser may use the address as its own.
    device.proven = reader.address
    published = proving.take_confirmation(
        reader=reader, discussion=discussion, device=device, now=now
    )
    return reader, published


@with_button
@private
def settings(request: HttpRequest, token: str) -> HttpResponse:
    """How often a reader is told of answers, and of which."""
    reader = links.reader_of(token, links.SETTINGS, now=timezone.now())
    form = RhythmForm(request.POST or None, initial={"rhythm": reader.rhythm})
    if number := request.POST.get("unfollow", ""):
        following.unfollow(reader=reader, number=int(number) if number.isdecimal() else 0)
        return redirect(request.path)
    if form.is_valid():
        actions.change_rhythm(reader=reader, rhythm=form.cleaned_data["rhythm"])
        return redirect(f"{request.path}?saved")
    follows = Follow.objects.agreed().filter(reader=reader).with_things().order_by("-since", "-pk")
    context = {"reader": reader, "form": form, "follows": follows, "saved": "saved" in request.GET}
    return render(request, "readers/settings.html", context)


@csrf_exempt
@with_button
@private
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No letters any more. Mail programs post here by themselves, without a page: RFC 8058."""
    now = timezone.now()
    reader = links.reader_of(token, links.STOP, now=now)
    if request.method == "POST":
        reader = actions.stop(token=token, now=now)
    return render(request, "readers/stop.html", _ways(reader) | {"reader": reader})


@with_button
@private
def ask_data(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and says the same of every one: a letter is under way if it is known."""
    form = AddressForm(request.POST or None)
    is_sent = form.is_valid()
    if is_sent:
        address = form.cleaned_data["address"]
        own_data.ask_for_data(address=address, head=_head(request), now=timezone.now())
    context = {"form": form, "is_sent": is_sent}
    return render(request, "readers/ask_data.html", context, status=422 if form.errors else 200)


@with_button
@private
def data(request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept about an address, and how to be rid of it."""
    now = timezone.now()
    reader = links.reader_of(token, links.DATA, now=now)
    if "call_off" in request.POST:
        own_data.call_off(reader=reader)
        return redirect(request.path)
    if number := request.POST.get("remove", ""):
        own_data.remove_one(reader=reader, number=int(number) if number.isdecimal() else 0, now=now)
        return redirect(request.path)
    form = ErasureForm(request.POST or None)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        own_data.ask_erasure(reader=reader, kind=kind, head=_head(request), now=now)
        return redirect(request.path)
    context = _ways(reader) | {"kept": kept_about(reader), "json": f"{request.path}data.json"}
    return render(request, "readers/data.html", context)


@require_safe
@private
def data_as_json(request: HttpRequest, token: str) -> HttpResponse:
    """The same, for programs."""
    kept = kept_about(links.reader_of(token, links.DATA, now=timezone.now()))
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="data.json"'
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of readers: printed from what enforces it."""
    publication = Publication.for_request(request)
    shows(request, tags.promises(publication.site_id))
    discussion = Discussion.for_site(publication.site)
    context = {
        "kept": [*KEPT, *KEPT_OF_LETTERS], "cookies": COOKIES, "players": players(),
        "contact": discussion.contact or publication.security_contact,
        "is_transparent": discussion.is_transparent,
        "service": asked.host if (asked := asked_by(discussion)) else "",
    }  # fmt: skip
    return render(request, "readers/privacy.html", context)


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """What became of the comments, in numbers; if the publication wishes to show them.

    They are of the days before this moment: the page is another one each time.
    """
    is_not_kept(request)
    site = Publication.for_request(request).site
    if not Discussion.for_site(site).is_transparent:
        raise Http404
    periods = numbers_of(site.root_page, now=timezone.now())
    return render(request, "readers/transparency.html", {"periods": periods})


def _head(request: HttpRequest) -> Letterhead:
    return letterhead_of(Publication.for_request(request))


def _ways(reader: Reader) -> dict[str, str]:
    """Where the reader may go from here."""
    return {"settings_token": links.seal(reader, links.SETTINGS, now=timezone.now())}
