"""A page as Wagtail's tutorial makes it: title, headings and paragraphs, a template."""

from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class PlainPage(Page):
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())])

    template = "plain/page.html"
