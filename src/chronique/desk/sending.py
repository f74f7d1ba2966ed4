"""Where letters go and how fast; without a mail server, the letters that lie here instead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from chronique.mail import folder, sender
from chronique.mail.actions import why_mailings_wait
from chronique.mail.actions.stopping import KEEP
from chronique.mail.models import Pacing
from chronique.mail.told import address_for

PER_PAGE = 30
# A letter's own page in a frame: no script, no other host, and its links open elsewhere.
FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:;"
    " style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'"
)
Trail = list[dict[str, Any]]


class PaceForm(forms.ModelForm[Pacing]):
    class Meta:
        model = Pacing
        fields = [
            "quiet_from", "quiet_until", "warm_up_from", "first_day", "growth", "enough", "rates",
        ]  # fmt: skip
        widgets = {
            "quiet_from": AdminTimeInput, "quiet_until": AdminTimeInput,
            "warm_up_from": AdminDateInput, "rates": forms.Textarea(attrs={"rows": 4}),
        }  # fmt: skip


@permission_required(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    form = PaceForm(request.POST or None, instance=Pacing.current())
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The pace of sending is saved."))
        return redirect("sending")
    context = {
        "form": form, "servers": settings.CONF.mail_servers, "mailbox": settings.CONF.mailbox,
        "providers": {
            server.scheme: address_for(server.scheme)
            for server in settings.CONF.mail_servers if server.is_provider
        },
        "sender": settings.CONF.sender, "why": why_mailings_wait(timezone.now()),
        **_head(_("Sending"), []),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "desk/mail/sending.html", context, status=status)


@permission_required(KEEP)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask the DNS about our sender, and show what others find there."""
    context = {
        "findings": sender.own_records(), "sender": settings.CONF.sender,
        **_head(_("Check of the sender"), [_step(_("Sending"), "sending")]),
    }  # fmt: skip
    return render(request, "desk/mail/check.html", context)


@permission_required(KEEP)
@require_safe
def list_kept(request: HttpRequest) -> HttpResponse:
    number = max(1, _whole(request.GET.get("p", "")))
    total = folder.count()
    start = (number - 1) * PER_PAGE
    here = reverse("kept_letters")
    context = {
        "letters": folder.newest(start=start, most=PER_PAGE), "total": total,
        "previous": f"{here}?p={number - 1}" if number > 1 else "",
        "next": f"{here}?p={number + 1}" if start + PER_PAGE < total else "",
        **_head(_("Letters kept here"), [_step(_("Sending"), "sending")]),
    }  # fmt: skip
    return render(request, "desk/mail/kept.html", context)


@permission_required(KEEP)
@require_safe
def show_kept(request: HttpRequest, name: str) -> HttpResponse:
    opened = _opened(name)
    before = [_step(_("Sending"), "sending"), _step(_("Letters kept here"), "kept_letters")]
    title = opened.kept.subject or _("Without a subject")
    return render(request, "desk/mail/letter.html", {"letter": opened, **_head(title, before)})


@permission_required(KEEP)
@require_safe
def frame_kept(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a letter as it is, shut in."""
    response = HttpResponse(folder.framed(_opened(name)))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _opened(name: str) -> folder.Opened:
    opened = folder.opened(name)
    if opened is None:
        raise Http404
    return opened


def _head(title: str, before: Trail) -> dict[str, Any]:
    trail = [_step(_("Home"), "wagtailadmin_home"), *before, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "mail", "breadcrumbs_items": trail}


def _step(label: str, address: str) -> dict[str, Any]:
    return {"url": reverse(address), "label": label}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
