"""What the pages of a site lie in: its home, and the folder of its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site
from wagtail.models.pages import PagePermissionTester
from wagtail.url_routing import RouteResult

from chronique.articles import panels, tags
from chronique.articles.models.pages import Article, ParentPage
from chronique.store.shown import shows

if TYPE_CHECKING:
    from collections.abc import Sequence


class Fixture(PagePermissionTester):
    """What nobody takes away in the desk: with it all that is in it would go."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class Home(ParentPage):
    """The root of a site: the publication's first page."""

    subpage_types = ["articles.ArticleFolder", "articles.StaticPage"]
    parent_page_types = ["wagtailcore.Page"]
    template = "front/home.html"
    edit_handler = panels.NAME_ONLY

    class Meta:
        verbose_name = _("home")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """An article by its address, or else a static page by its place in the tree."""
        path = "/".join(["", *path_components, ""])
        article = Article.objects.at(path).descendant_of(self).first() if path_components else None
        return RouteResult(article) if article else super().route(request, path_components)

    def permissions_for_user(self, user: Any) -> Fixture:
        return Fixture(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        site = Site.find_for_request(request)
        shows(request, tags.articles(site.pk), tags.lead(site.pk), tags.sections(site.pk))
        return super().serve(request, *args, **kwargs)

    @property
    def folder(self) -> ArticleFolder:
        """Where this site's articles lie."""
        return ArticleFolder.objects.child_of(self).get()


class ArticleFolder(ParentPage):
    """Holds a site's articles in the desk. Readers never see it: articles have dated addresses."""

    subpage_types = ["articles.Article"]
    parent_page_types = ["articles.Home"]
    max_count_per_parent = 1
    preview_modes: Sequence[tuple[str, str]] = []
    edit_handler = panels.NAME_ONLY

    class Meta:
        verbose_name = _("articles")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        raise Http404

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        return None

    def get_site(self) -> Site | None:
        """As Wagtail's, which asks for the address."""
        parts = super().get_url_parts()
        return Site.objects.get(pk=parts[0]) if parts else None

    def permissions_for_user(self, user: Any) -> Fixture:
        return Fixture(user, self)
