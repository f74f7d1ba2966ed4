"""Pictures in other sizes, made once when first asked for, and kept beside the originals.

Their addresses say everything: `/pictures/12/960-1a2b3c4d.webp` is picture 12, 960 pixels wide, of
the file whose digest begins so; a picture that is replaced gets new addresses, so browsers may keep
the old ones for ever. A PNG is the picture as a sign on a telephone: square, and nothing shines
through.
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
# Width and height of a sign on a telephone, and how far one that is not square stands in it.
TOUCH, TOUCH_INSIDE = 180, 148
PAPER = "#fcfdfc"
DIGEST = 10
NAME = re.compile(r"(\d{1,5})-([0-9a-f]{10})\.(webp|jpg|png)")


def size_path(picture: Picture, width: int, ending: str = "webp") -> str:
    if ending == "webp" and picture.file.name.endswith(".gif"):
        # A GIF may move; it is given as it is.
        return str(picture.file.url)
    return f"/pictures/{picture.pk}/{width}-{digest_of(picture)}.{ending}"


def touch_path(picture: Picture) -> str:
    return f"/pictures/{picture.pk}/{TOUCH}-{digest_of(picture)}.png"


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
    if digest != digest_of(picture) or not _is_made(picture, width, ending):
        return False
    made = _squared(picture) if ending == "png" else _resized(picture, width, ending)
    default_storage.save(stored_name(pk, name), ContentFile(made))
    return True


def _is_made(picture: Picture, width: int, ending: str) -> bool:
    if ending == "png":
        return width == TOUCH
    known = width in WIDTHS or width in (picture.width, min(SHARED_WIDTH, picture.width))
    return known and width <= picture.width


def _squared(picture: Picture) -> bytes:
    """A telephone cuts the corners off and puts black behind what is seen through."""
    with picture.file.open("rb") as file, Image.open(file) as original:
        sign = ImageOps.exif_transpose(original).convert("RGBA")
    inside = TOUCH if sign.width == sign.height and _is_opaque(sign) else TOUCH_INSIDE
    small = ImageOps.contain(sign, (inside, inside), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (TOUCH, TOUCH), PAPER)
    square.alpha_composite(small, ((TOUCH - small.width) // 2, (TOUCH - small.height) // 2))
    out = io.BytesIO()
    square.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def _is_opaque(picture: Image.Image) -> bool:
    return picture.getchannel("A").getextrema()[0] == 255


def _resized(picture: Picture, width: int, ending: str) -> bytes:
    kind, options = FORMATS[ending]
    with picture.file.open("rb") as file, Image.open(file) as original:
        upright = ImageOps.exif_transpose(original)
        upright.draft("RGB", (width * 2, height_at(picture, width) * 2))
        opaque = "A" not in upright.getbands() and upright.mode != "P"
        small = upright.convert("RGB" if opaque else "RGBA")
        small = small.resize((width, height_at(picture, width)), Image.Resampling.LANCZOS)
        if kind == "JPEG" and not opaque:
            # What is seen through would be black.
            small = Image.alpha_composite(Image.new("RGBA", small.size, PAPER), small)
            small = small.convert("RGB")
        out = io.BytesIO()
        small.save(out, kind, **options)
    return out.getvalue()
