"""The writers' desk: what Wagtail is told about our rooms."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Site
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from chronique.articles import actions
from chronique.articles.models import (
    Article,
    ArticleFolder,
    Author,
    Menu,
    Publication,
    Section,
    Tag,
)

Publication.panels = [
    MultiFieldPanel(
        [FieldPanel("title"), FieldPanel("tagline"), FieldPanel("language"), FieldPanel("logo")],
        heading=_("Name"),
    ),
    FieldRowPanel([FieldPanel("main_menu"), FieldPanel("footer_menu")], heading=_("Menus")),
    MultiFieldPanel(
        [
            FieldPanel("about"),
            FieldPanel("footer"),
            FieldPanel("licence"),
            FieldPanel("licence_url"),
            FieldPanel("security_contact"),
        ],
        heading=_("Foot of the page"),
    ),
    FieldPanel("address_pattern"),
]
register_setting(Publication, icon="site")


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "folder-open-inverse"
    list_display = ["name", Column("parent", label=_("Part of")), "sort_order"]
    list_filter = ["site"]
    search_fields = ["name", "description"]
    panels = [
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("parent"), FieldPanel("description"),
        FieldPanel("sort_order"), FieldPanel("site"),
    ]  # fmt: skip


class TagViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    list_display = ["name", "slug"]
    search_fields = ["name", "description"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "website"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("biography"), FieldPanel("portrait"),
        FieldPanel("website"), FieldPanel("email"), FieldPanel("user"),
    ]  # fmt: skip


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    list_display = ["name", "site"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("items"), FieldPanel("site")]


class FilingViewSetGroup(SnippetViewSetGroup):
    items = (SectionViewSet, TagViewSet, AuthorViewSet, MenuViewSet)
    menu_icon = "folder-open-inverse"
    menu_label = _("Filing")
    menu_name = "filing"
    menu_order = 250


register_snippet(FilingViewSetGroup)


class ArticleListingViewSet(PageListingViewSet):
    """All articles in one list, whatever their folder."""

    model = Article
    icon = "doc-full"
    menu_label = _("Articles")
    menu_order = 50
    add_to_admin_menu = True
    columns = [
        *PageListingViewSet.columns[:2],
        Column("section", label=_("Section"), sort_key="section__name"),
        DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at"),
        *PageListingViewSet.columns[4:],
    ]


@hooks.register("register_admin_viewset")
def article_listing() -> ArticleListingViewSet:
    return ArticleListingViewSet("all-articles")


class NewArticle(MenuItem):
    """Leads to an empty article of the request's site."""

    def is_shown(self, request: HttpRequest) -> bool:
        folder = folder_of(request)
        return bool(folder and folder.permissions_for_user(request.user).can_add_subpage())

    def render_component(self, request: HttpRequest) -> Any:
        folder = folder_of(request)
        if folder:
            self.url = reverse("wagtailadmin_pages:add", args=["articles", "article", folder.pk])
        return super().render_component(request)


def folder_of(request: HttpRequest) -> ArticleFolder | None:
    site = Site.find_for_request(request)
    return ArticleFolder.objects.descendant_of(site.root_page).first() if site else None


@hooks.register("register_admin_menu_item")
def new_article() -> NewArticle:
    return NewArticle(_("New article"), "#", name="new-article", icon_name="edit", order=10)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def follow_snippet(request: HttpRequest, instance: Any) -> None:
    """A menu or a section changed: look up the addresses in menus again."""
    if isinstance(instance, Menu | Section):
        actions.refresh_menus(instance.site)


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
