"""Sizes of pictures for programs that know no WebP."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from chronique.articles.models import Picture
from chronique.articles.sizes import make_size, size_path, stored_name

pytestmark = pytest.mark.django_db


def test_what_is_seen_through_is_paper_in_a_jpeg():
    out = BytesIO()
    Image.new("RGBA", (400, 100), (0, 0, 0, 0)).save(out, "PNG")
    file = ContentFile(out.getvalue(), name="glass.png")
    picture = Picture.objects.create(title="Glass", file=file, width=400, height=100)
    name = size_path(picture, 320, "jpg").rpartition("/")[2]
    assert make_size(picture.pk, name)
    with default_storage.open(stored_name(picture.pk, name)) as made, Image.open(made) as jpeg:
        assert (jpeg.format, jpeg.size) == ("JPEG", (320, 80))
        assert min(jpeg.tobytes()) > 245
