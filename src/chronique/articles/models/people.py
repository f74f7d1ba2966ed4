"""Who writes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable


class Author(models.Model):
    """Somebody whose name stands over articles; with `user`, somebody who signs in at the
    desk too.
    """

    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True)
    biography = RichTextField(
        _("biography"), blank=True, features=["bold", "italic", "link", "paste-inline"]
    )
    portrait = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("portrait"),
    )  # fmt: skip
    website = models.URLField(_("web address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown to readers."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author",
        verbose_name=_("account at the desk"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/author/{self.slug}/"


class Authorship(Orderable):
    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        TRANSLATION = "translation", _("Translation")
        PHOTOGRAPHY = "photography", _("Photography")
        ILLUSTRATION = "illustration", _("Illustration")
        INTERVIEW = "interview", _("Interview")
        EDITING = "editing", _("Editing")

    article = ParentalKey("articles.Article", on_delete=models.CASCADE, related_name="authorships")
    # An author who stands over articles is not deleted by a slip of the hand.
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="authorships", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="articles_authorship_once"
            )
        ]
