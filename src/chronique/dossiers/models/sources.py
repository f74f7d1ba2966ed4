"""Sources: who said what, how far it is believed, and a copy of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import Site

from chronique.articles.models import Article
from chronique.articles.rules import LANGUAGES
from chronique.dossiers.models.dossiers import Dossier
from chronique.dossiers.models.events import Event, EventSource
from chronique.dossiers.models.predictions import Resolution

# A snapshot that is not done by then was begun by a process that is no more.
GIVEN_UP = timedelta(minutes=10)


class SourceQuerySet(models.QuerySet["Source"]):
    def on(self, site: Site) -> SourceQuerySet:
        return self.filter(site=site)

    def public(self) -> SourceQuerySet:
        """Those that something rests on which readers may see."""
        readable = Article.objects.published()
        rests = Q(references__article__in=readable)
        rests |= Q(event_sources__event__in=Event.objects.public())
        for way in ("listings", "evidence"):
            rests |= Q(**{f"{way}__dossier__published_at__isnull": False})
        rests |= Q(resolutions__prediction__published_at__isnull=False)
        return self.filter(pk__in=self.model.objects.filter(rests).values("pk"))

    def of(self, dossier: Dossier) -> SourceQuerySet:
        """Those that a dossier names, and that its events, its evidence, its predictions and its
        articles rest on, as far as readers may see them.
        """
        parts = Article.objects.published().filter(parts__dossier=dossier)
        judged = dossier.predictions.filter(published_at__isnull=False)
        ways: list[models.QuerySet[Any, Any]] = [
            dossier.listings.values("source"),
            dossier.evidence.exclude(source=None).values("source"),
            Resolution.objects.filter(prediction__in=judged).exclude(source=None).values("source"),
            EventSource.objects.filter(event__inclusions__dossier=dossier).values("source"),
            Reference.objects.filter(article__in=parts).exclude(source=None).values("source"),
        ]
        named = Q()
        for way in ways:
            named |= Q(pk__in=way)
        return self.filter(named)

    def to_be_looked_at(self, before: datetime) -> SourceQuerySet:
        """Those with an address that nobody asked for since then, the longest ago first."""
        asked = Q(looked_at__isnull=True) | Q(looked_at__lt=before)
        return (
            self.exclude(url="").filter(asked).order_by(F("looked_at").asc(nulls_first=True), "pk")
        )

    def claim_look(self, source: Source, now: datetime) -> bool:
        """Note that it is asked for now. False when another process was faster."""
        as_known = self.filter(pk=source.pk, looked_at=source.looked_at)
        return as_known.update(looked_at=now) == 1

    def gone(self) -> SourceQuerySet:
        """Those at whose address nothing is any more."""
        return self.filter(gone_since__isnull=False)


class Source(ClusterableModel):
    """What an analysis rests on. Reliability (of who says it) and credibility (of what is said)
    are those of the Admiralty code, each judged by itself.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official publication")
        PRESS = "press", _("press")
        DOCUMENT = "document", _("document")
        INTERVIEW = "interview", _("interview")
        LEAK = "leak", _("leak")
        SOCIAL = "social", _("social media")
        OBSERVATION = "observation", _("own observation")

    class Reliability(models.TextChoices):
        A = "A", _("completely reliable")
        B = "B", _("usually reliable")
        C = "C", _("fairly reliable")
        D = "D", _("not usually reliable")
        E = "E", _("unreliable")
        F = "F", _("reliability cannot be judged")

    class Credibility(models.TextChoices):
        ONE = "1", _("confirmed by other sources")
        TWO = "2", _("probably true")
        THREE = "3", _("possibly true")
        FOUR = "4", _("doubtfully true")
        FIVE = "5", _("improbable")
        SIX = "6", _("truth cannot be judged")

    site = models.ForeignKey(Site, models.CASCADE, related_name="sources", verbose_name=_("site"))
    kind = models.CharField(_("type"), max_length=15, choices=Kind, default=Kind.PRESS)
    title = models.CharField(_("title"), max_length=500)
    author = models.CharField(
        _("author"), max_length=500, blank=True, help_text=_("Several with a semicolon between.")
    )
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, blank=True)
    # A date of EDTF level 1.
    published = models.CharField(_("published"), max_length=60, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    words = models.TextField(_("the words relied on"), blank=True)
    reliability = models.CharField(
        _("reliability of the source"), max_length=1, choices=Reliability, default=Reliability.F
    )
    credibility = models.CharField(
        _("credibility of the information"), max_length=1, choices=Credibility,
        default=Credibility.SIX,
    )  # fmt: skip
    # For the writer alone.
    remark = models.TextField(_("remark"), blank=True, help_text=_("Never shown to readers."))
    # When its address was asked last, since when nothing is there, and what the host said.
    looked_at = models.DateTimeField(null=True, editable=False)
    gone_since = models.DateTimeField(null=True, editable=False)
    gone_why = models.CharField(max_length=255, blank=True, editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/sources/{self.pk}/"

    @property
    def code(self) -> str:
        """What both judgements are in the Admiralty code: B2."""
        return f"{self.reliability}{self.credibility}"

    @property
    def is_judged(self) -> bool:
        """Whether somebody said how far it is believed."""
        return self.code != "F6"


class Listing(models.Model):
    """A dossier names a source, also where no event or article of it does."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="listings")
    source = models.ForeignKey(Source, models.PROTECT, related_name="listings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "source"], name="dossiers_listing_once")
        ]


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def kept(self) -> SnapshotQuerySet:
        return self.filter(state=Snapshot.State.KEPT)

    def under_way(self) -> SnapshotQuerySet:
        return self.filter(state=Snapshot.State.WAITING)

    def waiting(self, now: datetime) -> SnapshotQuerySet:
        """Those to be made, also those that a process which was killed had begun."""
        begun = Q(begun_at__isnull=True) | Q(begun_at__lt=now - GIVEN_UP)
        return self.under_way().filter(begun).order_by("pk")

    def claim(self, snapshot: Snapshot, now: datetime) -> bool:
        """Take one for this process. False when another was faster."""
        return self.waiting(now).filter(pk=snapshot.pk).update(begun_at=now) == 1


class Snapshot(models.Model):
    """What stood at a source's address when it was asked. Its WARC file lies in the home folder,
    under `snapshots/`, and is for the writers alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        KEPT = "kept", _("kept")
        FAILED = "failed", _("failed")

    source = models.ForeignKey(Source, models.CASCADE, related_name="snapshots")
    url = models.URLField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Why there is none, as a short clause.
    why = models.CharField(max_length=255, blank=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    # Name of the file; the SHA-256 of the answer's body in hex; its length in bytes.
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    media_type = models.CharField(max_length=100, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]


class Reference(models.Model):
    """An article points at a source or an event. Made anew each time the article appears."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="analysis_references"
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="references"
    )
    event = models.ForeignKey(
        "dossiers.Event", models.PROTECT, null=True, blank=True, related_name="references"
    )
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["article", "rank"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=True) ^ Q(event__isnull=True),
                name="dossiers_reference_to_one",
            ),
            models.UniqueConstraint(
                fields=["article", "source"], name="dossiers_reference_source_once"
            ),
            models.UniqueConstraint(
                fields=["article", "event"], name="dossiers_reference_event_once"
            ),
        ]
