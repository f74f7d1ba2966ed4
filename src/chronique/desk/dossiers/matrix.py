"""The matrix of a dossier as one screen: a cell is saved at once; without a script, by its form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from chronique.base.errors import Refused
from chronique.desk.dossiers.matrix_cells import CellForm, Grid, open_cell, said_of, standing_of
from chronique.desk.dossiers.matrix_rows import act_on, offered_to
from chronique.dossiers.actions.judgements import Overtaken, judge
from chronique.dossiers.matrix import load_matrix
from chronique.dossiers.models import Change, Dossier, Evidence, Hypothesis

ROWS, CHANGES = 50, 100
MAY = "dossiers.change_dossier"
View = Callable[..., HttpResponse]


def of_a_dossier(view: View) -> View:
    """Give the view a dossier in place of its number, if this account may change it."""

    @wraps(view)
    @never_cache
    @permission_required(MAY)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        dossier = get_object_or_404(Dossier.objects.select_related("site"), pk=pk)
        return view(request, dossier)

    return guarded


@permission_required(MAY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = Dossier.objects.last_changed_first()
    page = Paginator(found, ROWS).get_page(request.GET.get("p"))
    return render(request, "desk/dossiers/matrices.html", {"page": page})


@require_safe
@of_a_dossier
def show(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return _screen(request, dossier)


def _screen(
    request: HttpRequest, dossier: Dossier, form: CellForm | None = None, status: int = 200,
    overtaken: str = "",
) -> HttpResponse:  # fmt: skip
    """The whole screen; `form` is that of a cell that was not saved."""
    matrix = load_matrix(dossier)
    page = Paginator(matrix.evidence, ROWS).get_page(request.GET.get("p"))
    wanted = request.GET.get("find", "")
    context = {
        "dossier": dossier, "matrix": matrix, "grid": Grid(matrix, list(page)), "page": page,
        "form": form or open_cell(matrix, request.GET), "overtaken": overtaken, "find": wanted,
        "offered": offered_to(dossier, matrix, wanted), "tab": "matrix",
    }  # fmt: skip
    return render(request, "desk/dossiers/matrix.html", context, status=status)


@require_POST
@of_a_dossier
def write_cell(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Save a cell: JSON for the script, else the screen again. 409: somebody was faster."""
    wants_json = request.headers.get("Accept") == "application/json"
    form = CellForm(request.POST, dossier=dossier)
    try:
        judged = _judged(form, request)
    except Overtaken as told:
        said = said_of(told.now_is, told.change)
        if wants_json:
            return JsonResponse({**said, "sentence": str(told)}, status=409)
        again = form.with_version(told.now_is)
        return _screen(request, dossier, again, 409, f"{told} {said['told']}")
    except Refused as refusal:
        if wants_json:
            return JsonResponse({"sentence": str(refusal)}, status=422)
        messages.error(request, str(refusal))
        return redirect("matrix_show", dossier.pk)
    if wants_json:
        return JsonResponse({**said_of(judged, None), **standing_of(load_matrix(dossier))})
    place = f"#c-{form.cleaned_data['evidence'].pk}-{form.cleaned_data['hypothesis'].pk}"
    return redirect(reverse("matrix_show", args=[dossier.pk]) + place)


def _judged(form: CellForm, request: HttpRequest) -> Any:
    """Write what a form says. Raises Refused."""
    if not form.is_valid():
        raise Refused(" ".join(str(one) for errors in form.errors.values() for one in errors))
    return judge(**form.cleaned_data, now=timezone.now(), by=request.user)


@require_POST
@of_a_dossier
def act(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Any button of a row or a column, and what adds one."""
    try:
        act_on(dossier, request.POST, now=timezone.now(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    back = reverse("matrix_show", args=[dossier.pk])
    number = request.POST.get("p", "")
    page = f"?p={number}" if number.isascii() and number.isdigit() else ""
    return redirect(f"{back}{page}#{request.POST.get('at', '')}")


@require_safe
@of_a_dossier
def history(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Who changed what in it, the newest first."""
    found = Change.objects.filter(
        dossier=dossier, kind__in=["hypothesis", "evidence", "judgement"]
    ).select_related("by")
    page = Paginator(found, CHANGES).get_page(request.GET.get("p"))
    context = {"dossier": dossier, "page": page, "tab": "history"}
    return render(request, "desk/dossiers/matrix_history.html", context)


@require_safe
@permission_required(MAY)
def edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The words of one answer or one piece of evidence, and how to take it out."""
    model: Any = {"answer": Hypothesis, "evidence": Evidence}.get(kind)
    if model is None:
        raise Http404
    thing = get_object_or_404(model.objects.select_related("dossier"), pk=pk)
    title = _("Hypothesis") if kind == "answer" else _("Piece of evidence")
    context = {
        "kind": kind, "thing": thing, "dossier": thing.dossier, "title": title, "tab": "",
        "is_judged": thing.judgements.exists(),
    }  # fmt: skip
    return render(request, "desk/dossiers/matrix_edit.html", context)
