"""What a writer asks for, and says, about subscribers."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.newsletter.actions.keeping import Consent
from chronique.newsletter.models import Newsletter, Rhythm, Subscription
from chronique.newsletter.models.subscriptions import State, SubscriptionQuerySet
from chronique.readers.rules import one_form

ALL = ("", _("All"))


class SubscribersForm(forms.Form):
    """Which subscribers are shown. What cannot be understood is as if it had not been said."""

    q = forms.CharField(
        label=_("Address or name"), required=False, max_length=320,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    newsletter = forms.ModelChoiceField(
        label=_("Newsletter"), queryset=Newsletter.objects.none(), required=False,
        empty_label=_("All"),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *State.choices], required=False)
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=[ALL, *Rhythm.choices], required=False)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        offered: Any = self.fields["newsletter"]
        offered.queryset = Newsletter.objects.on(site)
        self.has_several = len(offered.queryset) > 1

    def wanted(self) -> SubscriptionQuerySet:
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        found = Subscription.objects.of(said.get("q", "").strip())
        if newsletter := said.get("newsletter"):
            found = found.filter(newsletter=newsletter)
        else:
            found = found.on(self.site)
        for name in ("state", "rhythm"):
            if said.get(name):
                found = found.filter(**{name: said[name]})
        return found

    @property
    def is_narrow(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())


class ListForm(forms.Form):
    """A file that another system wrote."""

    file = forms.FileField(
        error_messages={"required": _("Choose a file.")},
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.json,.zip"}),
        help_text=_("CSV, JSON, or a zip of them, as the other system exports it."),
    )  # fmt: skip
    newsletter = forms.ModelChoiceField(
        label=_("Newsletter"), queryset=Newsletter.objects.none(), empty_label=None,
        help_text=_("For rows whose list or tag is not called as one of your newsletters."),
    )  # fmt: skip

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["newsletter"]
        offered.queryset = Newsletter.objects.on(site)
        offered.initial = offered.queryset.first()


class AddForm(forms.Form):
    """Somebody who said elsewhere that they want letters."""

    address = forms.CharField(
        error_messages={"required": _("Give their address.")},
        label=_("Address"), max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=255, required=False)
    newsletters = forms.ModelMultipleChoiceField(
        error_messages={"required": _("Choose a newsletter.")},
        label=_("Newsletters"), queryset=Newsletter.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm.choices)
    how = forms.CharField(
        error_messages={"required": _("Say how they agreed.")},
        label=_("How they agreed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance: signed the list at the lecture of 3 March. Kept as proof."),
    )  # fmt: skip
    where = forms.CharField(label=_("Where"), max_length=500, required=False)
    day = forms.DateField(
        error_messages={"required": _("Say on which day they agreed.")},
        label=_("When they agreed"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["newsletters"]
        offered.queryset = Newsletter.objects.on(site)
        first = offered.queryset.first()
        offered.initial = [first.pk] if first else []
        self.fields["day"].initial = timezone.localdate()

    def clean_address(self) -> str:
        address = one_form(self.cleaned_data["address"])
        if not address:
            raise forms.ValidationError(_("This is no address that mail can be sent to."))
        return address

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def consent(self) -> Consent:
        said = self.cleaned_data
        noon = timezone.make_aware(datetime.combine(said["day"], time(12)))
        return Consent(said["how"], said["where"], min(noon, timezone.now()))
