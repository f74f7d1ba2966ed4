"""What an article is about: sections, tags, and terms of other systems' own taxonomies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.models import Site


class SectionQuerySet(models.QuerySet["Section"]):
    def on(self, site: Site) -> "SectionQuerySet":
        return self.filter(site=site)

    def in_order(self) -> "SectionQuerySet":
        return self.order_by("sort_order", "name")

    def in_use(self) -> "SectionQuerySet":
        """Those with at least one article that readers may see."""
        return self.filter(articles__live=True).distinct()

    def in_tree(self) -> "list[tuple[Section, int]]":
        """Return each with its depth, below the one that it is part of."""
        below: dict[int | None, list[Section]] = {}
        sections = list(self.in_order())
        known = {section.pk for section in sections}
        for section in sections:
            parent = section.parent_id if section.parent_id in known else None
            below.setdefault(parent, []).append(section)
        waiting, found = [(section, 0) for section in reversed(below.pop(None, []))], []
        while waiting:
            section, depth = waiting.pop()
            found.append((section, depth))
            parts = below.pop(section.pk, [])
            waiting += [(part, depth + 1) for part in reversed(parts)]
        # What is part of itself by a roundabout way.
        return found + [(section, 0) for parts in below.values() for section in parts]


class Section(models.Model):
    """A part of the publication. Sections form a tree, as WordPress's categories do."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="sections", verbose_name=_("site"))
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="articles_section_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="articles_section_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/section/{self.slug}/"

    @property
    def lineage(self) -> "list[Section]":
        """What it is part of, the topmost first, then itself. A circle ends before it closes."""
        found = [self]
        while (parent := found[0].parent) and parent not in found:
            found.insert(0, parent)
        return found


class Tag(TagBase):
    """A word that articles share. Two tags may bear the same name, as they may in WordPress."""

    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    @property
    def path(self) -> str:
        return f"/tag/{self.slug}/"


class Tagging(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    content_object = ParentalKey(
        "articles.Article", on_delete=models.CASCADE, related_name="taggings"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="articles_tagged_once")
        ]


class Term(models.Model):
    """A term of a taxonomy that readers do not see, kept so that it can leave again."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="terms")
    taxonomy = models.CharField(max_length=200)
    slug = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    parent_slug = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "taxonomy", "slug"], name="articles_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.taxonomy}: {self.name}"
