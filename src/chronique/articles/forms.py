"""The shape of what the desk's forms bring into this room."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.forms import BaseImageForm

from chronique.articles.pictures import BadPicture, clean_picture


class PictureForm(BaseImageForm):
    """A picture sent by a writer is made anew before it is kept."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            file.seek(0)
            picture = clean_picture(file)
        except BadPicture as refusal:
            raise ValidationError(str(refusal)) from refusal
        stem = file.name.rpartition(".")[0] or "picture"
        clean = ContentFile(picture.data, name=f"{stem}.{picture.ending}")
        self.instance.width, self.instance.height = picture.width, picture.height
        return clean
