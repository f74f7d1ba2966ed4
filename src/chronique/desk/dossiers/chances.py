"""A probability as writers say it: in percent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PercentField(forms.DecimalField):
    """From 0 to 100, to a tenth; one sentence for all that is out of bounds."""

    def __init__(self) -> None:
        bounds = forms.NumberInput(attrs={"min": 0, "max": 100, "step": "0.1"})
        super().__init__(label=_("Probability, in percent"), decimal_places=1, widget=bounds)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 0 <= value <= 100:
            raise ValidationError(_("A probability lies between 0 and 100%."))


def chance_field() -> PercentField:
    return PercentField()


def from_percent(said: Decimal) -> Decimal:
    """Return a share from 0 to 1."""
    return said / 100


def in_percent(share: Decimal) -> Decimal:
    """Return a share in percent, without zeros that say nothing."""
    percent = share * 100
    return percent.quantize(Decimal(1)) if percent == percent.to_integral() else percent.normalize()
