"""Lists of subscribers are handed in, tried, looked at, and let in: each step a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chronique.base.errors import Refused
from chronique.desk.subscribers.forms import ListForm
from chronique.desk.subscribers.rights import keepers_only
from chronique.desk.subscribers.views import site_of
from chronique.newsletter.actions import lists
from chronique.newsletter.models import Arrival

# So often a page that shows what is being read asks again, in seconds; it needs no script.
AGAIN = 3
MOST_SHOWN = 20
# What rows are, in words of the desk.
KINDS = {
    "subscriber": gettext_lazy("subscribed"), "left": gettext_lazy("left"),
    "bounced": gettext_lazy("does not arrive"), "complained": gettext_lazy("called it spam"),
    "blocked": gettext_lazy("blocked"), "not confirmed": gettext_lazy("not confirmed"),
    "unclear": gettext_lazy("unclear"), "file": gettext_lazy("files"),
    "list": gettext_lazy("lists"),
}  # fmt: skip


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    form = ListForm(request.POST or None, request.FILES or None, site=site)
    if form.is_valid():
        file = form.cleaned_data["file"]
        arrival = lists.take_list(
            newsletter=form.cleaned_data["newsletter"], name=file.name, pieces=file.chunks(),
            language=get_language() or "en", user=request.user, now=timezone.now(),
        )  # fmt: skip
        return redirect("subscribers_list_of", arrival.pk)
    arrivals = Arrival.objects.on(site).order_by("-pk")[:MOST_SHOWN]
    context = {"tab": "import", "form": form, "arrivals": arrivals}
    status = 422 if form.errors else 200
    return render(request, "desk/subscribers/lists.html", context, status=status)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def show_list_of(request: HttpRequest, pk: int) -> HttpResponse:
    arrival = _arrival(request, pk)
    if request.method == "POST":
        return _act(request, arrival)
    told = [{**row, "word": KINDS.get(row["kind"], row["kind"])} for row in _rows(arrival)]
    context = {
        "tab": "import", "arrival": arrival, "rows": told,
        "has_report": arrival.report.exists(), "is_here": arrival.path.exists(),
    }  # fmt: skip
    answer = render(request, "desk/subscribers/list_of.html", context)
    if arrival.is_waiting:
        answer["Refresh"] = str(AGAIN)
    return answer


@keepers_only
@require_safe
def show_report(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out what became of each row that was changed or left out."""
    arrival = _arrival(request, pk)
    if not arrival.report.exists():
        raise Http404
    answer = FileResponse(
        arrival.report.open("rb"), as_attachment=True, filename=f"{arrival.name}.report.json"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _act(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    if request.POST.get("action") == "throw":
        lists.throw_away(arrival)
        messages.success(request, _("“%(name)s” is thrown away.") % {"name": arrival.name})
        return redirect("subscribers_lists")
    try:
        lists.let_come(arrival)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("subscribers_list_of", arrival.pk)


def _arrival(request: HttpRequest, pk: int) -> Arrival:
    found = Arrival.objects.on(site_of(request)).select_related("newsletter")
    return get_object_or_404(found, pk=pk)


def _rows(arrival: Arrival) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = arrival.told.get("kinds", [])
    return found
