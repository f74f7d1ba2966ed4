"""Which site a command means."""

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError
from wagtail.models import Site


def site_called(host: str | None) -> Site:
    """Return the site of that name, or the default one. Raises CommandError with what to do."""
    try:
        sites = (
            Site.objects.filter(hostname=host)
            if host
            else Site.objects.filter(is_default_site=True)
        )
        site = sites.select_related("root_page").first()
        known = ", ".join(Site.objects.values_list("hostname", flat=True))
    except (OperationalError, ProgrammingError) as error:
        raise CommandError(
            f"The database is not ready ({error}). Run chronique serve once."
        ) from error
    if site is None:
        raise CommandError(
            f"There is no site {host or ''}; known: {known or 'none'}. Run chronique serve once."
        )
    return site
