"""What Wagtail is told about our rooms."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, reverse, reverse_lazy
from django.utils.html import format_html, format_html_join, json_script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import PublishMenuItem, SubmitForModerationMenuItem
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.admin.widgets.button import Button
from wagtail.contrib.settings.registry import register_setting
from wagtail.rich_text import FeatureRegistry
from wagtail.snippets.models import register_snippet

from chronique.articles import actions
from chronique.articles.models import Article, Menu, Publication, Section
from chronique.comments.actions.notices import MODERATE
from chronique.comments.models import Discussion
from chronique.comments.queue import count_waiting
from chronique.desk import books, dashboard, kept, urls
from chronique.desk.discussion.clients import ClientViewSet
from chronique.desk.discussion.settings import PANELS
from chronique.desk.discussion.viewsets import PeopleViewSet, WordListViewSet
from chronique.desk.dossiers import citing_text, likelihood
from chronique.desk.dossiers.deleting import delete_chosen
from chronique.desk.dossiers.viewsets import DossiersViewSetGroup
from chronique.desk.editing import CleanAvatarForm, NameForm
from chronique.desk.letters import ways
from chronique.desk.letters.rights import sites_of
from chronique.desk.listings import ArticleListingViewSet
from chronique.desk.places import new_article_address
from chronique.desk.rich_text import FEATURES
from chronique.desk.snippets import FilingViewSetGroup
from chronique.desk.subscribers import rights
from chronique.desk.subscribers.viewsets import NewsletterViewSet
from chronique.desk.versions import views as versions
from chronique.dossiers.models import Conventions
from chronique.mail.actions import stopping

Discussion.edit_handler = PANELS
register_setting(Publication, icon="site")
register_setting(Discussion, icon="comment")
register_setting(Conventions, icon="list-ol")
register_snippet(FilingViewSetGroup)
register_snippet(DossiersViewSetGroup)
# Forms that Wagtail has no setting for.
AvatarSettingsPanel.form_class = CleanAvatarForm
NameEmailSettingsPanel.form_class = NameForm

ICONS = ("divider", "event", "gallery", "pull-quote", "read-also", "source")
# Wagtail's news and its guide are elsewhere.
ELSEWHERE = ("whats-new-in-wagtail", "editor-guide")


class NewArticle(MenuItem):
    """Leads to an empty article of the request's site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(new_article_address(request))

    def render_component(self, request: HttpRequest) -> Any:
        self.url = new_article_address(request)
        return super().render_component(request)


class Comments(MenuItem):
    """Leads to the queue, and says how many wait there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = count_waiting()
        label = f"{gettext('Comments')} ({count})" if count else gettext("Comments")
        return LinkMenuItem(self.name, label, reverse("comments_queue"), icon_name=self.icon_name)


@hooks.register("register_admin_menu_item")
def comments() -> Comments:
    return Comments(_("Comments"), "#", name="comments", icon_name="comment", order=60)


@hooks.register("register_admin_viewset")
def people_and_words() -> list[Any]:
    return [
        PeopleViewSet("people", url_prefix="comments/people"),
        WordListViewSet("word_lists", url_prefix="comments/words"),
        ClientViewSet("clients", url_prefix="comments/sites"),
    ]


class Subscribers(MenuItem):
    """Leads to who gets letters, or, for who may only that, to the newsletters."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(rights.SEE) or request.user.has_perm(rights.EDIT))

    def render_component(self, request: HttpRequest) -> Any:
        sees = request.user.has_perm(rights.SEE)
        self.url = reverse("subscribers_list" if sees else "newsletters:index")
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def subscribers() -> Subscribers:
    return Subscribers(_("Subscribers"), "#", name="subscribers", icon_name="group", order=66)


@hooks.register("register_admin_viewset")
def newsletters() -> NewsletterViewSet:
    return NewsletterViewSet("newsletters", url_prefix="subscribers/newsletters")


@hooks.register("register_permissions")
def rights_on_subscribers() -> Any:
    return rights.permissions()


@hooks.register("register_admin_viewset")
def article_listing() -> ArticleListingViewSet:
    return ArticleListingViewSet("all-articles")


@hooks.register("register_admin_menu_item")
def new_article() -> NewArticle:
    return NewArticle(_("New article"), "#", name="new-article", icon_name="edit", order=10)


class Letters(MenuItem):
    """Leads to what was sent, for who may publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(sites_of(request.user))


@hooks.register("register_admin_menu_item")
def letters() -> Letters:
    return Letters(
        _("Letters"), reverse_lazy("letters_list"), name="letters", icon_name="mail", order=55
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def send_button(page: Any, user: Any, **_rest: Any) -> list[Button]:
    return ways.buttons(page, user)


class TakeAway(MenuItem):
    """Leads to the books, for who may publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(sites_of(request.user))


@hooks.register("register_admin_menu_item")
def take_away() -> TakeAway:
    return TakeAway(
        _("Take away"), reverse_lazy("books"), name="take-away", icon_name="download", order=70
    )


@hooks.register("register_page_listing_more_buttons")
def book_button(page: Any, user: Any, **_rest: Any) -> list[Button]:
    return books.buttons(page, user)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def versions_button(page: Any, user: Any, **_rest: Any) -> list[Button]:
    return versions.buttons(page, user)


class KeptPages(MenuItem):
    """Leads to the pages that are ready for readers, for who keeps the publication."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(kept.KEEP)


@hooks.register("register_settings_menu_item")
def kept_pages() -> KeptPages:
    address = reverse_lazy("kept_pages")
    return KeptPages(_("Kept pages"), address, name="kept-pages", icon_name="download", order=900)


class Sending(MenuItem):
    """Leads to where letters go, and how fast."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(stopping.KEEP)


@hooks.register("register_settings_menu_item")
def sending_letters() -> Sending:
    return Sending(
        _("Sending"), reverse_lazy("sending"), name="sending", icon_name="mail", order=890
    )


@hooks.register("construct_main_menu")
def without_what_is_closed(request: HttpRequest, items: list[MenuItem]) -> None:
    """Who only moderates comments is not led to articles."""
    if not user_has_any_page_permission(request.user):
        closed = reverse("all-articles:index")
        items[:] = [item for item in items if item.url != closed]


@hooks.register("construct_help_menu")
def without_links_elsewhere(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(ELSEWHERE)]


@hooks.register("construct_page_action_menu")
def without_detours(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who may publish need not ask."""
    if any(isinstance(item, PublishMenuItem) for item in items):
        items[:] = [item for item in items if not isinstance(item, SubmitForModerationMenuItem)]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def to_the_list(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Whoever is done with an article goes to the list of all; a draft stays open."""
    is_done = request.POST.get("action-publish") or request.POST.get("action-submit")
    if request.POST.get("action-publish") and isinstance(page, Article):
        ways.offer(request, page)
    if is_done and isinstance(page, Article) and not request.POST.get("next"):
        return redirect("all-articles:index")
    return None


# Before others lead elsewhere.
@hooks.register("after_create_page", order=-1)
@hooks.register("after_edit_page", order=-1)
def tell_doubts(request: HttpRequest, page: Any) -> None:
    """Words of likelihood that disagree with numbers are told, and published all the same."""
    if isinstance(page, Article) and request.POST.get("action-publish"):
        likelihood.tell_doubts(request, page)


@hooks.register("construct_homepage_panels")
def homepage_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, RecentEditsPanel)]
    panels += dashboard.panels(request)


@hooks.register("construct_homepage_summary_items", order=1000)
def homepage_summary(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]
    items.append(dashboard.ArticleCount(request))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def follow_snippet(request: HttpRequest, instance: Any) -> None:
    """A menu or a section changed: look up the addresses in menus again."""
    if isinstance(instance, Menu | Section):
        actions.refresh_menus(instance.site)


@hooks.register("before_delete_snippet")
def delete_by_their_actions(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    return delete_chosen(request, instances)


@hooks.register("after_delete_snippet")
def follow_deletion(request: HttpRequest, instances: list[Any]) -> None:
    for site in {instance.site for instance in instances if isinstance(instance, Section)}:
        actions.refresh_menus(site)


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def introduce(request: HttpRequest, user: Any) -> None:
    """Whoever is given an account, or a name, may sign articles."""
    actions.introduce_author(user)


@hooks.register("before_create_page")
def introduce_writer(request: HttpRequest, parent: Any, kind: type[Any]) -> None:
    """Whoever has given a name since signs what comes now."""
    if kind is Article:
        actions.introduce_author(request.user)


@hooks.register("register_rich_text_features")
def rich_text_features(features: FeatureRegistry) -> None:
    for name, feature in FEATURES.items():
        features.register_editor_plugin("draftail", name, feature)
    citing_text.register(features)
    likelihood.register(features)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("insert_editor_js")
def words_for_the_editor() -> str:
    words = {"paste": reverse("clean_paste"), "note": gettext("Note")}
    return json_script(words, "desk-words")


@hooks.register("insert_editor_js")
def memory_beside_the_editor() -> str:
    told = {
        "address": reverse("memory"),
        "heading": gettext("Written before"),
        "hint": gettext("A press, or the key beside it, puts it where you write."),
    }
    files = format_html(
        '<link rel="stylesheet" href="{}"><script src="{}" defer></script>',
        static("desk/memory.css"), static("desk/memory.js"),
    )  # fmt: skip
    return json_script(told, "desk-memory") + files


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, *(f"desk/icons/{name}.svg" for name in ICONS)]


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    sheets = [(static(f"desk/{name}.css"),) for name in ("desk", "mail")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
