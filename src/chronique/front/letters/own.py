"""Pages that letters lead to. The link is the key: these forms need neither session nor token.

To open one changes nothing: the button on it does.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chronique.articles.models import Publication
from chronique.base.pace import Pace
from chronique.comments.actions import own_data
from chronique.comments.letterhead import letterhead_of
from chronique.front.letters.choices import Choice, as_kept, chosen
from chronique.front.letters.forms import AddressForm
from chronique.front.letters.words import shown
from chronique.front.reader.private import private
from chronique.newsletter import links
from chronique.newsletter.actions import asking, subscribing
from chronique.newsletter.actions.confirming import confirm as confirm_subscription
from chronique.newsletter.models import Newsletter, Rhythm
from chronique.newsletter.offered import offered_on
from chronique.readers.links import SETTINGS, reader_of, seal
from chronique.readers.models import Reader

with_button = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@with_button
@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the letter leads that asks whether letters may come."""
    now = timezone.now()
    asked = links.asking_of(token, now=now)
    if request.method == "POST":
        confirmed = confirm_subscription(token=token, now=now)
        return _see(confirmed.reader, "moved" if confirmed.is_move else "confirmed")
    context = {"asked": asked, "wanted": asking.in_words(asking.wanted_by(asked))}
    return render(request, "letters/confirm.html", context)


@csrf_exempt
@with_button
@private
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The way out that stands in each letter. Mail programs post here by themselves: RFC 8058."""
    subscription, issue = links.subscription_of(token)
    if request.method == "POST":
        subscribing.leave(subscription, issue=issue, now=timezone.now())
    context = {
        "subscription": subscription, "own": _path_of(subscription.reader),
        "is_left": subscription.state != subscription.State.ACTIVE,
    }  # fmt: skip
    return render(request, "letters/leave.html", context)


@csrf_exempt
@with_button
@private
def settings(request: HttpRequest, token: str) -> HttpResponse:
    """What comes to a reader, how often, in which language and where; and the way to their data."""
    reader = reader_of(token, SETTINGS, now=timezone.now())
    if request.method == "POST":
        pressed = next((name for name in BUTTONS if name in request.POST), "save")
        return BUTTONS[pressed](request, reader)
    return _page(request, reader, AddressForm())


def _page(
    request: HttpRequest, reader: Reader, form: AddressForm, status: int = 200
) -> HttpResponse:
    context = {
        "reader": reader, "form": form, "choices": _choices(request, reader),
        "rhythms": Rhythm.choices, "languages": Newsletter.Language.choices,
        "token": seal(reader, SETTINGS, now=timezone.now()),
        "said": next((word for word in SAID if word in request.GET), ""),
    }  # fmt: skip
    return render(request, "letters/settings.html", context, status=status)


def _choices(request: HttpRequest, reader: Reader) -> list[Choice]:
    site = Publication.for_request(request).site_id
    return as_kept(offered_on(site), list(subscribing.of_reader(reader)), site)


def _save(request: HttpRequest, reader: Reader) -> HttpResponse:
    offered = [each.newsletter for each in _choices(request, reader)]
    choices = chosen(request.POST, offered)
    subscribing.choose(
        reader=reader, choices=choices, offered=offered, text=shown(choices, offered),
        page=reverse("letters"), now=timezone.now(),
    )  # fmt: skip
    language = request.POST.get("language", "")
    if language in Newsletter.Language.values:
        subscribing.change_language(reader=reader, language=language)
    return _see(reader, "saved")


def _move(request: HttpRequest, reader: Reader) -> HttpResponse:
    form, now = AddressForm(request.POST), timezone.now()
    if form.is_valid():
        address = form.cleaned_data["address"]
        if address == reader.address:
            form.add_error("address", _("The letters come to this address already."))
        elif not MOVES.take(str(reader.pk), now):
            sentence = _("Those were many addresses for one day. Try again tomorrow.")
            form.add_error("address", sentence)
        else:
            site = Publication.for_request(request).site
            subscribing.change_address(reader=reader, address=address, site=site, now=now)
            return _see(reader, "asked")
    return _page(request, reader, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _show_data(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Send the link to all that is kept: a letter may have been passed on, a mailbox is not."""
    head = letterhead_of(Publication.for_request(request))
    own_data.ask_for_data(address=reader.address, head=head, now=timezone.now())
    return _see(reader, "sent")


def _see(reader: Reader, said: str) -> HttpResponse:
    return redirect(f"{_path_of(reader)}?{said}")


def _path_of(reader: Reader) -> str:
    token = seal(reader, SETTINGS, now=timezone.now())
    return reverse("letters_settings", args=[token])


# Of so many new addresses a reader may think in a day: each gets a letter.
MOVES = Pace(5, span=timedelta(days=1))
# What the buttons of the page do, by their names.
BUTTONS = {"save": _save, "move": _move, "data": _show_data}
# What was just done, as the page's address says it.
SAID = ("confirmed", "moved", "saved", "asked", "sent")
