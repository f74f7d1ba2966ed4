"""What the pages of dossiers ask for."""

from datetime import date

from django import template

from chronique.front.moments import element_of_date

register = template.Library()


@register.simple_tag
def day(value: date | None, kind: str = "") -> str:
    """A `time` element with a day, as the publication's language says it; `kind`: its class."""
    return element_of_date(value, kind)
