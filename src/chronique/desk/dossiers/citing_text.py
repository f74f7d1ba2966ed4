"""Citing a source, and pointing at an event, in the text editor, like a link. The other half is
`static/desk/sources.js`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import FeatureRegistry, LinkHandler

from chronique.dossiers.models import Event, Source

# Wagtail's own opens the window in which a thing is chosen.
SCRIPTS = ["wagtailadmin/js/chooser-modal.js", "desk/sources.js"]


class ThingLink(LinkHandler):
    """What Wagtail makes of it where we do not show it, and where it looks for uses."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            format_html('<a href="{}">', thing.path) if thing else "<a>"
            for thing in cls.get_many(attrs_list)
        ]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Any:
        yield cls.get_model(), attrs["id"], "", ""


class SourceLink(ThingLink):
    identifier = "source"

    @staticmethod
    def get_model() -> type[Source]:
        return Source


class EventLink(ThingLink):
    identifier = "event"

    @staticmethod
    def get_model() -> type[Event]:
        return Event


@dataclass(frozen=True)
class Pointing:
    """A kind of thing that a text points at: its feature, and what its button says."""

    feature: str
    link: type[ThingLink]
    description: Any

    @property
    def kind(self) -> str:
        return str(self.link.identifier)

    @property
    def entity(self) -> str:
        return self.kind.upper()

    def stored(self, props: dict[str, Any]) -> Any:
        """Return the entity as it is stored."""
        attributes = {"linktype": self.kind, "id": props.get("id")}
        return DOM.create_element("a", attributes, props["children"])

    def register(self, features: FeatureRegistry) -> None:
        told = {
            "type": self.entity, "icon": self.kind, "description": self.description,
            "chooserUrls": {
                "chooser": reverse_lazy(f"wagtailsnippetchoosers_dossiers_{self.kind}:choose")
            },
        }  # fmt: skip
        features.register_link_type(self.link)
        features.register_editor_plugin("draftail", self.feature, EntityFeature(told, js=SCRIPTS))
        rule = f'a[linktype="{self.kind}"]'
        features.register_converter_rule(
            "contentstate",
            self.feature,
            {
                "from_database_format": {rule: FromStored(self.entity, self.link.get_model())},
                "to_database_format": {"entity_decorators": {self.entity: self.stored}},
            },
        )


class FromStored(LinkElementHandler):
    """Reads it for the editor, with the title that is shown when one points at it."""

    def __init__(self, entity: str, model: type[Source | Event]) -> None:
        super().__init__(entity)
        self.model = model

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        number = attrs.get("id", "")
        if not number.isdecimal():
            return {}
        found = self.model._base_manager.filter(pk=number).values("pk", "title").first()
        return {"id": found["pk"], "title": found["title"]} if found else {"id": int(number)}


POINTINGS = (
    Pointing("cite", SourceLink, _("Cite a source")),
    Pointing("event", EventLink, _("Point at an event")),
)


def register(features: FeatureRegistry) -> None:
    for pointing in POINTINGS:
        pointing.register(features)
