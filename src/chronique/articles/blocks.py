"""The blocks an article is made of. `docs/architecture.md` gives the shape of each one's value.

They say what a writer fills in and what is refused. How a reader sees them: `body.py`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from chronique.articles.notes import markers, wrong_with_notes
from chronique.articles.rules import LANGUAGES
from chronique.text import html
from chronique.text.slugs import slugify

INLINE = [
    "bold",
    "italic",
    "link",
    "document-link",
    "code",
    "superscript",
    "subscript",
    "strikethrough",
]
FULL = [*INLINE, "ol", "ul"]


class ParagraphBlock(blocks.StructBlock):
    """Text, and the notes that it refers to as [^1], [^2] …"""

    text = blocks.RichTextBlock(
        label=_("Text"), features=FULL, help_text=_("[^1] refers to the first note below.")
    )
    notes = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Note"), features=INLINE),
        label=_("Notes"), default=[], required=False, collapsed=True,
    )  # fmt: skip

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        label_format = "{text}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        wrong = wrong_with_notes(markers(value["text"].source), len(value["notes"]))
        if wrong:
            raise StructBlockValidationError(block_errors={"text": ValidationError(wrong)})
        return value


class HeadingBlock(blocks.StructBlock):
    """A heading. Its anchor is made when it is first saved, and then stays, so that links to it hold."""

    text = blocks.CharBlock(label=_("Heading"), max_length=255)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", "2"), ("3", "3"), ("4", "4")], default="2"
    )
    anchor = blocks.CharBlock(
        label=_("Anchor"), required=False, max_length=100,
        help_text=_("The end of this heading's address; made from its text when left empty."),
    )  # fmt: skip

    class Meta:
        icon = "title"
        label = _("Section heading")
        label_format = "{text}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        value["anchor"] = slugify(value["anchor"] or value["text"], fallback="section")
        return value


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"), rows=3)
    attribution = blocks.CharBlock(label=_("Attribution"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")


class QuotationBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=FULL)
    source = blocks.CharBlock(label=_("Source"), required=False)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)
    language = blocks.ChoiceBlock(
        label=_("Language"), choices=LANGUAGES, required=False,
        help_text=_("When it is not the article's."),
    )  # fmt: skip

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class ReadAlsoBlock(blocks.StructBlock):
    """A card that leads to another article, which then knows that this one points to it."""

    article = blocks.PageChooserBlock(
        label=_("Article"), page_type="articles.Article", required=False
    )
    address = blocks.CharBlock(
        label=_("Address"), required=False, max_length=2000,
        help_text=_("Only when it is not an article of this publication."),
    )  # fmt: skip
    label = blocks.CharBlock(
        label=_("Text"), required=False, help_text=_("Instead of the article's title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Read also")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["article"] and not value["address"]:
            wrong = ValidationError(_("Choose an article, or give an address."))
            raise StructBlockValidationError(block_errors={"article": wrong})
        return value


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("Alternative text"), required=False, max_length=1000,
        help_text=_("What the picture shows, for those who do not see it."),
    )  # fmt: skip
    decorative = blocks.BooleanBlock(
        label=_("Decorative"),
        required=False,
        help_text=_("It says nothing that the text does not."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=255)
    link = blocks.URLBlock(label=_("Link"), required=False, max_length=2000)
    width = blocks.ChoiceBlock(
        label=_("Width"), choices=[("text", _("As the text")), ("wide", _("Wide"))], default="text"
    )
    address = blocks.CharBlock(
        label=_("Address where it was"), required=False, max_length=2000,
        help_text=_("Filled by an import that could not have the picture."),
    )  # fmt: skip

    class Meta:
        icon = "image"
        label = _("Picture")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["image"] and not value["address"]:
            wrong = ValidationError(_("Choose a picture."))
            raise StructBlockValidationError(block_errors={"image": wrong})
        if value["image"] and not value["decorative"]:
            value["alt"] = value["alt"] or value["image"].description
            if not value["alt"]:
                wrong = ValidationError(_("Say what the picture shows, or call it decorative."))
                raise StructBlockValidationError(block_errors={"alt": wrong})
        return value


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"))
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)

    class Meta:
        icon = "image"
        label = _("Gallery")


class EmbedBlock(blocks.StructBlock):
    """A card for something elsewhere. Nothing of it is loaded before the reader asks for it."""

    url = blocks.URLBlock(label=_("Address"), max_length=2000)
    title = blocks.CharBlock(label=_("Title"), required=False)
    author = blocks.CharBlock(label=_("Author"), required=False)
    text = blocks.TextBlock(
        label=_("Text"), required=False, rows=3, help_text=_("What is said or shown there.")
    )

    class Meta:
        icon = "media"
        label = _("From elsewhere")


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(
        label=_("Language"), required=False, help_text=_("python, sql, r … for its colours")
    )
    code = blocks.TextBlock(label=_("Code"), rows=8)
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "code"
        label = _("Code")


class AsideBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=FULL)

    class Meta:
        icon = "info-circle"
        label = _("Aside")


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"), required=False)
    title = blocks.CharBlock(label=_("Title"), required=False)
    address = blocks.CharBlock(label=_("Address where it was"), required=False, max_length=2000)

    class Meta:
        icon = "download"
        label = _("File")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["file"] and not value["address"]:
            wrong = ValidationError(_("Choose a file."))
            raise StructBlockValidationError(block_errors={"file": wrong})
        return value


class MediaBlock(FileBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("audio", _("Sound")), ("video", _("Video"))], default="audio"
    )
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)

    class Meta:
        icon = "media"
        label = _("Sound or video")


class TableBlock(TypedTableBlock):
    class Meta:
        icon = "table"
        label = _("Table")


class CleanHTMLBlock(blocks.RawHTMLBlock):
    """HTML that was brought in and has no block of its own: cleaned when saved and when read."""

    def clean(self, value: Any) -> Any:
        return super().clean(html.clean(value or ""))

    def to_python(self, value: Any) -> Any:
        return super().to_python(html.clean(value or ""))


class HTMLBlock(blocks.StructBlock):
    html = CleanHTMLBlock(label=_("HTML"))

    class Meta:
        icon = "code"
        label = _("HTML")


class BodyBlock(blocks.StreamBlock):
    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    read_also = ReadAlsoBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    pull_quote = PullQuoteBlock()
    quotation = QuotationBlock()
    aside = AsideBlock()
    table = TableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("rich", blocks.RichTextBlock(label=_("Rich text"), features=INLINE, required=False)),
        ]
    )
    code = CodeBlock()
    embed = EmbedBlock()
    media = MediaBlock()
    file = FileBlock()
    divider = blocks.StaticBlock(icon="horizontalrule", label=_("Divider"))
    html = HTMLBlock()

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.child_blocks)


class CorrectionBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("Date"))
    text = blocks.RichTextBlock(label=_("What was wrong, what is right"), features=INLINE)

    class Meta:
        icon = "edit"
        label = _("Correction")


class CorrectionsBlock(blocks.StreamBlock):
    correction = CorrectionBlock()


class LinkBlock(blocks.StructBlock):
    """One link of a menu: to a page, a section or an address."""

    label = blocks.CharBlock(label=_("Text"), required=False)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    section = SnippetChooserBlock("articles.Section", label=_("Section"), required=False)
    address = blocks.CharBlock(label=_("Address"), required=False, max_length=2000)

    class Meta:
        icon = "link"
        label = _("Link")


class LinkWithChildrenBlock(LinkBlock):
    children = blocks.ListBlock(LinkBlock(), label=_("Links below it"), default=[], required=False)


class MenuBlock(blocks.StreamBlock):
    link = LinkWithChildrenBlock()
