"""The shape of what the desk's forms bring into this room."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from chronique.articles.pictures import BadPicture, CleanFile


class PictureForm(BaseImageForm):
    """A picture sent by a writer is made anew before it is kept."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            clean = CleanFile.made_of(file)
        except BadPicture as refusal:
            raise ValidationError(str(refusal)) from refusal
        self.instance.width, self.instance.height = clean.picture.width, clean.picture.height
        return clean
