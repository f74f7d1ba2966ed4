"""Predictions at the desk: the list, and a draft, which is nobody's word yet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from chronique.articles.models import Author
from chronique.base.errors import Refused
from chronique.desk.dossiers.belonging import BeginsInDossier
from chronique.desk.dossiers.chances import chance_field, from_percent, in_percent
from chronique.desk.editing import OfASiteForm
from chronique.dossiers.actions.predicting import delete_draft
from chronique.dossiers.models import Prediction


class PredictionForm(OfASiteForm):
    """A draft. The probability is said in percent; the writer's own name stands first."""

    chance = chance_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["chance"] = in_percent(self.instance.probability)
        else:
            self.initial["made_on"] = timezone.localdate()
            self.initial["author"] = Author.objects.filter(user=self.for_user).first()
        first: Any = self.fields["translation_of"]
        first.queryset = Prediction.objects.public().counted().exclude(pk=self.instance.pk)

    def clean_made_on(self) -> Any:
        if self.cleaned_data["made_on"] > timezone.localdate():
            raise ValidationError(_("A prediction is made today, or was made before."))
        return self.cleaned_data["made_on"]

    def clean(self) -> Any:
        cleaned = super().clean()
        said = self.cleaned_data
        if said.get("made_on") and said.get("due_on") and said["due_on"] < said["made_on"]:
            words = _("The day to judge it is before the day when it was made.")
            raise ValidationError({"due_on": words})
        # What is wrong is said beside the field; the row must be whole all the same.
        self.instance.probability = from_percent(said.get("chance", Decimal(0)))
        return cleaned


class PredictionIndex(IndexView):
    def get_edit_url(self, instance: Any) -> str:
        return reverse("predictions_show", args=[instance.pk])

    def get_delete_url(self, instance: Any) -> str | None:
        return None if instance.is_public else super().get_delete_url(instance)

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("author")


class Shown:
    """Leads to the prediction's own screen when the draft is saved."""

    def get_success_url(self) -> str:
        return reverse("predictions_show", args=[self.object.pk])  # type: ignore[attr-defined]

    def get_success_buttons(self) -> list[Any]:
        return []


class CreatePrediction(Shown, BeginsInDossier, CreateView):
    pass


class EditPrediction(Shown, EditView):
    """What is public is changed on its own screen, with a reason."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (row := self.get_object()).is_public:
            return redirect("predictions_show", row.pk)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class DeletePrediction(DeleteView):
    """Only what nobody has seen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (row := self.get_object()).is_public:
            return redirect("predictions_show", row.pk)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def delete_action(self) -> None:
        try:
            delete_draft(prediction=self.object)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal


def state_of(prediction: Prediction) -> Any:
    if not prediction.is_public:
        return _("draft prediction")
    if prediction.outcome:
        return prediction.get_outcome_display()
    return _("to be judged") if prediction.due_on <= timezone.localdate() else _("open prediction")


class PredictionViewSet(ModelViewSet):
    model = Prediction
    name = "predictions"
    icon = "history"
    add_to_admin_menu = False
    copy_view_enabled = False
    index_view_class = PredictionIndex
    add_view_class = CreatePrediction
    edit_view_class = EditPrediction
    delete_view_class = DeletePrediction
    list_display = [
        TitleColumn(
            "statement", label=_("What will come"),
            get_url=lambda one: reverse("predictions_show", args=[one.pk]),
        ),
        Column("author", label=_("Author")),
        Column(
            "chance", label=_("Probability, in percent"),
            accessor=lambda one: in_percent(one.probability),
        ),
        Column(
            "due_on", label=_("To be judged on"),
            accessor=lambda one: date_format(one.due_on, "SHORT_DATE_FORMAT"),
        ),
        Column("state", label=_("State"), accessor=state_of),
    ]  # fmt: skip
    list_filter = ["outcome", "author", "dossier"]
    search_fields = ["statement", "criterion"]
    ordering = ["outcome", "due_on"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("statement"),
                    FieldPanel("criterion", widget=forms.Textarea(attrs={"rows": 3})),
                    FieldRowPanel([FieldPanel("chance"), FieldPanel("due_on")]),
                ],
                heading=_("What is predicted"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("author"), FieldPanel("made_on")]),
                    FieldPanel("article"), FieldPanel("dossier"),
                    FieldRowPanel([FieldPanel("language"), FieldPanel("translation_of")]),
                ],
                heading=_("Whose it is, and where it belongs"),
            ),
            FieldPanel("site", widget=forms.Select),
        ],
        base_form_class=PredictionForm,
    )  # fmt: skip
