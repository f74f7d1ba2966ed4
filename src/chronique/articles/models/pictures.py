"""Wagtail's pictures, with what a publication says of a picture."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Image,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)

from chronique.articles.pictures import CleanFile


class PictureFieldFile(WagtailImageFieldFile):
    """The last door: whatever screen it came by, no picture is kept that was not made anew."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        if not isinstance(content, CleanFile):
            content.name = name
            content = CleanFile.made_of(content)
            name = content.name or name
        super().save(name, content, save)


class PictureField(WagtailImageField):
    attr_class = PictureFieldFile


class Picture(AbstractImage):
    """A picture of the library. `description` is its alternative text where an article gives
    none.
    """

    file = PictureField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "caption", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def __str__(self) -> str:
        return str(self.title)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="articles_rendition_once"
            )
        ]
