"""Predictions: what was said to come, how likely, and what came."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.articles.rules import LANGUAGES
from chronique.dossiers.models.dossiers import Dossier


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def on(self, site: Site) -> PredictionQuerySet:
        return self.filter(site=site)

    def public(self) -> PredictionQuerySet:
        """Those that were made in the open. None is ever taken back."""
        return self.filter(published_at__isnull=False)

    def counted(self) -> PredictionQuerySet:
        """Each once, in whatever languages it is told: what the record of an author goes by."""
        return self.filter(translation_of__isnull=True)

    def open(self) -> PredictionQuerySet:
        return self.filter(outcome="")

    def due(self, day: date) -> PredictionQuerySet:
        """Those to be judged on that day or before it."""
        return self.open().filter(due_on__lte=day)


class Prediction(models.Model):
    """What somebody says will come. The words below are those of its last wording, the probability
    that of its last estimate; all earlier ones stay.
    """

    class Outcome(models.TextChoices):
        YES = "yes", _("it came true")
        NO = "no", _("it did not")
        VOID = "void", _("void")

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="predictions", verbose_name=_("site")
    )
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, related_name="predictions", verbose_name=_("author")
    )
    statement = models.CharField(_("what will come"), max_length=500)
    criterion = models.TextField(_("how it will be judged"))
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default="fr")
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("to be judged on"))
    probability = models.DecimalField(_("probability"), max_digits=4, decimal_places=3)
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="predictions",
        verbose_name=_("article"),
    )  # fmt: skip
    dossier = models.ForeignKey(
        Dossier, models.SET_NULL, null=True, blank=True, related_name="predictions",
        verbose_name=_("dossier"),
    )  # fmt: skip
    translation_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="translations",
        verbose_name=_("translation of"),
    )  # fmt: skip
    published_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=5, choices=Outcome, blank=True)
    resolved_on = models.DateField(_("judged on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    source = models.ForeignKey(
        "dossiers.Source", models.PROTECT, null=True, blank=True, related_name="predictions",
        verbose_name=_("source"),
    )  # fmt: skip
    # When its author was last told that it is due.
    reminded_on = models.DateField(null=True, editable=False)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__range=(0, 1)), name="dossiers_prediction_probability"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(resolved_on__isnull=False) & ~Q(reason="")),
                name="dossiers_prediction_outcome_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("made_on")), name="dossiers_prediction_looks_ahead"
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def path(self) -> str:
        return f"/predictions/{self.pk}/"


class Estimate(models.Model):
    """How likely it was thought to be, from a day on."""

    prediction = models.ForeignKey(Prediction, models.CASCADE, related_name="estimates")
    on = models.DateField()
    probability = models.DecimalField(max_digits=4, decimal_places=3)
    why = models.TextField(_("why"), blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__range=(0, 1)), name="dossiers_estimate_probability"
            )
        ]


class Wording(models.Model):
    """What it said, from a moment on."""

    prediction = models.ForeignKey(Prediction, models.CASCADE, related_name="wordings")
    statement = models.CharField(max_length=500)
    criterion = models.TextField()
    due_on = models.DateField()
    why = models.TextField(_("why"), blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "pk"]
