"""What the blocks of a body have in common: their groups, their rich text, how they refuse."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

# The last of each cleans what is pasted; the desk says how.
INLINE = [
    "bold",
    "italic",
    "link",
    "document-link",
    "cite",
    "likelihood",
    "code",
    "superscript",
    "subscript",
    "strikethrough",
    "paste-inline",
]
FULL = [*INLINE[:-1], "event", "ol", "ul", "paste"]
# As the block chooser shows them.
TEXT, PICTURES, LINKS, DATA = _("Text"), _("Pictures"), _("Links and media"), _("Data")


class BodyPart(blocks.StructBlock):
    """A block of the body. What `wrong_with` finds is refused when the article is published."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not self.is_deferred_validation:
            value = self.completed(value)
            if wrong := self.wrong_with(value):
                errors = {name: ValidationError(sentence) for name, sentence in wrong.items()}
                raise StructBlockValidationError(block_errors=errors)
        return value

    def completed(self, value: Any) -> Any:
        """Return the value with what the writer may leave to us."""
        return value

    def wrong_with(self, value: Any) -> dict[str, Any]:
        """Return what is wrong, as a sentence, by the name of the field it is said at."""
        return {}
