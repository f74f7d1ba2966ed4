"""What letters' templates ask for: pictures that mail programs show, days, lines of text."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from django import template
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from chronique.articles.models import Picture
from chronique.articles.sizes import WIDTHS, height_at, size_path
from chronique.text import html, plain_letter

PLAYER = re.compile(r"<(audio|video)\b.*?</\1>", re.DOTALL)
SOURCE = re.compile(r'\ssrc="([^"]*)"')
OPENABLE = re.compile(r"<(/?)(details|summary)\b[^>]*>")
SHOWN_AS = {"details": "div", "summary": "h4"}
MARKUP = re.compile(r"<[^>]*>")

register = template.Library()


@register.simple_tag
def letter_picture(picture: Picture, alt: str = "", *, decorative: bool = False, width: int) -> str:
    """An `img` of a JPEG that is shown `width` pixels wide at most, twice as sharp where it can be.

    Mail programs choose no sizes and some of them know no WebP.
    """
    shown = min(width, picture.width)
    sharp = [size for size in (*WIDTHS, picture.width) if 2 * shown <= size <= picture.width]
    taken = min(sharp, default=min(picture.width, WIDTHS[-1]))
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" style="max-width: {}px">',
        size_path(picture, taken, "jpg"),
        shown,
        height_at(picture, shown),
        "" if decorative else alt or picture.description,
        shown,
    )


@register.filter
def day(moment: datetime | date | None) -> str:
    """The day of a moment, as the letter's language says it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    words = formats.date_format(local, "DATE_FORMAT")
    if local.day == 1 and (translation.get_language() or "").startswith("fr"):
        words = words.replace("1 ", "1er\N{NO-BREAK SPACE}", 1)
    return words


@register.filter
def in_pairs(things: Sequence[Any]) -> list[list[Any]]:
    """Two and two; the last one's other may be None."""
    filled = [*things, *[None] * (len(things) % 2)]
    return [filled[start : start + 2] for start in range(0, len(filled), 2)]


@register.filter
def bare(markup: str) -> str:
    """HTML without its elements, of what has only some that colour it."""
    return html.safe(MARKUP.sub("", markup))


@register.filter
def for_mail(markup: str) -> str:
    """Clean HTML without what mail programs do not do: players become links, all stands open."""
    opened = OPENABLE.sub(lambda match: f"<{match[1]}{SHOWN_AS[match[2]]}>", markup)
    return html.safe(PLAYER.sub(_linked, opened))


def _linked(match: re.Match[str]) -> str:
    source = SOURCE.search(match[0])
    label = escape(_("Video") if match[1] == "video" else _("Sound"))
    return f'<p><a href="{source[1]}">{label}</a></p>' if source else ""


@register.filter
def wrapped(text: str) -> str:
    """Plain text in lines of a letter's width."""
    return plain_letter.wrapped(str(text))


@register.filter
def underlined(text: str, sign: str) -> str:
    return f"{text}\n{sign * max(map(len, text.splitlines()), default=0)}"
