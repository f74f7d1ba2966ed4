"""The forms of a source: the whole of it, and what is asked for while writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from chronique.base.errors import Refused
from chronique.desk.editing import OfASiteForm
from chronique.dossiers.actions import sources as actions
from chronique.dossiers.models import Dossier, Source
from chronique.dossiers.sourcing import published_in_words

# As the form shows them; those of the window in which a source is cited come first.
CITED = (
    "kind",
    "title",
    "author",
    "publisher",
    "url",
    "published",
    "words",
    "reliability",
    "credibility",
)
OTHERS = ("language", "seen_on", "remark")


class SourceForm(OfASiteForm):
    """A source. Its date is typed as people write dates, and shown so."""

    published = forms.CharField(
        label=_("Date of publication"), required=False, max_length=60,
        help_text=_("1914, June 1914, 28 June 1914, around 1914, 1914 – 1918."),
    )  # fmt: skip
    url = forms.URLField(
        label=_("Address"), required=False, max_length=2000, assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    wants_snapshot = forms.BooleanField(
        label=_("Keep a snapshot of what stands at the address"), required=False,
        help_text=_("A copy for you alone: readers never get it."),
    )  # fmt: skip

    class Meta:
        model = Source
        fields: tuple[str, ...] = (*CITED, *OTHERS)
        widgets = {
            "words": forms.Textarea(attrs={"rows": 3}),
            "remark": forms.Textarea(attrs={"rows": 2}),
            "seen_on": AdminDateInput,
            "title": forms.TextInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["published"] = published_in_words(self.instance, get_language() or "")
        else:
            self.initial.setdefault("seen_on", timezone.localdate())
            self.initial.setdefault("wants_snapshot", True)

    def clean_published(self) -> str:
        return self._ruled(actions.published_of, "published")

    def clean_url(self) -> str:
        return self._ruled(actions.address_of, "url")

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        try:
            actions.refuse_to_come(day, timezone.localdate())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return day

    def _ruled(self, rule: Callable[[str], str], name: str) -> str:
        try:
            return rule(self.cleaned_data[name])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def save(self, commit: bool = True) -> Any:
        source = super().save(commit=False)
        if commit:
            actions.save_source(
                source=source, now=timezone.now(), by=self.for_user,
                wants_snapshot=self.cleaned_data.get("wants_snapshot", False),
                dossiers=self.cleaned_data.get("dossiers"),
            )  # fmt: skip
        return source


class WholeSourceForm(SourceForm):
    """All of a source, with the dossiers that name it."""

    dossiers = forms.ModelMultipleChoiceField(
        label=_("Named in the dossiers"), required=False, queryset=Dossier.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A dossier also lists what its articles, events and hypotheses rest on."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["dossiers"]
        named.queryset = Dossier.objects.order_by("title")
        if self.instance.pk:
            self.initial["dossiers"] = list(
                self.instance.listings.values_list("dossier", flat=True)
            )


class QuickSourceForm(SourceForm):
    """What is asked for while writing; the rest can be filled in later."""

    class Meta(SourceForm.Meta):
        fields = CITED
