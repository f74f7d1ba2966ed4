"""The blocks an article is made of. `docs/architecture.md` gives the shape of each one's value.

They say what a writer fills in and what is refused; a draft may be saved half filled, so what is
asked of a whole article is asked when it is published. How a reader sees them: `body.py`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from chronique.articles import examples
from chronique.articles.body_part import DATA, FULL, INLINE, TEXT, BodyPart
from chronique.articles.media_blocks import (
    EmbedBlock,
    FileBlock,
    GalleryBlock,
    MediaBlock,
    PictureBlock,
    ReadAlsoBlock,
)
from chronique.articles.notes import idle_note, markers, missing_note
from chronique.articles.rules import LANGUAGES, free_anchors
from chronique.text import html
from chronique.text.slugs import slugify


class ParagraphBlock(BodyPart):
    """Text, and the notes that it refers to as [^1], [^2] …"""

    text = blocks.RichTextBlock(label=_("Text"), features=[*FULL, "note"])
    notes = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Note"), features=INLINE),
        label=_("Notes"), default=[], required=False, collapsed=True,
        help_text=_("Where a note belongs in the text, press [¹] above it, or write [^1]."),
    )  # fmt: skip

    class Meta:
        icon = "pilcrow"
        group = TEXT
        label = _("Paragraph")
        label_format = "{text}"
        form_classname = "struct-block desk-paragraph"
        description = _("Running text with links, lists and notes. [^1] refers to the first note.")
        preview_value = staticmethod(examples.paragraph)

    def wrong_with(self, value: Any) -> dict[str, Any]:
        referred, count = markers(value["text"].source), len(value["notes"])
        if (missing := missing_note(referred, count)) is not None:
            wrong = _("The text refers to note %(number)d, which is not written below it.")
            return {"text": ValidationError(wrong, params={"number": missing})}
        if (idle := idle_note(referred, count)) is not None:
            wrong = _("Nothing refers to note %(number)d: write [^%(number)d] where it belongs.")
            return {"text": ValidationError(wrong, params={"number": idle})}
        return {}


class HeadingBlock(BodyPart):
    """Its anchor is made when it is first published, and then stays, so that links to it hold."""

    text = blocks.CharBlock(label=_("Heading"), max_length=255)
    level = blocks.ChoiceBlock(
        label=_("Level"), default="2",
        choices=[("2", _("Heading")), ("3", _("Subheading")), ("4", _("Minor heading"))],
    )  # fmt: skip
    anchor = blocks.CharBlock(
        label=_("Anchor"), required=False, max_length=100,
        help_text=_("The end of this heading's address; made from its text when left empty."),
    )  # fmt: skip

    class Meta:
        icon = "title"
        group = TEXT
        label = _("Section heading")
        label_format = "{text}"
        form_classname = "struct-block desk-heading"
        form_layout = BlockGroup(["text", "level"], settings=["anchor"])
        description = _("Parts a long piece. Three or more make a table of contents.")
        preview_value = staticmethod(examples.heading)

    def completed(self, value: Any) -> Any:
        value["anchor"] = slugify(value["anchor"] or value["text"], fallback="section")
        return value


class QuotationBlock(BodyPart):
    text = blocks.RichTextBlock(label=_("Text"), features=FULL)
    source = blocks.CharBlock(label=_("Source"), required=False)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)
    language = blocks.ChoiceBlock(
        label=_("Language"), choices=LANGUAGES, required=False,
        help_text=_("When it is not the article's."),
    )  # fmt: skip

    class Meta:
        icon = "openquote"
        group = TEXT
        label = _("Quotation")
        label_format = "{text}"
        form_layout = BlockGroup(["text", "source", "source_url"], settings=["language"])
        description = _("Somebody else's words, with their source.")
        preview_value = staticmethod(examples.quotation)


class PullQuoteBlock(BodyPart):
    text = blocks.TextBlock(label=_("Text"), rows=3)
    attribution = blocks.CharBlock(label=_("Attribution"), required=False)

    class Meta:
        icon = "pull-quote"
        group = TEXT
        label = _("Pull quote")
        label_format = "{text}"
        description = _("A sentence of the piece, set large to draw the eye.")
        preview_value = staticmethod(examples.pull_quote)


class AsideBlock(BodyPart):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=FULL)

    class Meta:
        icon = "info-circle"
        group = TEXT
        label = _("Aside")
        description = _("What stands beside the story: a definition, a method, a reminder.")
        preview_value = staticmethod(examples.aside)


class DividerBlock(blocks.StaticBlock):
    class Meta:
        icon = "divider"
        group = TEXT
        label = _("Divider")
        admin_text = _("A pause between two parts.")
        description = admin_text
        preview_value = None


class TableBlock(TypedTableBlock):
    class Meta:
        icon = "table"
        group = DATA
        label = _("Table")
        description = _("Rows and columns. Columns of numbers are aligned by themselves.")
        preview_value = staticmethod(examples.table)


class CodeBlock(BodyPart):
    language = blocks.CharBlock(
        label=_("Language"), required=False, help_text=_("python, sql, r … for its colours")
    )
    code = blocks.TextBlock(label=_("Code"), rows=8)
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "code"
        group = DATA
        label = _("Code")
        label_format = "{code}"
        form_classname = "struct-block desk-code"
        form_layout = ["code", "language", "caption"]
        description = _("Lines of a program, spaces kept.")
        preview_value = staticmethod(examples.code)


class CleanHTMLBlock(blocks.RawHTMLBlock):
    """HTML that was brought in and has no block of its own: cleaned when saved and when read."""

    def clean(self, value: Any) -> Any:
        return super().clean(html.clean(value or ""))

    def to_python(self, value: Any) -> Any:
        return super().to_python(html.clean(value or ""))


class HTMLBlock(BodyPart):
    html = CleanHTMLBlock(label=_("HTML"))

    class Meta:
        icon = "code"
        group = DATA
        label = _("HTML")
        form_classname = "struct-block desk-code"
        description = _("For what has no block here. Scripts, styles and frames are taken out.")
        preview_value = staticmethod(examples.raw_html)


class BodyBlock(blocks.StreamBlock):
    """The blocks in the order of the chooser: what is used most stands first in each group."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    quotation = QuotationBlock()
    pull_quote = PullQuoteBlock()
    aside = AsideBlock()
    divider = DividerBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    read_also = ReadAlsoBlock()
    embed = EmbedBlock()
    media = MediaBlock()
    file = FileBlock()
    table = TableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("rich", blocks.RichTextBlock(label=_("Rich text"), features=INLINE, required=False)),
        ]
    )
    code = CodeBlock()
    html = HTMLBlock()

    def clean(self, value: Any) -> Any:
        if not self.is_deferred_validation:
            value = _without_empty_paragraphs(value)
        value = super().clean(value)
        if not self.is_deferred_validation:
            headings = [child.value for child in value if child.block_type == "heading"]
            anchors = free_anchors(heading["anchor"] for heading in headings)
            for heading, anchor in zip(headings, anchors, strict=True):
                heading["anchor"] = anchor
        return value


def _without_empty_paragraphs(value: Any) -> Any:
    """A new article begins with one, and it is soon left behind."""
    kept = [
        (child.block_type, child.value, child.id)
        for child in value
        if child.block_type != "paragraph"
        or child.value["notes"]
        or html.plain(child.value["text"].source).strip()
    ]
    return blocks.StreamValue(value.stream_block, kept)
