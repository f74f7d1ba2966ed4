"""What Wagtail's text editor learns from us. The other half is `static/desk/writing.js`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import (
    ControlFeature,
    Feature,
    PluginFeature,
)

SCRIPT = ["desk/writing.js"]


class CleanPaste(PluginFeature):
    """Pasted text comes in clean, with lists or without."""

    def __init__(self, *, lists: bool, placeholder: Any) -> None:
        super().__init__({"type": "paste", "lists": lists}, js=SCRIPT)
        self.placeholder = placeholder

    def construct_options(self, options: dict[str, Any]) -> None:
        super().construct_options(options)
        options["placeholder"] = self.placeholder


FEATURES: dict[str, Feature] = {
    "paste": CleanPaste(lists=True, placeholder=_("Write here. A slash offers lists and links.")),
    "paste-inline": CleanPaste(lists=False, placeholder=_("Write here.")),
    # A button that writes a note.
    "note": ControlFeature({"type": "note"}, js=SCRIPT),
}
