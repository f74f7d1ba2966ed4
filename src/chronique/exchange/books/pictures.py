"""The pictures of a book: in a size for reading on paper or a tablet, as JPEG, which all show."""

from __future__ import annotations

from django.core.files.storage import default_storage

from chronique.articles.models import Picture
from chronique.articles.sizes import WIDTHS, make_size, size_path, stored_name

WIDEST = 1280
ENDING = "jpg"


def picture_bytes(number: int) -> bytes | None:
    """Return a picture as JPEG; None where there is none, or its file cannot be read."""
    picture = Picture.objects.filter(pk=number).first()
    if picture is None:
        return None
    width = min(max([w for w in WIDTHS if w <= WIDEST and w <= picture.width] or [0]), WIDEST)
    width = width or picture.width
    name = size_path(picture, width, ENDING).rpartition("/")[2]
    stored = stored_name(number, name)
    try:
        if not default_storage.exists(stored) and not make_size(number, name):
            return None
        with default_storage.open(stored, "rb") as file:
            data: bytes = file.read()
            return data
    except OSError:
        return None
