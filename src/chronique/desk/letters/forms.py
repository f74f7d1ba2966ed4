"""What a writer says of an issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chronique.articles.models import Article
from chronique.newsletter.models import Issue, Newsletter
from chronique.text.excerpts import excerpt
from chronique.text.typography import typeset

NOW, AT, PUBLICATION = "now", "at", "publication"
DIGEST, NOT = "digest", "not"
FORMS = [
    *Newsletter.Form.choices, (DIGEST, gettext_lazy("only in the digests")),
    (NOT, gettext_lazy("nothing, not even in the digests")),
]  # fmt: skip
# Words of the preview line that programs show.
PREVIEW_WORDS = 22


class WordsForm(forms.Form):
    """Subject and preview line."""

    subject = forms.CharField(
        error_messages={"required": gettext_lazy("A letter needs a subject.")},
        label=gettext_lazy("Subject"), max_length=255, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    preheader = forms.CharField(
        label=gettext_lazy("Preview line"), max_length=255, required=False, strip=True,
        help_text=gettext_lazy("Shown by mail programs beside the subject."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())


class PlanForm(WordsForm):
    """In which newsletters an article goes out, in which form, and when."""

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label=gettext_lazy("Day and hour"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.planned = planned_of(article)
        self.newsletters = list(
            Newsletter.objects.for_article(article).with_counts().order_by("sort_order", "pk")
        )
        times = [(NOW, _("now"))] if article.live else [(PUBLICATION, _("when it is published"))]
        when: Any = self.fields["when"]
        when.choices = [*times, (AT, _("at a time"))]
        when.initial = times[0][0]
        self.fields["subject"].initial = typeset(article.title, article.language)
        self.fields["preheader"].initial = excerpt(article.teaser, PREVIEW_WORDS)
        left_out = set(article.left_out_of.values_list("newsletter", flat=True))
        for one in self.open_ones:
            usual = one.form if one.each else DIGEST
            self.fields[f"form-{one.pk}"] = forms.ChoiceField(
                label=one.name, choices=FORMS, widget=forms.Select,
                initial=NOT if one.pk in left_out else usual,
            )  # fmt: skip

    @property
    def open_ones(self) -> list[Any]:
        """The newsletters in which nothing is planned yet."""
        return [one for one in self.newsletters if one.pk not in self.planned]

    def rows(self) -> Iterator[tuple[Any, Any, Issue | None]]:
        """Yield each newsletter with its field, or with what is planned in it."""
        for one in self.newsletters:
            issue = self.planned.get(one.pk)
            yield one, None if issue else self[f"form-{one.pk}"], issue

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        at = cleaned.get("at")
        if cleaned.get("when") == AT and "at" not in self.errors:
            if at is None:
                raise ValidationError({"at": _("Say on which day, and at what hour.")})
            if at <= timezone.now():
                raise ValidationError({"at": _("This moment is over.")})
        return cleaned

    def choices(self) -> list[tuple[Newsletter, str]]:
        """Return what was chosen for each newsletter."""
        return [(one, self.cleaned_data[f"form-{one.pk}"]) for one in self.open_ones]

    def sent(self) -> list[tuple[Newsletter, Newsletter.Form]]:
        """Return where it goes to those who want each article."""
        chosen = [(one, form) for one, form in self.choices() if form not in (DIGEST, NOT)]
        return [(one, Newsletter.Form(form)) for one, form in chosen]

    def moment(self, now: datetime) -> datetime | None:
        """Return when it is to be sent; None is at its publication."""
        when = self.cleaned_data["when"]
        return {NOW: now, AT: self.cleaned_data.get("at"), PUBLICATION: None}[when]


class CorrectionForm(WordsForm):
    note = forms.CharField(
        error_messages={"required": gettext_lazy("Say what was wrong.")},
        label=gettext_lazy("What was wrong"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stands above the article."), max_length=5000,
    )  # fmt: skip
    form = forms.ChoiceField(label=gettext_lazy("Below it"), choices=Newsletter.Form)

    field_order = ["note", "form", "subject", "preheader"]


def planned_of(article: Article) -> dict[int, Issue]:
    """Return the issues that bring an article, by newsletter."""
    found = Issue.objects.of_article(article).standing().select_related("newsletter", "mailing")
    return {issue.newsletter_id: issue for issue in found}
