"""Predictions: what was said to come, how likely, and what came."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.articles.rules import LANGUAGES
from chronique.dossiers.models.dossiers import Dossier


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def on(self, site: Site) -> PredictionQuerySet:
        return self.filter(site=site)

    def drafts(self) -> PredictionQuerySet:
        return self.filter(published_at__isnull=True)

    def public(self) -> PredictionQuerySet:
        """Those that were made in the open. None is ever taken back."""
        return self.filter(published_at__isnull=False)

    def counted(self) -> PredictionQuerySet:
        """Each once, in whatever languages it is told: what the record of an author goes by."""
        return self.filter(translation_of__isnull=True)

    def open(self) -> PredictionQuerySet:
        return self.filter(outcome="")

    def judged(self) -> PredictionQuerySet:
        """Those of which it is known whether they came true, or that they are void."""
        return self.exclude(outcome="")

    def due(self, day: date) -> PredictionQuerySet:
        """Those to be judged on that day or before it."""
        return self.open().filter(due_on__lte=day)

    def ahead(self, day: date) -> PredictionQuerySet:
        """Those whose day is still to come."""
        return self.open().filter(due_on__gt=day)

    def to_remind(self, day: date) -> PredictionQuerySet:
        """Those that are due, and whose author was not told so since."""
        told = Q(reminded_on__isnull=True) | Q(reminded_on__lt=models.F("due_on"))
        return self.public().counted().due(day).filter(told)

    def versions_of(self, prediction: Prediction) -> PredictionQuerySet:
        """One prediction in all its languages."""
        first = prediction.translation_of_id or prediction.pk
        return self.filter(Q(pk=first) | Q(translation_of=first))

    def for_lists(self) -> PredictionQuerySet:
        return self.select_related("author")

    def for_page(self) -> PredictionQuerySet:
        """With all that its own page says."""
        rows = self.select_related("author", "source", "dossier", "article")
        return rows.prefetch_related("estimates", "wordings", "resolutions__source")

    def told_in(self, language: str) -> PredictionQuerySet:
        """Each once: in that language where it is told in it, else as it was told first."""
        own = models.Q(language=language)
        told = Prediction.objects.public().filter(own, translation_of=models.OuterRef("pk"))
        return self.filter(own | Q(translation_of__isnull=True) & ~models.Exists(told))

    def soonest_first(self) -> PredictionQuerySet:
        """The open ones by their day, then the judged ones, the last first."""
        is_judged = models.Case(models.When(outcome="", then=0), default=1)
        day = models.Case(models.When(outcome="", then="due_on"))
        return self.order_by(is_judged, day, models.F("resolved_on").desc(), "-pk")


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

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_told_afterwards(self) -> bool:
        """Whether it was written down here only when its day had come: it foretold nothing here."""
        return self.published_at is not None and localdate(self.published_at) > self.due_on


class Estimate(models.Model):
    """How likely it was thought to be, from a day on."""

    # What was said in the open is not deleted: nor is what it was said of.
    prediction = models.ForeignKey(Prediction, models.PROTECT, related_name="estimates")
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

    prediction = models.ForeignKey(Prediction, models.PROTECT, related_name="wordings")
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


class Resolution(models.Model):
    """What was said to have come of it. The last one holds; what was said before it stays."""

    prediction = models.ForeignKey(Prediction, models.PROTECT, related_name="resolutions")
    outcome = models.CharField(max_length=5, choices=Prediction.Outcome)
    on = models.DateField()
    reason = models.TextField()
    source = models.ForeignKey(
        "dossiers.Source", models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dossiers_resolution_has_reason")
        ]
