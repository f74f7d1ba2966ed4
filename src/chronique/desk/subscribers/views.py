"""The list of subscribers, one of them, a new one, and how many there are over time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Site

from chronique.base.errors import Refused
from chronique.desk.subscribers import chart
from chronique.desk.subscribers.forms import AddForm, SubscribersForm
from chronique.desk.subscribers.one import one_of
from chronique.desk.subscribers.rights import keepers_only, seers_only
from chronique.desk.subscribers.rushes import slow_mode
from chronique.newsletter.actions import keeping, subscribing
from chronique.newsletter.growth import growth_of
from chronique.newsletter.models import Newsletter, Subscription
from chronique.newsletter.models.subscriptions import State
from chronique.newsletter.taking import as_csv, as_json
from chronique.readers.models import Reader

PER_PAGE = 50


@seers_only
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    form, number = SubscribersForm(request.GET, site=site_of(request)), _number(request)
    found = form.wanted()
    total = found.count()
    start = (number - 1) * PER_PAGE
    # Numbers first: the rows of the pages before are not read.
    pks = list(found.order_by("-pk").values_list("pk", flat=True)[start : start + PER_PAGE])
    rows = Subscription.objects.filter(pk__in=pks).select_related("reader", "newsletter")
    context = {
        "tab": "list", "form": form, "rows": rows.order_by("-pk"), "total": total,
        "slow": slow_mode(site_of(request), timezone.now()),
        "query": request.GET.urlencode(), "number": number,
        "count_of_pages": max(1, -(-total // PER_PAGE)),
        **_pages(request, number, has_more=start + PER_PAGE < total),
    }  # fmt: skip
    return render(request, "desk/subscribers/list.html", context)


@seers_only
@require_safe
def show_one(request: HttpRequest, pk: int) -> HttpResponse:
    reader = get_object_or_404(Reader, pk=pk)
    one = one_of(reader, site_of(request))
    if not one.subscriptions:
        raise Http404
    return render(request, "desk/subscribers/one.html", {"tab": "", "one": one})


@keepers_only
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The buttons of one subscription: end, block, let in again."""
    found = Subscription.objects.on(site_of(request)).select_related("reader", "newsletter")
    row, now = get_object_or_404(found, pk=pk), timezone.now()
    what = request.POST.get("action", "")
    values = {"address": row.reader.address, "newsletter": row.newsletter.name}
    if what == "end" and subscribing.end(row, State.LEFT, now=now):
        messages.success(request, _("%(address)s gets “%(newsletter)s” no more.") % values)
    elif what == "block" and subscribing.end(row, State.BLOCKED, now=now):
        messages.success(request, _("%(address)s is blocked from “%(newsletter)s”.") % values)
    elif what == "let_in" and keeping.let_in(row):
        messages.success(request, _("%(address)s may subscribe again.") % values)
    else:
        messages.warning(request, _("Nothing was to do: it had been done meanwhile."))
    return redirect("subscribers_one", row.reader_id)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = AddForm(request.POST or None, site=site_of(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            reader = keeping.add_subscriber(
                address=said["address"], name=said["name"], language=_language(said),
                newsletters=list(said["newsletters"]), rhythm=said["rhythm"],
                consent=form.consent(), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(address)s is added.") % {"address": reader.address})
            return redirect("subscribers_one", reader.pk)
    status = 422 if form.errors else 200
    return render(request, "desk/subscribers/add.html", {"tab": "", "form": form}, status=status)


@seers_only
@require_safe
def show_growth(request: HttpRequest) -> HttpResponse:
    form = SubscribersForm(request.GET, site=site_of(request))
    growth = growth_of(form.wanted(), timezone.now())
    context = {
        "tab": "growth", "form": form, "growth": growth, "drawing": chart.draw(growth.periods),
        "newest_first": growth.periods[::-1],
        "now_in_all": growth.periods[-1].in_all if growth.periods else 0,
    }  # fmt: skip
    return render(request, "desk/subscribers/growth.html", context)


@keepers_only
@require_safe
def export(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Give out what the list shows, with the proof of consent."""
    found = SubscribersForm(request.GET, site=site_of(request)).wanted()
    lines = as_csv(found) if kind == "csv" else as_json(found)
    media = "text/csv" if kind == "csv" else "application/json"
    answer = StreamingHttpResponse(lines, content_type=f"{media}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="subscribers.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _language(said: dict[str, Any]) -> str:
    """Return the language of what is written to them: that of the first newsletter."""
    first: Newsletter | None = next(iter(said["newsletters"]), None)
    return first.language if first else get_language() or "en"


def _number(request: HttpRequest) -> int:
    given = request.GET.get("p", "")
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1


def _pages(request: HttpRequest, number: int, *, has_more: bool) -> dict[str, str]:
    return {
        "next": _with_page(request, number + 1) if has_more else "",
        "previous": _with_page(request, number - 1) if number > 1 else "",
    }


def _with_page(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["p"] = str(number)
    return f"{request.path}?{query.urlencode()}"
