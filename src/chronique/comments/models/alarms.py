"""When too much came at once, and for how long those who are not known wait for it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "comments": _("%(count)s comments came within five minutes."),
    "likes": _("%(count)s likes came within five minutes."),
    "reports": _("%(count)s reports came within five minutes."),
}


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def of_site(self, site: int) -> AlarmQuerySet:
        return self.filter(site=site)

    def slow(self, site: int, now: datetime) -> AlarmQuerySet:
        """Those by which slow mode is on."""
        return self.filter(site=site, slow_until__gt=now)

    def since(self, moment: datetime) -> AlarmQuerySet:
        """What was noticed since; not what a moderator did by hand."""
        return self.exclude(kind=Alarm.Kind.HAND).filter(raised_at__gt=moment)


class Alarm(models.Model):
    """A burst of one kind, or a moderator who feared one. Nothing in it is of a reader."""

    class Kind(models.TextChoices):
        COMMENTS = "comments", _("comments")
        LIKES = "likes", _("likes")
        REPORTS = "reports", _("reports")
        HAND = "hand", _("by hand")

    site = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    # How many came in the minutes before.
    count = models.PositiveIntegerField(default=0)
    raised_at = models.DateTimeField()
    # Until then slow mode is on; None when it never was, for this.
    slow_until = models.DateTimeField(null=True, blank=True)
    # Who began it by hand.
    user = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ["-raised_at", "-pk"]
        indexes = [models.Index(fields=["site", "slow_until"], name="comments_slow")]

    def __str__(self) -> str:
        if self.kind == self.Kind.HAND:
            name = self.user.get_full_name() or self.user.get_username() if self.user else "?"
            return _("%(name)s began slow mode.") % {"name": name}
        return str(SENTENCES[self.kind] % {"count": self.count})
