"""The shape of what the desk's forms bring into this room."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from chronique.articles.pictures import BadPicture, CleanFile


class PictureField(WagtailImageField):
    """Takes a picture by making it anew, whatever it calls itself; Wagtail's would open it first,
    and trip over what is cut off.
    """

    def to_python(self, data: Any) -> CleanFile | None:
        file = forms.FileField.to_python(self, data)
        try:
            return CleanFile.made_of(file) if file else None
        except BadPicture as refusal:
            raise ValidationError(str(refusal)) from refusal


class PictureForm(BaseImageForm):
    """A picture sent by a writer is made anew before it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(label=field.label, widget=field.widget)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, CleanFile):
            self.instance.width, self.instance.height = file.picture.width, file.picture.height
        return file
