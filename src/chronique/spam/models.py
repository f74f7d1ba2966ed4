"""What moderators have taught the filter, and who asks it from elsewhere.

Pure code beneath says what was learned means: see `learning`.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Learned(models.Model):
    """What one site, or one client with a key, has learned on top of the shipped model."""

    # Whose it is, as "site:1".
    owner = models.CharField(max_length=40, unique=True)
    # Goes up with each lesson: a process knows by it whether what it has at hand is still so.
    revision = models.PositiveBigIntegerField(default=0)
    # See `learning.Weights`.
    weights = models.BinaryField(default=bytes)
    losses = models.JSONField(default=list)
    honest = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)
    # The key of its marks: without it they say nothing.
    key = models.BinaryField()

    class Meta:
        default_permissions = ()


class LessonQuerySet(models.QuerySet["LessonRow"]):
    def counted(self) -> LessonQuerySet:
        """Those that no later decision has displaced."""
        return self.filter(displaced_by="")


class LessonRow(models.Model):
    """What was learned of one comment: all that is needed to take just that out again."""

    learned = models.ForeignKey(Learned, models.CASCADE, related_name="+", db_index=False)
    # Which comment, as "comment:12"; which decision taught it, and which one displaced it.
    subject = models.CharField(max_length=64)
    cause = models.CharField(max_length=64, blank=True)
    displaced_by = models.CharField(max_length=64, blank=True)
    is_spam = models.BooleanField()
    part = models.FloatField(default=1.0)
    # See `learning.Lesson`.
    content = models.BinaryField()
    made_at = models.DateTimeField(db_index=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["learned", "subject"], name="spam_lessons_of_subject"),
            models.Index(fields=["learned", "cause"], name="spam_lessons_of_cause"),
            models.Index(fields=["learned", "displaced_by"], name="spam_lessons_displaced"),
        ]


class StandingRow(models.Model):
    """How many comments of a name, an address, a host or a text were honest, and how many spam."""

    learned = models.ForeignKey(Learned, models.CASCADE, related_name="+", db_index=False)
    # What stands for it with those who do not know it.
    mark = models.CharField(max_length=32)
    honest = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["learned", "mark"], name="spam_one_standing_each")
        ]


class ClientQuerySet(models.QuerySet["Client"]):
    def on(self) -> ClientQuerySet:
        """Those that are answered."""
        return self.filter(is_on=True)


class Client(models.Model):
    """A site or program elsewhere that asks this filter with a key, as others ask Akismet."""

    name = models.CharField(
        _("name"), max_length=80, unique=True,
        help_text=_("Which site or program asks. Only this list shows it."),
    )  # fmt: skip
    blog = models.URLField(
        _("its web address"), blank=True,
        help_text=_("Whoever asks with its key for another site is refused. Empty: for any site."),
    )  # fmt: skip
    is_on = models.BooleanField(
        _("switched on"), default=False,
        help_text=_("Without a key that is switched on, nobody finds the filter from outside."),
    )  # fmt: skip
    per_minute = models.PositiveSmallIntegerField(
        _("questions a minute"), default=60,
        validators=[MinValueValidator(1), MaxValueValidator(6000)],
        help_text=_("What comes faster is refused, for each process of the server by itself."),
    )  # fmt: skip
    # Of the key, SHA-256. The key itself is shown once and kept nowhere.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key_made_at = models.DateTimeField(_("key made"), editable=False)
    used_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    asked = models.PositiveBigIntegerField(_("questions asked"), default=0, editable=False)
    found = models.PositiveBigIntegerField(_("found to be spam"), default=0, editable=False)
    corrected = models.PositiveBigIntegerField(_("corrected"), default=0, editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("site that asks")
        verbose_name_plural = _("sites that ask")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """Whose learning it is: see `Learned`. What it corrects teaches nobody else."""
        return f"key:{self.pk}"
