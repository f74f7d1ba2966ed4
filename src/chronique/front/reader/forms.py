"""What readers fill in on their own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chronique.readers.models import Erasure, Reader
from chronique.readers.rules import one_form


class AddressForm(forms.Form):
    """An e-mail address, in one form."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_address(self) -> str:
        if address := one_form(self.cleaned_data["address"]):
            return address
        raise forms.ValidationError(
            _("This is not an e-mail address. It looks like bo@example.org.")
        )


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("Tell me of answers"), choices=Reader.Rhythm.choices, widget=forms.RadioSelect
    )


class ErasureForm(forms.Form):
    kind = forms.ChoiceField(choices=Erasure.Kind.choices)
