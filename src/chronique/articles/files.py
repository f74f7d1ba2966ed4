"""Where the library's files are kept."""

from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

# What keeps a file here, by the model's name; the field is called `file` in each.
KEEPERS = ["articles.Picture", "articles.Rendition", "wagtaildocs.Document"]


def is_kept(name: str) -> bool:
    """Whether a row keeps a file of that name. A file is named after its content, so two rows may
    share it.

    Wagtail deletes the file of a row that is gone, and does so later: by then the same picture may
    have come in again.
    """
    return any(apps.get_model(one).objects.filter(file=name).exists() for one in KEEPERS)


@deconstructible(path="chronique.articles.files.Library")
class Library(FileSystemStorage):
    """Media on the disk."""

    def delete(self, name: str) -> None:
        if not is_kept(name):
            super().delete(name)
