"""The pages of a site: its home, static pages, and the articles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, Site
from wagtail.search import index

from chronique.articles import panels, rules, tags
from chronique.articles.blocks import BodyBlock
from chronique.articles.correction_blocks import CorrectionsBlock
from chronique.articles.editing import ArticleForm, BodyPageForm
from chronique.articles.models import choices
from chronique.articles.models.editions import Edition
from chronique.articles.models.people import Author
from chronique.articles.models.readable import (
    ReadablePage,
    ReadableQuerySet,
    restrictions_above,
)
from chronique.articles.models.terms import Section, Tag, Term
from chronique.articles.naming import free_slug
from chronique.store.shown import shows

if TYPE_CHECKING:
    from collections.abc import Sequence

# A change within this time of the publication is part of publishing, not news.
SETTLING = timedelta(hours=1)
# The numbers of all that translations lead to from two numbers, both ways.
VERSIONS = """
WITH RECURSIVE version (pk) AS (
    VALUES (CAST(%s AS integer)), (CAST(%s AS integer))
    UNION
    SELECT step.there FROM version JOIN (
        SELECT page_ptr_id AS here, translation_of_id AS there FROM articles_article
        WHERE translation_of_id IS NOT NULL
        UNION ALL SELECT translation_of_id, page_ptr_id FROM articles_article
        WHERE translation_of_id IS NOT NULL
    ) AS step ON step.here = version.pk
)
SELECT pk FROM version
"""


class ParentPage(Page):
    """What new pages are put below, by several people at once."""

    class Meta:
        abstract = True

    def add_child(self, *, instance: Any, **kwargs: Any) -> Any:
        """As Wagtail's, one after the other: who comes second gets the next place, and a slug with
        a number where the first has taken it since the form was looked at.
        """
        with transaction.atomic():
            now = Page.objects.select_for_update(no_key=True).get(pk=self.pk)
            self.path, self.numchild = now.path, now.numchild
            if instance.slug and not Page._slug_is_available(instance.slug, self):
                instance.slug = free_slug(instance.slug, self)
            return super().add_child(instance=instance, **kwargs)


class ArticleQuerySet(ReadableQuerySet):
    def beside(self, article: Article) -> ArticleQuerySet:
        """Those in the same folder, so of the same site."""
        above = article.path[: -article.steplen]
        return self.filter(path__startswith=above)

    def at(self, path: str) -> ArticleQuerySet:
        """Those live at a public path, with what their own page needs at once."""
        own, of_aliases = map(restrictions_above, ("pk", "alias_of"))
        live = self.live().filter(address=path).defer("origin")
        live = live.annotate(
            is_restricted=Exists(own) | Exists(of_aliases), edition_count=_editions_of_each()
        )
        return live.select_related("section__parent", "lead_picture")

    def bare_at(self, path: str) -> ArticleQuerySet:
        """Those live at a public path, with no more than whoever writes under them needs."""
        known = [
            "path", "depth", "content_type", "title", "url_path", "first_published_at", "language",
            "address", "comments_mode",
        ]  # fmt: skip
        return self.live().filter(address=path).only(*known)

    def unannounced(self) -> ArticleQuerySet:
        """Those live that nothing followed yet: a crash came between."""
        return self.live().filter(address="")

    def scheduled(self) -> ArticleQuerySet:
        """Those with a version that will appear by itself, the next one first."""
        return self.filter(_revisions__approved_go_live_at__isnull=False).order_by("go_live_at")

    def in_progress(self) -> ArticleQuerySet:
        """Those with words that readers have not seen and that wait for nothing, newest first."""
        waiting = self.filter(_revisions__approved_go_live_at__isnull=False).values("pk")
        drafts = self.filter(Q(live=False) | Q(has_unpublished_changes=True))
        return drafts.exclude(pk__in=waiting).order_by("-latest_revision_created_at", "-pk")

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-first_published_at", "-pk")

    def featured_first(self) -> ArticleQuerySet:
        return self.order_by("-featured", "-first_published_at", "-pk")

    def in_section(self, section: Section) -> ArticleQuerySet:
        return self.filter(Q(section=section) | Q(other_sections=section)).distinct()

    def with_tag(self, tag: Tag) -> ArticleQuerySet:
        return self.filter(taggings__tag=tag)

    def by(self, author: Author) -> ArticleQuerySet:
        return self.filter(authorships__author=author).distinct()

    def between(self, start: datetime, end: datetime) -> ArticleQuerySet:
        """Published from `start` on and before `end`; both aware."""
        return self.filter(first_published_at__gte=start, first_published_at__lt=end)

    def versions_of(self, article: Article) -> ArticleQuerySet:
        """An article and its translations, in however many steps; itself among them."""
        known = [article.pk, article.translation_of_id or article.pk]
        return self.filter(pk__in=RawSQL(VERSIONS, known))  # noqa: S611 (no word of it is given)

    def before(self, article: Article) -> ArticleQuerySet:
        moment = article.first_published_at
        return self.filter(
            Q(first_published_at__lt=moment) | Q(first_published_at=moment, pk__lt=article.pk)
        ).newest_first()

    def after(self, article: Article) -> ArticleQuerySet:
        moment = article.first_published_at
        return self.filter(
            Q(first_published_at__gt=moment) | Q(first_published_at=moment, pk__gt=article.pk)
        ).order_by("first_published_at", "pk")

    def for_cards(self) -> ArticleQuerySet:
        """With what a card in a list shows: section, lead picture, authors; without the body."""
        shown = self.select_related("section", "lead_picture")
        return shown.prefetch_related("authorships__author").without_words()

    def without_words(self) -> ArticleQuerySet:
        """Without what is long: the words, and what another system said of them."""
        return self.defer("body", "corrections", "origin")


def _editions_of_each() -> Coalesce:
    """How often readers saw another text of the outer query's article."""
    own = Edition.objects.filter(article=OuterRef("pk")).order_by().values("article")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


def readable_pages(site: Site) -> ReadableQuerySet:
    """Return all pages of a site that readers may see, of whatever kind."""
    return readable_below(site.root_page.path)


def readable_below(start: str) -> ReadableQuerySet:
    """Return the same of the site whose root has that path in Wagtail's tree."""
    return ReadableQuerySet(Page).published().filter(path__startswith=start)


def specific(page: Page) -> Article | StaticPage:
    """Return a page as what it is, from what its query fetched along."""
    if isinstance(page, Article | StaticPage):
        return page
    return getattr(page, "article", None) or getattr(page, "staticpage", None) or page.specific


class StaticPage(ParentPage, ReadablePage):
    """A page that is no article: about, legal notice. Its address is its place in the tree."""

    language = models.CharField(_("language"), max_length=8, choices=rules.LANGUAGES, default="fr")
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(ReadableQuerySet)()
    subpage_types = ["articles.StaticPage"]
    parent_page_types = ["articles.Home", "articles.StaticPage"]
    template = "front/static_page.html"

    base_form_class = BodyPageForm
    edit_handler = panels.STATIC_PAGE
    search_fields = [*Page.search_fields, index.SearchField("body")]

    @property
    def address(self) -> str:
        """Its public path; empty when it is on no site."""
        return self.get_url() or ""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shows(request, tags.article(self.pk), tags.around(self.pk), tags.below(self.pk))
        return super().serve(request, *args, **kwargs)

    class Meta:
        verbose_name = _("static page")
        verbose_name_plural = _("static pages")


class Article(ReadablePage):
    """One piece of analysis. See docs/architecture.md for the shape of `body`."""

    Comments = choices.Comments

    language = models.CharField(_("language"), max_length=8, choices=rules.LANGUAGES, default="fr")
    standfirst = models.TextField(_("standfirst"), blank=True)
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="articles",
        verbose_name=_("section"),
    )  # fmt: skip
    other_sections = ParentalManyToManyField(
        Section, blank=True, related_name="other_articles", verbose_name=_("other sections")
    )
    terms = ParentalManyToManyField(Term, blank=True, related_name="articles")
    tags = ClusterTaggableManager(through="articles.Tagging", blank=True, verbose_name=_("tags"))
    lead_picture = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("lead picture"),
    )  # fmt: skip
    lead_alt = models.CharField(_("alternative text"), max_length=1000, blank=True)
    lead_caption = models.TextField(_("caption"), blank=True)
    lead_credit = models.CharField(_("credit"), max_length=255, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    corrections = StreamField(CorrectionsBlock(), verbose_name=_("corrections"), blank=True)
    # Said of the change that is going to appear; the edition keeps it.
    change_note = models.CharField(
        _("what changes"), max_length=300, blank=True,
        help_text=_("In a sentence, for readers who look at the article's versions."),
    )  # fmt: skip
    change_is_minor = models.BooleanField(
        _("a minor change"),
        default=False,
        help_text=_("A slip of the pen, a link: readers find it folded away."),
    )
    featured = models.BooleanField(
        _("featured"), default=False, help_text=_("Stands first on the home page.")
    )
    comments_mode = models.CharField(
        _("comments"), max_length=10, choices=Comments, default=Comments.AS_USUAL
    )
    canonical_url = models.URLField(
        _("canonical address"), max_length=2000, blank=True,
        help_text=_("Where this first appeared, when it was not here."),
    )  # fmt: skip
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations",
        verbose_name=_("translation of"),
    )  # fmt: skip
    # Its first words, for lists, when it has no standfirst. Set with the address.
    summary = models.TextField(blank=True, editable=False)
    # What an import knew and we have no use for, so that it can leave again.
    origin = models.JSONField(default=dict, blank=True, editable=False)
    # Its public path. `publishing` sets it when the article appears or changes, and leaves a
    # redirect where it was.
    address = models.CharField(max_length=500, blank=True, editable=False, db_index=True)

    objects = PageManager.from_queryset(ArticleQuerySet)()
    subpage_types: Sequence[str] = []
    parent_page_types = ["articles.ArticleFolder"]
    template = "front/article.html"

    base_form_class = ArticleForm
    edit_handler = panels.ARTICLE
    exclude_fields_in_copy = ["address", "change_is_minor", "change_note", "origin", "summary"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("language"),
        index.FilterField("section"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def dated(self) -> datetime | None:
        """The moment its address names: publication, or the scheduled one; None before either."""
        return self.first_published_at or self.go_live_at

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shows(request, tags.article(self.pk), tags.around(self.pk))
        return super().serve(request, *args, **kwargs)

    def public_path(self, pattern: str) -> str:
        """Return its path by a pattern of addresses; empty as long as no date is known."""
        if not self.dated or self.pk is None:
            return ""
        return rules.address(
            pattern,
            date=timezone.localtime(self.dated),
            slug=self.slug,
            section=self.section.slug if self.section else "",
            pk=self.pk,
        )

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """As Wagtail's, with `address` as the path; None before the first publication."""
        parts = super().get_url_parts(request) if self.address else None
        return (parts[0], parts[1], self.address) if parts else None

    def get_site(self) -> Site | None:
        """As Wagtail's, which asks for the address; also before it has one."""
        parts = super().get_url_parts()
        return Site.objects.get(pk=parts[0]) if parts else None

    @property
    def teaser(self) -> str:
        """What lists say of it."""
        return self.standfirst or self.summary

    @property
    def was_changed(self) -> bool:
        """Whether it was published again so much later that readers should be told."""
        first, last = self.first_published_at, self.last_published_at
        return bool(first and last and last - first > SETTLING)

    @property
    def change_count(self) -> int:
        """How often its text changed since it appeared, as `at` counted."""
        return max(0, getattr(self, "edition_count", 0) - 1)

    @property
    def original(self) -> Article:
        """What it was translated from in the end, or itself. A circle ends before it closes."""
        found, seen = self, {self.pk}
        while found.translation_of and found.translation_of_id not in seen:
            found = found.translation_of
            seen.add(found.pk)
        return found

    def takes_comments(self) -> bool:
        return self.comments_mode != self.Comments.CLOSED
