"""What readers fill in to have newsletters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chronique.front.letters.choices import chosen
from chronique.newsletter.models import Newsletter
from chronique.readers.rules import one_form

NO_ADDRESS = gettext_lazy("This is not an e-mail address. It looks like bo@example.org.")


class AddressForm(forms.Form):
    """An e-mail address, in one form."""

    address = forms.CharField(
        label=gettext_lazy("E-mail address"), max_length=320,
        error_messages={
            "required": gettext_lazy("Give the e-mail address that the letters are to come to."),
            "max_length": NO_ADDRESS,
        },
    )  # fmt: skip

    def clean_address(self) -> str:
        if address := one_form(self.cleaned_data["address"]):
            return address
        raise forms.ValidationError(NO_ADDRESS)


class SubscribeForm(AddressForm):
    """An address, and what is to come there."""

    page = forms.CharField(required=False, max_length=500)
    took = forms.CharField(required=False, max_length=20)

    def __init__(self, data: QueryDict | None, *, offered: Sequence[Newsletter]) -> None:
        super().__init__(data)
        self.choices = None if data is None else chosen(data, offered)

    def clean(self) -> None:
        if not self.choices:
            raise forms.ValidationError(_("Choose what you want to get."))

    @property
    def seconds(self) -> timedelta | None:
        """From the page's being shown to its being sent; None when no script has counted them."""
        raw = self.cleaned_data["took"].strip()
        is_number = raw.isascii() and raw.isdecimal() and len(raw) < 12
        return timedelta(milliseconds=int(raw)) if is_number else None
