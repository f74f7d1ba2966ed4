"""How a publication holds its discussions: a setting of its site, changed at the desk."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site


class Discussion(BaseSiteSetting):
    # Of the page that it was asked for with.
    likes = 0

    class Mode(models.TextChoices):
        OPEN = "open", _("Shown at once")
        FIRST = "first", _("The first comment of each reader is held")
        ALL = "moderated", _("All comments are held")

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("never")

    class Held(models.IntegerChoices):
        """Of a thousand honest comments."""

        HARDLY_ANY = 1, _("Hardly any: one in a thousand")
        FEW = 5, _("Few: five in a thousand")
        SOME = 10, _("Some: one in a hundred")
        MORE = 30, _("More: three in a hundred")

    class Lost(models.IntegerChoices):
        """Likewise."""

        NEVER = 0, _("Never: I look at each")
        CERTAIN = 1, _("Only when it is all but certain")
        LIKELY = 5, _("When it is likely")

    class Digests(models.TextChoices):
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("on Mondays")
        NEVER = "never", _("never")

    mode = models.CharField(
        _("new comments"), max_length=10, choices=Mode, default=Mode.FIRST,
        help_text=_("An article may say otherwise. What the filter doubts is always held."),
    )  # fmt: skip
    honest_held = models.PositiveSmallIntegerField(
        _("honest comments that the filter may hold"), choices=Held, default=Held.FEW,
        help_text=_("Whatever finds spam takes some honest comments for it. The more you are"
                    " willing to look at, the less spam gets through."),
    )  # fmt: skip
    honest_lost = models.PositiveSmallIntegerField(
        _("put among the spam without waiting for you"), choices=Lost, default=Lost.CERTAIN,
        help_text=_("It is kept there for 30 days, can be searched, and is restored by one press."
                    " Never more than what you let the filter hold."),
    )  # fmt: skip
    close_after_days = models.PositiveIntegerField(
        _("close after days"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Counted from publication. Empty: discussions stay open."),
    )  # fmt: skip
    house_rules = models.TextField(
        _("house rules"), blank=True, max_length=3000,
        help_text=_("A few lines at the form: what is welcome, what is not. Light Markdown."),
    )  # fmt: skip
    reports_to_hide = models.PositiveSmallIntegerField(
        _("reports that hide a comment"), default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("So many readers, each for themselves, until a moderator has looked."),
    )  # fmt: skip
    notices = models.CharField(
        _("tell of held comments"), max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE,
        help_text=_("By mail, with a link for each decision, to all who may moderate."),
    )  # fmt: skip
    digests = models.CharField(
        _("tell what was put among the spam"), max_length=10, choices=Digests,
        default=Digests.WEEKLY,
        help_text=_("By mail, in the morning, to all who may moderate, when there was something."),
    )  # fmt: skip
    contact = models.CharField(
        _("who answers for readers’ data"), max_length=255, blank=True,
        help_text=_("An address (mailto: or https:), printed on the privacy page."),
    )  # fmt: skip
    is_transparent = models.BooleanField(
        _("transparency page"), default=False,
        help_text=_("Readers see how many comments came, were held and refused, and why."),
    )  # fmt: skip
    asks_service = models.BooleanField(
        _("ask this service, too"), default=False,
        help_text=_("About comments that the filter is not sure of. What it calls spam is held."),
    )  # fmt: skip
    service_url = models.URLField(
        _("address of the service"), blank=True,
        help_text=_("Of one that speaks Akismet, without the name of a call."),
    )  # fmt: skip
    service_key = models.CharField(_("key for the service"), max_length=100, blank=True)
    teaches_service = models.BooleanField(
        _("tell it where it was wrong"), default=False,
        help_text=_("When a moderator decides otherwise, the comment is sent again, with that."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def clean(self) -> None:
        super().clean()
        if self.asks_service and not (self.service_url and self.service_key):
            raise ValidationError(
                {"asks_service": _("Give the address of the service and a key for it.")}
            )

    @classmethod
    def of(cls, site: Site, page: int = 0) -> Discussion:
        """Return the site's; where nobody has chosen anything, what we think right.

        `likes` of the page come with it: one query.
        """
        fields = [known.attname for known in cls._meta.concrete_fields]
        columns = ", ".join(f"discussion.{name}" for name in fields)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT likes.count, {columns} FROM (SELECT 1) AS one"  # noqa: S608 - own names
                " LEFT JOIN comments_discussion AS discussion ON discussion.site_id = %s"
                " LEFT JOIN comments_pagelikes AS likes ON likes.page_id = %s",
                [site.pk, page],
            )
            likes, *values = cursor.fetchone()
        is_there = values[0] is not None
        found = cls.from_db(None, fields, values) if is_there else cls(site=site)
        found.likes = likes or 0
        return found
