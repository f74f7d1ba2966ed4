"""Citing a source in the text editor, like a link. The other half is `static/desk/sources.js`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import FeatureRegistry, LinkHandler

from chronique.dossiers.models import Source

FEATURE, ENTITY, KIND = "cite", "SOURCE", "source"
# Wagtail's own opens the window in which a source is chosen.
SCRIPTS = ["wagtailadmin/js/chooser-modal.js", "desk/sources.js"]
CHOOSER = "wagtailsnippetchoosers_dossiers_source:choose"


class SourceLink(LinkHandler):
    """What Wagtail makes of it where we do not number it, and where it looks for uses."""

    identifier = KIND

    @staticmethod
    def get_model() -> type[Source]:
        return Source

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            format_html('<a href="{}">', source.path) if source else "<a>"
            for source in cls.get_many(attrs_list)
        ]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Any:
        yield Source, attrs["id"], "", ""


class FromStored(LinkElementHandler):
    """Reads it for the editor, with the title that is shown when one points at it."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        number = attrs.get("id", "")
        if not number.isdecimal():
            return {}
        found = Source.objects.filter(pk=number).values("pk", "title").first()
        return {"id": found["pk"], "title": found["title"]} if found else {"id": int(number)}


def stored(props: dict[str, Any]) -> Any:
    """Return the entity as it is stored."""
    attributes = {"linktype": KIND, "id": props.get("id")}
    return DOM.create_element("a", attributes, props["children"])


def register(features: FeatureRegistry) -> None:
    told = {
        "type": ENTITY, "icon": "source", "description": _("Cite a source"),
        "chooserUrls": {"sourceChooser": reverse_lazy(CHOOSER)},
    }  # fmt: skip
    features.register_link_type(SourceLink)
    features.register_editor_plugin("draftail", FEATURE, EntityFeature(told, js=SCRIPTS))
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{KIND}"]': FromStored(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored}},
        },
    )
