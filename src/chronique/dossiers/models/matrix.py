"""Competing answers to a dossier's question, and what speaks against each (after Heuer)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.dossiers.models.dossiers import Dossier


class Hypothesis(models.Model):
    """One answer."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="hypotheses")
    statement = models.CharField(_("statement"), max_length=500)
    explanation = models.TextField(_("explanation"), blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    dropped_why = models.TextField(_("why it was dropped"), blank=True)

    class Meta:
        verbose_name = _("hypothesis")
        verbose_name_plural = _("hypotheses")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.statement


class Evidence(models.Model):
    """An event or a source that answers are held against; or words, where there is neither."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="evidence")
    event = models.ForeignKey(
        "dossiers.Event", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    source = models.ForeignKey(
        "dossiers.Source", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    words = models.CharField(_("in words"), max_length=500, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=True) | Q(source__isnull=True),
                name="dossiers_evidence_is_one",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(source__isnull=False) | ~Q(words=""),
                name="dossiers_evidence_is_something",
            ),
        ]

    def __str__(self) -> str:
        """Return what it is called: by its words, or as the event or the source is."""
        return self.words or str(self.event or self.source)


class Judgement(models.Model):
    """How a piece of evidence goes together with an answer. No row: nobody has judged yet."""

    class Mark(models.TextChoices):
        CONSISTENT = "C", _("consistent")
        INCONSISTENT = "I", _("inconsistent")
        NEUTRAL = "N", _("neutral")
        NOT_APPLICABLE = "NA", _("not applicable")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="judgements")
    hypothesis = models.ForeignKey(Hypothesis, models.CASCADE, related_name="judgements")
    mark = models.CharField(_("mark"), max_length=2, choices=Mark)
    # One is usual, three is much.
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    note = models.TextField(_("note"), blank=True)
    # Grows with each change: who saves over another's change is told so.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "hypothesis"], name="dossiers_judgement_once"
            ),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 3)), name="dossiers_judgement_weighs_one_to_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} → {self.hypothesis}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def told_of(self, dossier: Dossier) -> ChangeQuerySet:
        """What became different in a dossier since readers may see it, the newest first."""
        return self.filter(dossier=dossier, at__gt=dossier.published_at).order_by("-at", "-pk")

    def of_part(self, dossier: Dossier, article: int) -> ChangeQuerySet:
        """That an article can be read in a dossier: one row at most."""
        return self.filter(dossier=dossier, kind="part", number=article, before={})


class Change(models.Model):
    """Who changed what, when. Rows are added, never changed."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    # "dossier", "standing", "part", "event", "source", "hypothesis", "evidence", "judgement",
    # "prediction".
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    # What it was called then, for who reads the list later.
    name = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Fields that changed, by name; {} before it was made, and after it is gone.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["dossier", "at"], name="dossiers_changes_of")]
