"""Pictures in the sizes that screens need. No query: sizes are made when a browser asks."""

from django import template
from django.utils.html import format_html, format_html_join

from chronique.articles.models import Picture
from chronique.articles.sizes import WIDTHS, height_at, size_path

register = template.Library()

# What a picture fills of a screen, as browsers want to be told.
FILLS = {
    "text": "(min-width: 42rem) 38rem, 100vw",
    "wide": "(min-width: 70rem) 52rem, 100vw",
    "lead": "(min-width: 70rem) 48rem, 100vw",
    "card": "(min-width: 60rem) 15rem, 32vw",
    "face": "9rem",
    "portrait": "5rem",
}


@register.simple_tag
def picture_tag(
    picture: Picture,
    alt: str = "",
    *,
    decorative: bool = False,
    wide: str = "",
    first: bool = False,
) -> str:
    """An `img` of a picture. `wide`: what it fills (FILLS); `first`: load it at once."""
    fills = FILLS.get(wide or "text", FILLS["text"])
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    if picture.width > widths[-1] and picture.width < WIDTHS[-1]:
        widths.append(picture.width)
    shown = min(widths, key=lambda width: abs(width - 960))
    sources = format_html_join(
        ", ", "{} {}w", ((size_path(picture, width), width) for width in widths)
    )
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async">',
        size_path(picture, shown),
        sources,
        fills,
        shown,
        height_at(picture, shown),
        "" if decorative else alt or picture.description,
        "fetchpriority=high" if first else "loading=lazy",
    )


@register.filter
def share_path(picture: Picture) -> str:
    """The path of a picture as other programs show it beside a link: JPEG, 1,200 pixels wide."""
    return size_path(picture, min(1200, picture.width), "jpg")
