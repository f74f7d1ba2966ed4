"""A probability as writers say it: in percent."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class PercentField(forms.DecimalField):
    """From 0 to 100, to a tenth; one sentence for all that is out of bounds."""

    def __init__(self) -> None:
        message = _("A probability lies between 0 and 100%.")
        super().__init__(
            label=_("Probability, in percent"), min_value=0, max_value=100, decimal_places=1,
            error_messages={"min_value": message, "max_value": message},
        )  # fmt: skip


def chance_field() -> PercentField:
    return PercentField()


def from_percent(said: Decimal) -> Decimal:
    """Return a share from 0 to 1."""
    return said / 100


def in_percent(share: Decimal) -> Decimal:
    """Return a share in percent, without zeros that say nothing."""
    percent = share * 100
    return percent.quantize(Decimal(1)) if percent == percent.to_integral() else percent.normalize()
