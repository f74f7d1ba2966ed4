"""Books: what was published, as one file to take away."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

# How long one is kept that readers are not offered.
KEPT = timedelta(days=30)


class BookQuerySet(models.QuerySet["Book"]):
    def on(self, site: Site) -> BookQuerySet:
        return self.filter(site=site)

    def waiting(self) -> BookQuerySet:
        """Those that a worker is to make, the oldest first."""
        return self.filter(state=Book.State.WAITING).order_by("pk")

    def offered(self) -> BookQuerySet:
        """Those that readers may take away, the newest first."""
        return self.filter(state=Book.State.DONE, is_offered=True).order_by("-made_at", "-pk")

    def of_dossier(self, number: int) -> BookQuerySet:
        return self.filter(kind=Book.Kind.DOSSIER, number=number)

    def outdated(self, now: datetime) -> BookQuerySet:
        return self.filter(is_offered=False, asked_at__lt=now - KEPT)


class Book(models.Model):
    """An article, a dossier or a year, as one file. A worker makes it.

    `articles` are the numbers of those in it: when readers may not see one of them any more, the
    file is not offered either.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        DOSSIER = "dossier", _("dossier")
        YEAR = "year", _("year")

    class Form(models.TextChoices):
        EPUB = "epub", "EPUB"
        PDF = "pdf", "PDF"

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    # Of the article or dossier; or the year itself.
    number = models.PositiveBigIntegerField()
    form = models.CharField(max_length=5, choices=Form)
    title = models.CharField(max_length=255)
    # Of whoever asked: what went wrong is told in it.
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    why = models.TextField(blank=True)
    # Of its folder, and of its file.
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(null=True)
    articles = models.JSONField(default=list)
    is_offered = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(null=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.form})"

    @property
    def folder(self) -> Path:
        return Path(settings.CONF.home) / "books" / self.key

    @property
    def file(self) -> Path:
        return self.folder / self.name

    @property
    def path(self) -> str:
        """Where readers get it from, when it is offered."""
        return f"/books/{self.key}/{self.name}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def set_percent(self, percent: int) -> None:
        Book.objects.filter(pk=self.pk).update(percent=percent)
