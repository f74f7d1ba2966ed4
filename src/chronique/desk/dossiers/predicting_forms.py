"""What is asked of a prediction that is public: each change has its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chronique.articles.models import Article
from chronique.desk.dossiers.chances import chance_field, in_percent
from chronique.dossiers.models import Dossier, Prediction, Source

DAY = {"type": "date"}


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


def reason_field(label: Any, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, widget=area, max_length=4000)


class Form(forms.Form):
    """`prediction` is what it is about; its fields have names of their own on the screen."""

    def __init__(self, data: Any = None, *, prediction: Prediction) -> None:
        super().__init__(data, prefix=type(self).__name__.lower(), use_required_attribute=False)
        self.prediction = prediction


class ChanceForm(Form):
    chance = chance_field()
    why = reason_field(_("Why"), _("Readers see it beside the change."))

    def __init__(self, data: Any = None, *, prediction: Prediction) -> None:
        super().__init__(data, prediction=prediction)
        self.initial["chance"] = in_percent(prediction.probability)


class WordsForm(Form):
    statement = forms.CharField(label=_("What will come"), max_length=500)
    criterion = reason_field(_("How it will be judged"))
    due_on = day_field(_("To be judged on"))
    why = reason_field(_("Why"), _("Readers see it beside the change, and what it said before."))

    def __init__(self, data: Any = None, *, prediction: Prediction) -> None:
        super().__init__(data, prediction=prediction)
        for name in ("statement", "criterion", "due_on"):
            self.initial[name] = getattr(prediction, name)


class OutcomeForm(Form):
    outcome = forms.ChoiceField(
        label=_("What came"), choices=Prediction.Outcome, widget=forms.RadioSelect
    )
    on = day_field(_("Known since"), _("The first day on which it could be told."))
    reason = reason_field(
        _("Reason for the judgement"), _("By what it is judged so, in a sentence or two.")
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False,
        empty_label=_("None"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, prediction: Prediction) -> None:
        super().__init__(data, prediction=prediction)
        sources: Any = self.fields["source"]
        sources.queryset = Source.objects.on(prediction.site).order_by("title")
        self.initial["on"] = prediction.resolved_on or timezone.localdate()
        for name in ("outcome", "reason", "source"):
            self.initial[name] = getattr(prediction, name)


class PlaceForm(Form):
    article = forms.ModelChoiceField(
        label=_("Article"), queryset=Article.objects.none(), required=False, empty_label=_("None")
    )
    dossier = forms.ModelChoiceField(
        label=_("Dossier"), queryset=Dossier.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, data: Any = None, *, prediction: Prediction) -> None:
        super().__init__(data, prediction=prediction)
        fields: Any = self.fields
        articles = Article.objects.on(prediction.site).order_by("-latest_revision_created_at")
        fields["article"].queryset = articles.without_words()
        fields["dossier"].queryset = Dossier.objects.on(prediction.site)
        self.initial = {"article": prediction.article_id, "dossier": prediction.dossier_id}
