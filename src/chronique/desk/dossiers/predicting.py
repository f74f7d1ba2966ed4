"""One prediction at the desk: make it public, change what is said with a reason, judge it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from chronique.base.errors import Refused
from chronique.desk.dossiers.chances import from_percent
from chronique.desk.dossiers.predicting_forms import ChanceForm, OutcomeForm, PlaceForm, WordsForm
from chronique.dossiers.actions.judging import resolve
from chronique.dossiers.actions.predicting import file_prediction, make_public
from chronique.dossiers.actions.revising import change_probability, reword
from chronique.dossiers.marked import doubts_about_prediction
from chronique.dossiers.models import Prediction

FORMS: dict[str, Any] = {
    "judge": OutcomeForm, "chance": ChanceForm, "words": WordsForm, "place": PlaceForm,
}  # fmt: skip


@permission_required("dossiers.change_prediction")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    prediction = get_object_or_404(Prediction.objects.for_page(), pk=pk)
    asked = request.POST.get("action", "")
    forms = {
        name: form(request.POST if name == asked else None, prediction=prediction)
        for name, form in FORMS.items()
    }
    if request.method == "POST" and _done(request, asked, forms.get(asked), prediction):
        return redirect("predictions_show", pk)
    today = timezone.localdate()
    context = {
        "one": prediction, "forms": forms, "asked": asked, "today": today,
        "is_due": prediction.is_public and not prediction.outcome and prediction.due_on <= today,
        "doubts": doubts_about_prediction(prediction),
        "is_open": prediction.is_public and not prediction.outcome and prediction.due_on >= today,
    }  # fmt: skip
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "desk/dossiers/prediction.html", context, status=status)


def _done(request: HttpRequest, asked: str, form: Any, prediction: Prediction) -> bool:
    """Do what is asked. False where the form has something to say."""
    do = DOES.get(asked)
    if do is None or (form is not None and not form.is_valid()):
        return do is None
    usual = {"prediction": prediction, "now": timezone.now(), "by": request.user}
    try:
        messages.success(request, do(usual, form.cleaned_data if form else {}))
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return True
        form.add_error(None, str(refusal))
        return False
    return True


def _publish(usual: dict[str, Any], said: dict[str, Any]) -> str:
    make_public(**usual)
    return _("The prediction is public. It stays, and so does what becomes of it.")


def _change_chance(usual: dict[str, Any], said: dict[str, Any]) -> str:
    change_probability(**usual, probability=from_percent(said["chance"]), why=said["why"])
    return _("The probability is changed; the one before stays in its history.")


def _reword(usual: dict[str, Any], said: dict[str, Any]) -> str:
    reword(**usual, **said)
    return _("The words are changed; those before stay in its history.")


def _judge(usual: dict[str, Any], said: dict[str, Any]) -> str:
    resolve(**usual, **said)
    return _("The prediction is judged.")


def _place(usual: dict[str, Any], said: dict[str, Any]) -> str:
    file_prediction(**usual, **said)
    return _("It hangs where you said.")


DOES: dict[str, Callable[[dict[str, Any], dict[str, Any]], str]] = {
    "publish": _publish, "chance": _change_chance, "words": _reword, "judge": _judge,
    "place": _place,
}  # fmt: skip
