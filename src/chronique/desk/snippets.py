"""Sections, tags, authors, menus and the publication's settings as the desk shows them."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from chronique.articles.models import Author, Menu, Publication, Section, Tag
from chronique.articles.panels import slug_input
from chronique.desk.editing import AddressedForm, OfASiteForm, SectionForm

NAME = TitleFieldPanel("name", placeholder=_("Name"))
SLUG = FieldPanel(
    "slug",
    heading=_("End of the address"),
    help_text=_("Made from the name. When it changes, the old address leads to the new one."),
    widget=slug_input(),
)

Publication.edit_handler = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("tagline"),
                FieldPanel("language"),
                FieldPanel("logo"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("main_menu", widget=forms.Select),
                FieldPanel("footer_menu", widget=forms.Select),
            ],
            heading=_("Menus"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("about"),
                FieldPanel("footer"),
                FieldPanel("licence"),
                FieldPanel("licence_url"),
                FieldPanel("security_contact"),
                PageChooserPanel("corrections_page", "articles.StaticPage"),
            ],
            heading=_("Foot of the page"),
        ),
        FieldPanel("address_pattern"),
    ]
)


class FilingViewSet(SnippetViewSet):
    # Wagtail's own are in the language that was spoken when addresses were first looked up.
    breadcrumbs_items = [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]


class SectionViewSet(FilingViewSet):
    model = Section
    icon = "folder"
    list_display = ["name", Column("parent", label=_("Part of")), "sort_order"]
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [
            NAME,
            FieldPanel("description"),
            FieldPanel("parent", widget=forms.Select),
            FieldPanel("sort_order"),
            SLUG,
            FieldPanel("site"),
        ],
        base_form_class=SectionForm,
    )


class TagViewSet(FilingViewSet):
    model = Tag
    icon = "tag"
    list_display = ["name", "slug"]
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [NAME, FieldPanel("description"), SLUG], base_form_class=AddressedForm
    )


class AuthorViewSet(FilingViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "website"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            NAME,
            FieldPanel("biography"),
            FieldPanel("portrait"),
            FieldPanel("website"),
            FieldPanel("email"),
            FieldPanel("user", help_text=_("Their new articles begin with this name.")),
            SLUG,
        ],
        base_form_class=AddressedForm,
    )


class MenuViewSet(FilingViewSet):
    model = Menu
    icon = "list-ul"
    list_display = ["name", Column("site", label=_("Site"))]
    edit_handler = ObjectList(
        [NAME, FieldPanel("items"), FieldPanel("slug", widget=slug_input()), FieldPanel("site")],
        base_form_class=OfASiteForm,
    )


class FilingViewSetGroup(SnippetViewSetGroup):
    items = (SectionViewSet, TagViewSet, AuthorViewSet, MenuViewSet)
    menu_icon = "tag"
    menu_label = _("Filing")
    menu_name = "filing"
    menu_order = 250
