"""What readers saw of an article over time, and what was said of it since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chronique.articles.correcting import Correcting


class EditionQuerySet(models.QuerySet["Edition"]):
    def readable(self) -> EditionQuerySet:
        """Those whose words are still here."""
        return self.filter(withdrawn_at=None)

    def in_order(self) -> EditionQuerySet:
        return self.order_by("number")

    def without_words(self) -> EditionQuerySet:
        return self.defer("body", "corrections", "lead")

    def at(self, moment: datetime) -> Edition | None:
        """Return what readers saw then, or first of all, among those in the queryset."""
        return (
            self.filter(published_at__lte=moment).order_by("-number").first()
            or self.in_order().first()
        )

    def before(self, edition: Edition) -> Edition | None:
        """Return the one of the same article before it whose words are still here."""
        own = self.readable().filter(article=edition.article_id, number__lt=edition.number)
        return own.order_by("-number").first()


class Edition(models.Model):
    """An article as readers saw it from one moment on, until the next one.

    Pictures and files are named by their numbers, as in the article's own text: of one that was
    deleted since, the words beside it are left.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="editions")
    # From 1 on, without a gap.
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    title = models.CharField(max_length=255, blank=True)
    standfirst = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    # The raw blocks of the text and of the corrections; of the lead picture `picture`, `alt`,
    # `caption` and `credit`.
    body = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    corrections = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    lead = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Of all that readers see; empty once it is withdrawn.
    digest = models.CharField(max_length=64, blank=True)
    # What the writer said of the change.
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    is_minor = models.BooleanField(_("minor"), default=False)
    # How many words came and went since the edition before.
    words_new = models.PositiveIntegerField(default=0)
    words_gone = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Readers may read it.
    withdrawn_because = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articles_edition_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(title="", digest="", standfirst=""),
                name="articles_edition_withdrawn_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["article", "published_at"], name="articles_edition_moment")]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def has_other_words(self) -> bool:
        return bool(self.words_new or self.words_gone)

    def withdraw(self, *, now: datetime, by: Any, because: str) -> None:
        """Keep that it was there, and nothing of what it said."""
        self.title = self.standfirst = self.digest = self.note = ""
        self.body, self.corrections, self.lead = [], [], {}
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_because = now, by, because


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def newest_first(self) -> CorrectionQuerySet:
        return self.order_by("-day", "-pk")


class Correction(models.Model):
    """What an article says was wrong in it. A row of each block of its corrections; `corrections`
    writes them when the article appears or changes.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="corrected")
    # The block's own name.
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=15, choices=Correcting)
    day = models.DateField()
    # As the article holds it.
    value = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="articles_correction_once")
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="articles_correction_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day}"

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)


def anchor_of(key: str) -> str:
    """Return what the place of a correction on its article's page is called."""
    return f"correction-{key[:8]}"
