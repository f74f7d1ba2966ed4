"""What moderators have taught the filter. Pure code beneath says what it means: see `learning`."""

from __future__ import annotations

from django.db import models


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
