"""Dossiers: a question, the articles that follow it, and where it stands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Site

from chronique.articles.models import Article
from chronique.articles.rules import LANGUAGES
from chronique.text.html import plain

# What a few lines of a writer may hold.
SHORT = ["bold", "italic", "link", "likelihood", "paste-inline"]


class DossierQuerySet(models.QuerySet["Dossier"]):
    def on(self, site: Site) -> DossierQuerySet:
        return self.filter(site=site)

    def public(self) -> DossierQuerySet:
        """Those that readers may see."""
        return self.filter(published_at__isnull=False)

    def versions_of(self, original: int) -> DossierQuerySet:
        """One and its translations, by the number of what they were translated from."""
        return self.filter(Q(pk=original) | Q(translation_of=original))

    def last_changed_first(self) -> DossierQuerySet:
        return self.order_by("-changed_at", "-pk")


class Dossier(ClusterableModel):
    """What is followed over time. It is a draft until it has `published_at`."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DORMANT = "dormant", _("dormant")
        CLOSED = "closed", _("closed")

    site = models.ForeignKey(Site, models.CASCADE, related_name="dossiers", verbose_name=_("site"))
    title = models.CharField(_("title"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True)
    question = models.TextField(
        _("question"), blank=True, help_text=_("What the dossier is to answer, in one sentence.")
    )
    standfirst = models.TextField(_("standfirst"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default="fr")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = RichTextField(
        _("answer"), blank=True, features=SHORT, help_text=_("Asked for when it is closed.")
    )
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations",
        verbose_name=_("translation of"),
    )  # fmt: skip
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="dossiers_dossier_once"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False),
                name="dossiers_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/dossiers/{self.slug}/"

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class Standing(models.Model):
    """Where we stand, as it was said on a day. What was said before stays."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="standings")
    on = models.DateField(_("date"))
    text = RichTextField(_("where we stand"), features=SHORT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("where we stand")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return " ".join(plain(self.text).split())


class PartQuerySet(models.QuerySet["Part"]):
    def readable_beside(self, article: int) -> PartQuerySet:
        """The parts that readers may see of all dossiers in which they see an article, in order,
        that one among them; dossier by dossier, by title.
        """
        readable = Article.objects.published().exclude(address="")
        own = Dossier.objects.public().filter(parts__article=article)
        shown = self.filter(dossier__in=own, article__in=readable)
        return shown.order_by("dossier__title", "dossier", "sort_order", "pk")


class Part(Orderable):
    """An article of a dossier. Its number is its place among them, from one."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="parts")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="parts", verbose_name=_("article")
    )

    objects = PartQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("part")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "article"], name="dossiers_part_once")
        ]
