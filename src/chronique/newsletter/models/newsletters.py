"""What a reader may subscribe to."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from chronique.articles.models import Article, Section
from chronique.articles.models.pages import ArticleQuerySet
from chronique.dossiers.models import Dossier


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def on(self, site: Site) -> NewsletterQuerySet:
        return self.filter(site=site)

    def offered(self) -> NewsletterQuerySet:
        """Those that readers may choose, in order."""
        return self.filter(is_open=True).order_by("sort_order", "pk")

    def with_counts(self) -> NewsletterQuerySet:
        """With `each`, `daily`, `weekly`: how many get it so."""
        return self.annotate(
            **{
                rhythm: Count(
                    "subscriptions",
                    filter=Q(subscriptions__state="active", subscriptions__rhythm=rhythm),
                )
                for rhythm in ("each", "daily", "weekly")
            }
        )

    def for_article(self, article: Article) -> NewsletterQuerySet:
        """Those that an article belongs to."""
        return self.filter(
            Q(section=None) | Q(section=article.section_id),
            Q(dossier=None) | Q(dossier__in=Dossier.objects.filter(parts__article=article.pk)),
            Q(content_language="") | Q(content_language=article.language),
            site=article.get_site(),
        )


class Newsletter(models.Model):
    """Letters on all of a publication, on a section or a dossier of it, or on what is in one
    language.
    """

    class Form(models.TextChoices):
        FULL = "full", _("the whole article")
        EXCERPT = "excerpt", _("its beginning, and a link")

    class Language(models.TextChoices):
        FRENCH = "fr", "Français"
        ENGLISH = "en", "English"

    class Day(models.IntegerChoices):
        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="newsletters", verbose_name=_("site")
    )
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=100)
    description = models.CharField(_("description"), max_length=255, blank=True)
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="newsletters",
        verbose_name=_("section"), help_text=_("Without one: articles of all sections."),
    )  # fmt: skip
    # With the dossier gone, its readers would get all articles.
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="newsletters",
        verbose_name=_("dossier"), help_text=_("With one: its articles alone."),
    )  # fmt: skip
    content_language = models.CharField(
        _("articles in"), max_length=8, blank=True,
        help_text=_("A language such as fr. Without one: articles in all languages."),
    )  # fmt: skip
    language = models.CharField(
        _("language of the letter"), max_length=8, choices=Language, default=Language.FRENCH
    )
    form = models.CharField(_("brings"), max_length=10, choices=Form, default=Form.FULL)
    sender = models.CharField(
        _("sender"), max_length=255, blank=True, help_text=_("Without one: the publication's name.")
    )
    reply_to = models.EmailField(_("address for answers"), blank=True)
    footer = models.TextField(_("last lines"), blank=True)
    welcome_subject = models.CharField(
        _("subject of the welcome letter"), max_length=255, blank=True
    )
    welcome_text = models.TextField(
        _("welcome letter"), blank=True, help_text=_("Sent once confirmed. Without text: none.")
    )
    undo_minutes = models.PositiveSmallIntegerField(
        _("minutes to take an issue back"), default=5, validators=[MaxValueValidator(120)],
        help_text=_("So long an issue waits before its first letter is sent."),
    )  # fmt: skip
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the digests"), default=7, validators=[MaxValueValidator(23)],
        help_text=_("Of the day, from 0 to 23, where the publication is."),
    )  # fmt: skip
    digest_day = models.PositiveSmallIntegerField(
        _("day of the weekly digest"), choices=Day, default=Day.SATURDAY
    )
    # What appeared before is in a digest of that rhythm already, or in none.
    daily_up_to = models.DateTimeField(null=True, blank=True, editable=False)
    weekly_up_to = models.DateTimeField(null=True, blank=True, editable=False)
    is_open = models.BooleanField(_("readers may subscribe"), default=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="newsletter_newsletter_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def list_id(self) -> str:
        """RFC 2919: the newsletter's name among all lists of the world."""
        return f"{self.slug}.{self.site.hostname}"

    @property
    def undo_time(self) -> timedelta:
        return timedelta(minutes=self.undo_minutes)

    def articles(self) -> ArticleQuerySet:
        """Those that belong to it and that readers may see."""
        found: ArticleQuerySet = Article.objects.published().filter(
            path__startswith=self.site.root_page.path
        )
        if self.section_id:
            found = found.filter(section=self.section_id)
        if self.dossier_id:
            found = found.filter(parts__dossier=self.dossier_id)
        return found.filter(language=self.content_language) if self.content_language else found


class LeftOut(models.Model):
    """An article that the writer does not want in a newsletter's digests."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="left_out")
    article = models.ForeignKey(Article, models.CASCADE, related_name="left_out_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "article"], name="newsletter_left_out_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id} without {self.article_id}"
