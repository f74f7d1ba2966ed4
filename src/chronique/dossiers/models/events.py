"""Events: what happened, when, where, to whom, and who says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Site

from chronique.articles.models import Article
from chronique.articles.rules import LANGUAGES
from chronique.dossiers.models.dossiers import SHORT, Dossier
from chronique.dossiers.moments.reading import read


class Actor(models.Model):
    """A person or a body that has a part in events."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        BODY = "body", _("body")

    site = models.ForeignKey(Site, models.CASCADE, related_name="actors", verbose_name=_("site"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("person or body")
        verbose_name_plural = _("people and bodies")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="dossiers_actor_once")]

    def __str__(self) -> str:
        return self.name


class EventQuerySet(models.QuerySet["Event"]):
    def on(self, site: Site) -> EventQuerySet:
        return self.filter(site=site)

    def public(self) -> EventQuerySet:
        """Those in the timeline or among the evidence of a dossier that readers may see, or that an
        article of theirs points at.
        """
        rests = Q(references__article__in=Article.objects.published().exclude(address=""))
        for way in ("inclusions", "evidence"):
            rests |= Q(**{f"{way}__dossier__published_at__isnull": False})
        return self.filter(pk__in=self.model.objects.filter(rests).values("pk"))

    def of(self, dossier: Dossier) -> EventQuerySet:
        return self.filter(inclusions__dossier=dossier)

    def within(self, first: int | None, last: int | None) -> EventQuerySet:
        """Those that may have been going on between two days, by their numbers; None: no bound."""
        found = self
        if first is not None:
            found = found.filter(Q(ends__isnull=True) | Q(ends__gte=first))
        if last is not None:
            found = found.filter(Q(begins__isnull=True) | Q(begins__lte=last))
        return found

    def with_part_of(self, actor: str) -> EventQuerySet:
        """Those in which somebody has a part, by slug."""
        return self.filter(involvements__actor__slug=actor)

    def at(self, place: str) -> EventQuerySet:
        return self.filter(place=place)

    def in_order(self) -> EventQuerySet:
        """By when they began, those of no known beginning first; of two that began together, the
        shorter first.
        """
        return self.order_by(
            models.F("begins").asc(nulls_first=True), models.F("ends").asc(nulls_last=True),
            "moment", "pk",
        )  # fmt: skip

    def with_people(self) -> EventQuerySet:
        """With those who have a part in them at hand, in order; two queries more."""
        people = Involvement.objects.select_related("actor").order_by("sort_order", "pk")
        return self.prefetch_related(models.Prefetch("involvements", people, "people"))


class Event(ClusterableModel):
    """What happened. `moment` is a date of EDTF level 1; `begins` and `ends` are the first and the
    last day that it may mean, as days since 0001-01-01 (the Gregorian calendar's, forth and back),
    for the order; None where it is open or unknown.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="events", verbose_name=_("site"))
    title = models.CharField(_("what happened"), max_length=255)
    text = RichTextField(_("details"), blank=True, features=SHORT)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default="fr")
    moment = models.CharField(_("when"), max_length=60)
    begins = models.BigIntegerField(null=True, editable=False)
    ends = models.BigIntegerField(null=True, editable=False)
    place = models.CharField(_("where"), max_length=255, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    changed_at = models.DateTimeField(editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["begins", "ends", "pk"]
        indexes = [models.Index(fields=["site", "begins"], name="dossiers_events_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__isnull=True)
                | Q(ends__isnull=True)
                | Q(ends__gte=models.F("begins")),
                name="dossiers_event_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="dossiers_event_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/events/{self.pk}/"

    def set_moment(self, edtf: str) -> None:
        """Set when it happened, with its place in the order. Raises NotAMoment."""
        moment = read(edtf)
        self.moment, self.begins, self.ends = edtf, moment.first, moment.last


class Inclusion(Orderable):
    """An event stands in a dossier's timeline."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="inclusions")
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="inclusions", verbose_name=_("dossier")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "dossier"], name="dossiers_inclusion_once")
        ]


class Involvement(Orderable):
    """Somebody has a part in an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="involvements")
    actor = models.ForeignKey(
        Actor, models.RESTRICT, related_name="involvements", verbose_name=_("person or body")
    )
    role = models.CharField(_("role"), max_length=100, blank=True)

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "actor"], name="dossiers_involvement_once")
        ]


class EventSource(Orderable):
    """A source says that an event happened."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="event_sources")
    source = models.ForeignKey(
        "dossiers.Source", models.RESTRICT, related_name="event_sources", verbose_name=_("source")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "source"], name="dossiers_event_source_once")
        ]
