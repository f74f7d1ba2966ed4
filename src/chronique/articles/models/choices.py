"""What an article may choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Comments(models.TextChoices):
    AS_USUAL = "usual", _("As for the whole publication")
    OPEN = "open", _("Shown at once")
    FIRST = "first", _("The first of each reader is held")
    MODERATED = "moderated", _("All are held")
    CLOSED = "closed", _("Closed")
