"""Blocks that show or lead to something: pictures, cards, files, recordings."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from chronique.articles import examples
from chronique.articles.body_part import INLINE, LINKS, PICTURES, BodyPart

# What browsers play.
SOUNDS = frozenset({"m4a", "mp3", "oga", "ogg", "opus", "wav", "webm"})
VIDEOS = frozenset({"mp4", "ogg", "ogv", "webm"})


class PictureBlock(BodyPart):
    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("Alternative text"), required=False, max_length=1000,
        help_text=_("What the picture shows, for those who do not see it."),
    )  # fmt: skip
    decorative = blocks.BooleanBlock(
        label=_("Decorative"), required=False,
        help_text=_("It says nothing that the text does not."),
    )  # fmt: skip
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=255)
    width = blocks.ChoiceBlock(
        label=_("Width"), choices=[("text", _("As the text")), ("wide", _("Wide"))], default="text"
    )
    link = blocks.URLBlock(label=_("Link"), required=False, max_length=2000)
    address = blocks.CharBlock(
        label=_("Address where it was"), required=False, max_length=2000,
        help_text=_("Filled by an import that could not have the picture."),
    )  # fmt: skip

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Picture")
        form_layout = BlockGroup(
            ["image", "alt", "decorative", "caption", "credit"],
            settings=["width", "link", "address"],
        )
        description = _("One picture with its caption and credit, as wide as the text or wider.")
        preview_value = staticmethod(examples.picture)

    def completed(self, value: Any) -> Any:
        if value["image"] and not value["decorative"]:
            value["alt"] = value["alt"] or value["image"].description
        return value

    def wrong_with(self, value: Any) -> dict[str, Any]:
        if not value["image"] and not value["address"]:
            return {"image": _("Choose a picture.")}
        if value["image"] and not value["decorative"] and not value["alt"]:
            return {"alt": _("Say what the picture shows, or call it decorative.")}
        return {}


class GalleryBlock(BodyPart):
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=1)
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)

    class Meta:
        icon = "gallery"
        group = PICTURES
        label = _("Gallery")
        description = _("Several pictures side by side.")
        preview_value = staticmethod(examples.gallery)


class ReadAlsoBlock(BodyPart):
    """A card that leads to another article, which then knows that this one points to it."""

    article = blocks.PageChooserBlock(
        label=_("Article"), page_type="articles.Article", required=False
    )
    label = blocks.CharBlock(
        label=_("Text"), required=False, help_text=_("Instead of the article's title.")
    )
    address = blocks.CharBlock(
        label=_("Address"), required=False, max_length=2000,
        help_text=_("Only when it is not an article of this publication."),
    )  # fmt: skip

    class Meta:
        icon = "read-also"
        group = LINKS
        label = _("Read also")
        description = _("A card that leads to another article, which will list this one.")
        preview_value = staticmethod(examples.read_also)

    def wrong_with(self, value: Any) -> dict[str, Any]:
        if not value["article"] and not value["address"]:
            return {"article": _("Choose an article, or give an address.")}
        return {}


class EmbedBlock(BodyPart):
    """A card for something elsewhere. Nothing of it is loaded before the reader asks for it."""

    url = blocks.URLBlock(label=_("Address"), max_length=2000)
    title = blocks.CharBlock(label=_("Title"), required=False)
    author = blocks.CharBlock(label=_("Author"), required=False)
    text = blocks.TextBlock(
        label=_("Text"), required=False, rows=3, help_text=_("What is said or shown there.")
    )

    class Meta:
        icon = "site"
        group = LINKS
        label = _("From elsewhere")
        description = _(
            "A video or a post (YouTube, Vimeo, Mastodon, Bluesky, X …) as a card. "
            "Nothing is loaded from there before the reader presses play."
        )
        preview_value = staticmethod(examples.embed)


class FileBlock(BodyPart):
    file = DocumentChooserBlock(label=_("File"), required=False)
    title = blocks.CharBlock(label=_("Title"), required=False)
    address = blocks.CharBlock(
        label=_("Address where it was"), required=False, max_length=2000,
        help_text=_("Filled by an import that could not have the file."),
    )  # fmt: skip

    class Meta:
        icon = "download"
        group = LINKS
        label = _("File")
        form_layout = BlockGroup(["file", "title"], settings=["address"])
        description = _("A document for readers to take away.")
        preview_value = staticmethod(examples.file)

    def wrong_with(self, value: Any) -> dict[str, Any]:
        return {} if value["file"] or value["address"] else {"file": _("Choose a file.")}


class MediaBlock(FileBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("audio", _("Sound")), ("video", _("Video"))], default="audio"
    )
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)

    class Meta:
        icon = "media"
        group = LINKS
        label = _("Sound or video")
        form_layout = BlockGroup(["kind", "file", "title", "caption"], settings=["address"])
        description = _("A recording that readers play here.")

    def wrong_with(self, value: Any) -> dict[str, Any]:
        if value["file"] and not self._plays(value["file"], value["kind"]):
            wrong = _("Browsers cannot play this file. Choose an MP3, Ogg, WebM or MP4 file.")
            return {"file": wrong}
        return super().wrong_with(value)

    def _plays(self, file: Any, kind: str) -> bool:
        return file.file_extension.lower() in (SOUNDS if kind == "audio" else VIDEOS)
