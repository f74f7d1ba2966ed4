"""A publication's sign: beside its name, and what browsers show beside an address."""

from django.templatetags.static import static

from chronique.articles.models import Picture, Publication
from chronique.articles.sizes import WIDTHS, height_at, size_path, touch_path

WIDEST = 320
# Twice as high as it ever stands beside the name, for screens with small pixels.
HIGH_ENOUGH = 160


def path_of_icon(publication: Publication) -> str:
    """Return the path of the publication's logo, or of our own picture where it has none."""
    logo = publication.logo
    return size_path(logo, min(WIDEST, logo.width)) if logo else static("front/icon.svg")


def path_of_touch_icon(publication: Publication) -> str:
    """Return the path of what a telephone shows among its programs: a square PNG."""
    logo = publication.logo
    return touch_path(logo) if logo else static("front/touch-icon.png")


def width_of_sign(logo: Picture) -> int:
    """Return the width, in pixels, of the size that stands beside the name.

    Of a square logo it is the icon's size, which the browser has already.
    """
    smaller = (width for width in WIDTHS if width < logo.width)
    return next((width for width in smaller if height_at(logo, width) >= HIGH_ENOUGH), logo.width)
