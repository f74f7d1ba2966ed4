"""What the desk's forms for pages look like: which fields, in which order, on which tab."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import SlugInput


def slug_input() -> SlugInput:
    """As Wagtail's, in plain letters: “l'œuvre” is “l-oeuvre”."""
    return SlugInput(
        {"data-w-slug-allow-unicode-value": False},
        formatters=[(r"['’]", "-"), ("[œŒ]", "oe"), ("[æÆ]", "ae"), ("ß", "ss")],
    )


class OfPublished(MultiFieldPanel):
    """What is asked of a page that readers know already."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.first_published_at and super().is_shown())


TITLE = TitleFieldPanel("title", heading=_("Title"), help_text=" ", placeholder=_("Title"))
STANDFIRST = FieldPanel("standfirst", help_text=_("A few lines below the title, and in lists."))
SLUG = FieldPanel(
    "slug",
    heading=_("End of the address"),
    help_text=_("Made from the title. When it changes, the old address leads to the new one."),
    widget=slug_input(),
)
FOR_SEARCH_ENGINES = MultiFieldPanel(
    [
        FieldPanel("seo_title", heading=_("Title"), help_text=_("Instead of the page's own.")),
        FieldPanel(
            "search_description",
            heading=_("Description"),
            help_text=_("Instead of the standfirst."),
        ),
    ],
    heading=_("For search engines"),
    classname="collapsed",
)

ARTICLE = TabbedInterface(
    [
        ObjectList(
            [
                TITLE,
                STANDFIRST,
                MultiFieldPanel(
                    [
                        FieldPanel("lead_picture", heading=_("Picture")),
                        FieldPanel(
                            "lead_alt",
                            help_text=_("What the picture shows, for those who do not see it."),
                        ),
                        FieldPanel("lead_caption"),
                        FieldPanel("lead_credit"),
                    ],
                    heading=_("Lead picture"),
                    icon="image",
                    classname="desk-lead",
                ),
                FieldPanel("body"),
                FieldPanel(
                    "corrections",
                    help_text=_("What was wrong and what is right, dated, below the text."),
                ),
                OfPublished(
                    [FieldPanel("change_note"), FieldPanel("change_is_minor")],
                    heading=_("About this change"),
                    classname="collapsed",
                ),
            ],
            heading=_("Text"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "authorships",
                    panels=[
                        FieldRowPanel(
                            [FieldPanel("author", widget=forms.Select), FieldPanel("role")]
                        )
                    ],
                    heading=_("Authors"),
                    label=_("author"),
                ),
                FieldPanel("section", widget=forms.Select),
                FieldPanel(
                    "other_sections", widget=forms.CheckboxSelectMultiple, classname="collapsed"
                ),
                FieldPanel("tags"),
                FieldPanel("featured"),
                FieldPanel("comments_mode"),
                FieldPanel("language"),
                FieldPanel("translation_of"),
            ],
            heading=_("Filing"),
        ),
        ObjectList(
            [
                SLUG,
                FieldPanel(
                    "first_published_at",
                    heading=_("Date of publication"),
                    help_text=_("Set when it is published. To publish later, set a schedule."),
                ),
                FieldPanel("canonical_url"),
                FOR_SEARCH_ENGINES,
                # The schedule; Wagtail shows it at the top of the screen.
                PublishingPanel(),
            ],
            heading=_("Address"),
        ),
    ]
)

STATIC_PAGE = TabbedInterface(
    [
        ObjectList([TITLE, STANDFIRST, FieldPanel("body")], heading=_("Text")),
        ObjectList(
            [FieldPanel("language"), SLUG, FOR_SEARCH_ENGINES, PublishingPanel()],
            heading=_("Address"),
        ),
    ]
)

# The publication's own title is in its settings.
NAME_ONLY = ObjectList([FieldPanel("title", heading=_("Name in the desk"))])
