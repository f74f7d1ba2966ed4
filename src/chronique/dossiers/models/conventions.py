"""What a publication has agreed on with its readers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting


class Conventions(BaseSiteSetting):
    """In which words a site says how likely something is. One row a site."""

    class Scale(models.TextChoices):
        ICD203 = "icd203", _("ICD 203 (United States)")
        PHIA = "phia", _("Yardstick of the PHIA (United Kingdom)")
        FRENCH = "french", _("IPCC (in French and English)")

    scale = models.CharField(
        _("scale of likelihood"), max_length=10, choices=Scale, default=Scale.FRENCH
    )

    class Meta:
        verbose_name = _("words of likelihood")
