"""Where readers last found a page: what lists showed it, and what others said of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from wagtail.models import Page, Site


class TraceQuerySet(models.QuerySet["Trace"]):
    def on(self, site: Site) -> TraceQuerySet:
        return self.filter(page__path__startswith=site.root_page.path)

    def outdated(self) -> TraceQuerySet:
        """Those of pages that were published again since: a crash came between."""
        live = self.filter(page__live=True)
        return live.filter(
            Q(published_at__isnull=True, page__last_published_at__isnull=False)
            | ~Q(published_at=F("page__last_published_at"))
        )


class Trace(models.Model):
    """Of an article or a static page that readers may see, as it was last announced.

    A list that it leaves must be made anew as well as the one that it enters: nothing else tells
    which that was.
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="trace")
    # The names of the lists that it stands in: `articles.tags`.
    lists = models.JSONField(default=list)
    # What others show of it, by what it is: see `publishing.standing`.
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    objects = TraceQuerySet.as_manager()
