"""The forms of an event: the whole of it, and what is asked for while writing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.base.errors import Refused
from chronique.desk.editing import OfASiteForm
from chronique.dossiers.actions.events import keep_event
from chronique.dossiers.actions.moments import moment_of
from chronique.dossiers.models import Event
from chronique.dossiers.moments.humane import edtf_of
from chronique.dossiers.moments.reading import NotAMoment
from chronique.dossiers.moments.words import words


class EventForm(OfASiteForm):
    """An event. Its date is typed as people write dates, and said back so."""

    moment = forms.CharField(
        label=_("When"), max_length=120,
        help_text=_(
            "3 March 1882, March 1882, spring 1881, around 1880, 1880?, 1880 – 1889, since 1882,"
            " 44 BC; or EDTF."
        ),
    )  # fmt: skip

    class Meta:
        model = Event
        fields = ("title", "moment", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["moment"] = written(self.instance.moment)

    def clean_moment(self) -> str:
        try:
            return moment_of(self.cleaned_data["moment"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_latitude(self) -> Any:
        return _within(90, self.cleaned_data["latitude"])

    def clean_longitude(self) -> Any:
        return _within(180, self.cleaned_data["longitude"])

    def clean(self) -> Any:
        cleaned = super().clean()
        has = [self.cleaned_data.get(name) is not None for name in ("latitude", "longitude")]
        if any(has) and not all(has) and not self.errors:
            raise ValidationError(
                {"longitude": _("A place on earth is a latitude with a longitude.")}
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        event = super().save(commit=False)
        if commit:
            if not event.site_id:
                event.site = Site.objects.get(is_default_site=True)
            moment = self.cleaned_data["moment"]
            keep_event(event=event, moment=moment, now=timezone.now(), by=self.for_user)
        return event


def _within(most: int, degrees: Decimal | None) -> Decimal | None:
    if degrees is not None and abs(degrees) > most:
        raise ValidationError(
            _("It lies between %(least)s and %(most)s degrees.") % {"least": -most, "most": most}
        )
    return degrees


def written(edtf: str) -> str:
    """Return a date as it stands in the form: in words where these are understood again."""
    said = words(edtf, get_language() or "en").replace("\u00a0", " ")
    try:
        return said if edtf_of(said) == edtf else edtf
    except NotAMoment:
        return edtf
