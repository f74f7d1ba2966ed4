"""Pictures in other sizes, made once when first asked for, and kept beside the originals.

Their addresses say everything: `/pictures/12/960-1a2b3c4d.webp` is picture 12, 960 pixels wide, of
the file whose digest begins so; a picture that is replaced gets new addresses, so browsers may keep
the old ones for ever.
"""

import io
import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from chronique.articles.models import Picture

WIDTHS = (320, 480, 640, 960, 1280, 1920)
SHARED_WIDTH = 1200
FORMATS = {
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True}),
}
DIGEST = 10
NAME = re.compile(r"(\d{1,5})-([0-9a-f]{10})\.(webp|jpg)")


def size_path(picture: Picture, width: int, ending: str = "webp") -> str:
    if ending == "webp" and picture.file.name.endswith(".gif"):
        # A GIF may move; it is given as it is.
        return str(picture.file.url)
    return f"/pictures/{picture.pk}/{width}-{digest_of(picture)}.{ending}"


def digest_of(picture: Picture) -> str:
    return (picture.file_hash or "").ljust(DIGEST, "0")[:DIGEST]


def height_at(picture: Picture, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def stored_name(pk: int, name: str) -> str:
    """Where a size is kept among the media."""
    return f"sizes/{pk}/{name}"


def make_size(pk: int, name: str) -> bool:
    """Make and keep one size of a picture. False when there is no such picture or size."""
    match = NAME.fullmatch(name)
    picture = Picture.objects.filter(pk=pk).first() if match else None
    if picture is None or match is None:
        return False
    width, digest, ending = int(match[1]), match[2], match[3]
    known = width in WIDTHS or width in (picture.width, min(SHARED_WIDTH, picture.width))
    if digest != digest_of(picture) or not known or width > picture.width:
        return False
    default_storage.save(stored_name(pk, name), ContentFile(_resized(picture, width, ending)))
    return True


def _resized(picture: Picture, width: int, ending: str) -> bytes:
    kind, options = FORMATS[ending]
    with picture.file.open("rb") as file, Image.open(file) as original:
        upright = ImageOps.exif_transpose(original)
        upright.draft("RGB", (width * 2, height_at(picture, width) * 2))
        opaque = kind == "JPEG" or ("A" not in upright.getbands() and upright.mode != "P")
        small = upright.convert("RGB" if opaque else "RGBA")
        small = small.resize((width, height_at(picture, width)), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, kind, **options)
    return out.getvalue()
