"""Pages that readers open, and which of them they may."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet


def restrictions_above(path: str) -> models.QuerySet[PageViewRestriction]:
    """Return the restrictions of the pages above the outer query's, or of the page itself."""
    return PageViewRestriction.objects.filter(**{path: Substr(OuterRef("path"), 1, Length(path))})


class ReadableQuerySet(PageQuerySet):
    """Which pages readers may see."""

    def published(self) -> ReadableQuerySet:
        """Live, and neither the page nor one above it asks for a password or an account."""
        return self.live().filter(~Exists(restrictions_above("page__path")))

    def on(self, site: Site) -> ReadableQuerySet:
        return self.filter(path__startswith=site.root_page.path)


class ReadablePage(Page):
    """What readers open."""

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail's, which asks for the pages above first, and then for theirs.

        Where the page came with the answer, nothing is asked.
        """
        if getattr(self, "is_restricted", True) is False:
            return PageViewRestriction.objects.none()
        ends = range(self.steplen, len(self.path) + 1, self.steplen)
        above = [self.path[:end] for end in ends]
        return PageViewRestriction.objects.filter(
            Q(page__path__in=above) | Q(page__aliases__path__in=above)
        ).distinct()
