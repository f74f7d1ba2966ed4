"""What readers' own pages ask for."""

from datetime import timedelta

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def contact_link(contact: str) -> str:
    """Where a contact leads that may be an address of the web, or of mail, with or without its
    scheme.
    """
    return contact if contact.startswith(("https:", "http:", "mailto:")) else f"mailto:{contact}"


@register.filter
def contact_words(contact: str) -> str:
    return contact.removeprefix("mailto:").removeprefix("https://")


@register.filter
def duration(value: timedelta | None) -> str:
    """A time in its largest unit, as people say it; "–" for none."""
    if value is None:
        return "–"
    minutes = round(value.total_seconds() / 60)
    hours, days = round(minutes / 60), round(minutes / 1440)
    if minutes < 90:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if hours < 36:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
