"""What the templates of versions ask: how a passage is called."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from chronique.text.differences import Passage, State

register = template.Library()

# What is no running text is called by its name.
KINDS = {
    "title": gettext_lazy("Title"),
    "standfirst": gettext_lazy("Standfirst"),
    "heading": gettext_lazy("Heading"),
    "pull_quote": gettext_lazy("Pull quote"),
    "quotation": gettext_lazy("Quotation"),
    "aside_title": gettext_lazy("Aside"),
    "aside": gettext_lazy("Aside"),
    "picture": gettext_lazy("Picture"),
    "gallery": gettext_lazy("Gallery"),
    "embed": gettext_lazy("Embed"),
    "table": gettext_lazy("Table"),
    "code": gettext_lazy("Code"),
    "file": gettext_lazy("File"),
    "media": gettext_lazy("Sound or film"),
    "html": gettext_lazy("HTML"),
    "read_also": gettext_lazy("Read also"),
    "note": gettext_lazy("Note"),
    "correction": pgettext_lazy("block", "Correction"),
}


@register.filter
def label(passage: Passage) -> str:
    """What a passage is, and what happened to it where its words do not say so."""
    told = [str(KINDS[passage.kind])] if passage.kind in KINDS else []
    if passage.state == State.MOVED:
        told.append(_("stood elsewhere before"))
    elif passage.state == State.DRESSED:
        told.append(_("the same words; links, pictures or type changed"))
    elif not passage.text.strip():
        names = {State.ADDED: _("added"), State.REMOVED: _("removed")}
        told += [names[passage.state]] if passage.state in names else []
    words = ", ".join(told)
    return words[:1].upper() + words[1:]
