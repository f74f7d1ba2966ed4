"""What was forgotten: a row with each change, so that a crash between a change and its being heard
of hides nothing, and so that other machines hear of it too.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

# Longer than any process takes to hear of a change.
KEPT = timedelta(days=1)


class ForgottenQuerySet(models.QuerySet["Forgotten"]):
    def lately(self) -> ForgottenQuerySet:
        """Those that somebody may not have heard of yet. Rows are not seen in the order of their
        numbers: one waits for its change, which may take some minutes.
        """
        return self.filter(made_at__gte=Now() - timedelta(minutes=30)).order_by("pk")

    def old(self) -> ForgottenQuerySet:
        return self.filter(made_at__lt=Now() - KEPT)


class Forgotten(models.Model):
    tags = models.TextField()
    # Whether also the previous copies are not to be seen any more.
    entirely = models.BooleanField(default=False)
    # By the database's clock: machines have clocks of their own.
    made_at = models.DateTimeField(db_default=Now(), db_index=True)

    objects = ForgottenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.tags
