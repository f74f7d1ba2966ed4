"""The kinds of what is said below an article after it appeared."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Correcting(models.TextChoices):
    """What is said below an article after it appeared."""

    CORRECTION = "correction", pgettext_lazy("block", "Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")
