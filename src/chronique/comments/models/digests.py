"""Up to when moderators were told what the filter kept out."""

from datetime import datetime

from django.db import models


class DigestQuerySet(models.QuerySet["Digest"]):
    def claim(self, digest: "Digest", until: datetime) -> bool:
        """Go on to `until`. False when another process was faster."""
        return self.filter(pk=digest.pk, until=digest.until).update(until=until) == 1


class Digest(models.Model):
    """A site's last digest: the next one begins where it ended, so that nothing is told twice."""

    site = models.OneToOneField("wagtailcore.Site", models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = DigestQuerySet.as_manager()
