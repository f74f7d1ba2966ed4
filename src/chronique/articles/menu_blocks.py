"""The blocks a menu is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

TARGETS = ("page", "section", "address")


class LinkBlock(blocks.StructBlock):
    """One link of a menu: to a page, a section or an address."""

    label = blocks.CharBlock(
        label=_("Text"), required=False, help_text=_("Instead of the page's or section's own name.")
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    section = SnippetChooserBlock("articles.Section", label=_("Section"), required=False)
    address = blocks.CharBlock(label=_("Address"), required=False, max_length=2000)

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        count = sum(bool(value[target]) for target in TARGETS)
        if count > 1:
            wrong = ValidationError(
                _("A link leads to one place: a page, a section or an address.")
            )
            raise StructBlockValidationError(block_errors={"address": wrong})
        if not count and not (value["label"] and value.get("children")):
            wrong = ValidationError(_("Choose a page or a section, or give an address."))
            raise StructBlockValidationError(block_errors={"page": wrong})
        return value


class LinkWithChildrenBlock(LinkBlock):
    children = blocks.ListBlock(
        LinkBlock(), label=_("Links below it"), default=[], required=False, collapsed=True
    )


class MenuBlock(blocks.StreamBlock):
    link = LinkWithChildrenBlock()
