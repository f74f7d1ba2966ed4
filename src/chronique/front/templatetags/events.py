"""What the pages of events ask for: when it was, in words, and a dossier's timeline."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chronique.dossiers import tags
from chronique.dossiers.models import Dossier, Event
from chronique.dossiers.moments.points import Moment, Point, Precision
from chronique.dossiers.moments.reading import read
from chronique.dossiers.moments.words import words
from chronique.front.events.asked import Asked
from chronique.front.events.picture import Pictures
from chronique.front.events.timeline import read_timeline
from chronique.store.shown import shows_too
from chronique.text.html import safe

register = template.Library()

# What HTML's `time` can say.
SAYABLE = {Precision.DAY, Precision.MONTH, Precision.YEAR}
# A dossier's own page shows so many events, the newest.
NEWEST = 6


@register.simple_tag
def when(edtf: str) -> str:
    """A date that need not be exact, as the publication's language says it; a voice is given words
    that it can read where short ones stand.
    """
    language = get_language() or "en"
    seen, heard = words(edtf, language), words(edtf, language, is_heard=True)
    if seen != heard:
        return safe(
            f'<span aria-hidden="true">{escape(seen)}</span>'
            f'<span class="visually-hidden">{escape(heard)}</span>'
        )
    moment = read(edtf)
    if _is_sayable(moment):
        return safe(f'<time datetime="{edtf}">{escape(seen)}</time>')
    return safe(escape(seen))


@register.simple_tag
def doubts(edtf: str) -> str:
    """How sure a date is, as classes: see events.css."""
    moment = read(edtf)
    kinds = ["lasts"] if moment.end is not None else []
    kinds += ["about"] if any(point.is_approximate for point in moment.points) else []
    kinds += ["unsure"] if any(point.is_uncertain for point in moment.points) else []
    return " ".join(kinds)


def _is_sayable(moment: Moment) -> bool:
    point = moment.start
    return (
        moment.end is None
        and isinstance(point, Point)
        and point.is_exact
        and not point.time
        and point.precision in SAYABLE
        and 1 <= point.year <= 9999
    )


@register.simple_tag
def coordinates(latitude: Decimal, longitude: Decimal) -> str:
    """A place on earth as people write it: “9.08° N, 79.68° W”."""
    north = _("%(degrees)s° N") if latitude >= 0 else _("%(degrees)s° S")
    east = _("%(degrees)s° E") if longitude >= 0 else _("%(degrees)s° W")
    return ", ".join((north % {"degrees": _short(latitude)}, east % {"degrees": _short(longitude)}))


def _short(degrees: Decimal) -> str:
    return number_format(abs(degrees).normalize(), use_l10n=True)


@dataclass(frozen=True)
class Excerpt:
    """The newest events of a dossier, the last one last, and a picture of all."""

    events: list[Event]
    total: int
    pictures: Pictures | None

    @property
    def start(self) -> int:
        """The place of the first one in the whole list."""
        return self.total - len(self.events) + 1

    @property
    def is_whole(self) -> bool:
        return self.start == 1


@register.simple_tag(takes_context=True)
def timeline_of(context: template.Context, dossier: Dossier) -> Excerpt | None:
    """`{% timeline_of dossier as timeline %}`; None when it has no events."""
    shows_too(context.get("request"), tags.timeline(dossier.pk))
    found = read_timeline(Event.objects.of(dossier), Asked(), get_language() or "en", newest=NEWEST)
    if not found or not found.total:
        return None
    shows_too(context.get("request"), *found.names)
    events = [event for group in found.groups for event in group.events]
    return Excerpt(events, found.total, found.pictures)
