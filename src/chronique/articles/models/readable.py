"""Pages that readers open, and which of them they may."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet


def restrictions_above(page: str = "pk") -> models.QuerySet[PageViewRestriction]:
    """Return the restrictions of the pages above the outer query's, or of the page itself.

    `page`: by what those are known, as `alias_of` if restrictions of what they mirror count. The
    few restrictions are gone through: of a join SQLite would go through all pages, for each page.
    """
    beginning = Substr(OuterRef(OuterRef("path")), 1, Length("path"))
    above = Page.objects.filter(**{page: OuterRef("page")}, path=beginning)
    return PageViewRestriction.objects.filter(Exists(above))


class ReadableQuerySet(PageQuerySet):
    """Which pages readers may see."""

    def published(self) -> ReadableQuerySet:
        """Live, and neither the page nor one above it asks for a password or an account."""
        return self.live().filter(~Exists(restrictions_above()))

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
