"""Lists of subscribers that writers hand in: first tried, then brought in when they say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.newsletter.models.newsletters import Newsletter

# How long one is remembered, with the addresses that its report names.
KEPT = timedelta(days=30)


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def waiting(self) -> ArrivalQuerySet:
        """Those that a worker is to read, the oldest first."""
        return self.filter(state__in=[Arrival.State.TRY, Arrival.State.WANTED]).order_by("pk")

    def tried(self) -> ArrivalQuerySet:
        return self.filter(state=Arrival.State.TRIED)

    def on(self, site: Site) -> ArrivalQuerySet:
        return self.filter(site=site)

    def outdated(self, now: datetime) -> ArrivalQuerySet:
        return self.filter(made_at__lt=now - KEPT)


class Arrival(models.Model):
    """A list is to be TRIED, is TRIED, is WANTED, and DONE; or it FAILED, which `why` explains.

    Its file lies in a folder of its own on the machine that took it, until it is done.
    """

    class State(models.TextChoices):
        TRY = "try", _("being looked through")
        TRIED = "tried", _("looked through")
        WANTED = "wanted", _("coming in")
        DONE = "done", _("has come in")
        FAILED = "failed", _("failed")

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    # What its rows subscribe to, where they do not say.
    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    # Of its folder.
    key = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.TRY)
    percent = models.PositiveSmallIntegerField(default=0)
    # Counts, and the first of each kind of remark.
    told = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["try", "wanted"]), name="newsletter_arriving"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def folder(self) -> Path:
        return Path(settings.CONF.home) / "lists" / self.key

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def report(self) -> Path:
        """Where each row that was changed or left out stands, as JSON."""
        return self.folder / "report" / "report.json"

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.TRY, self.State.WANTED)

    def set_percent(self, percent: int) -> None:
        Arrival.objects.filter(pk=self.pk).update(percent=percent)

    def end(self, state: str, **fields: Any) -> None:
        """Write how reading it ended."""
        Arrival.objects.filter(pk=self.pk).update(state=state, percent=100, **fields)
