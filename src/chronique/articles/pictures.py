"""What comes in as a picture is looked at, and made anew: upright, without EXIF, without
stowaways.
"""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from chronique.base.errors import Refused

# Formats that come in, and the one each leaves as. (Cameras' MPO is opened as JPEG.)
FORMATS = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "PNG": "PNG",
    "GIF": "GIF",
    "WEBP": "WEBP",
    "AVIF": "AVIF",
}
ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
# Of all pictures of an animation together.
MAX_FRAMES = 300
MAX_SIDE = 4000

# What Pillow's readers raise over bytes that are not what they promise.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, MemoryError, LookupError,
    ArithmeticError, RuntimeError, struct.error,
)  # fmt: skip

# Pillow learns its formats late; `formats=` below names only those that it has learned.
Image.init()


class BadPicture(Refused):
    """What was given is no picture that we take."""


@dataclass(frozen=True)
class CleanPicture:
    data: bytes
    format: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        return ENDINGS[self.format]


class CleanFile(ContentFile[bytes]):
    """A picture that was made anew, as a file whose name tells what it is now."""

    picture: CleanPicture

    @classmethod
    def made_of(cls, file: Any) -> "CleanFile":
        """Return the picture in `file`, which has a name. Raises BadPicture."""
        file.seek(0)
        picture = clean_picture(file)
        stem = (file.name or "").replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
        made = cls(picture.data, name=f"{stem or 'picture'}.{picture.ending}")
        made.picture = picture
        return made


def clean_picture(file: IO[bytes]) -> CleanPicture:
    """Return the picture in `file`, made anew from its pixels. Raises BadPicture.

    Nothing of the old bytes is kept: what was hidden in them, behind them or in their metadata is
    gone. Wider or higher than 4,000 pixels is made smaller; the colour profile goes into the
    pixels' keeping.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // 1024 // 1024
        raise BadPicture(_("The picture is larger than %(size)d MB.") % {"size": size})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(ENDINGS)) as picture:
                return _made_anew(picture)
    except UnidentifiedImageError as error:
        raise BadPicture(_("This is not a picture (JPEG, PNG, GIF, WebP or AVIF).")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(_("The picture has too many pixels.")) from error
    except BROKEN as error:
        raise BadPicture(_("The picture is broken or cut off.")) from error


def _made_anew(picture: Image.Image) -> CleanPicture:
    if picture.width * picture.height > MAX_PIXELS:
        raise BadPicture(_("The picture has too many pixels."))
    kind = FORMATS[picture.format or ""]
    frames = getattr(picture, "n_frames", 1)
    if frames > 1 and kind in ("GIF", "WEBP", "PNG"):
        return _animation(picture, kind, frames)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    return _saved(_plain(upright, kind), kind)


def _animation(picture: Image.Image, kind: str, frames: int) -> CleanPicture:
    if frames > MAX_FRAMES or picture.width * picture.height * frames > 4 * MAX_PIXELS:
        raise BadPicture(_("The animation is too long or too large."))
    kind = "WEBP" if kind == "PNG" else kind
    pictures = [_bare(frame.convert("RGBA")) for frame in ImageSequence.Iterator(picture)]
    durations = [int(frame.info.get("duration", 100)) for frame in ImageSequence.Iterator(picture)]
    return _saved(
        pictures[0], kind, save_all=True, append_images=pictures[1:], duration=durations, loop=0
    )


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Return its pixels in a mode that the format holds, without what came with them."""
    if kind == "JPEG":
        return _bare(picture.convert("L" if picture.mode in ("1", "L") else "RGB"))
    if kind == "GIF" or picture.mode in ("RGB", "RGBA", "L"):
        return _bare(picture.convert("RGBA" if picture.mode == "P" else picture.mode))
    return _bare(picture.convert("RGBA" if "A" in picture.mode or picture.mode == "P" else "RGB"))


def _bare(picture: Image.Image) -> Image.Image:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _saved(picture: Image.Image, kind: str, **options: object) -> CleanPicture:
    out = io.BytesIO()
    quality = {"JPEG": 88, "WEBP": 86, "AVIF": 75}.get(kind)
    if quality:
        options["quality"] = quality
    picture.save(out, kind, **options)
    return CleanPicture(out.getvalue(), kind, picture.width, picture.height)
