"""What commands share: which site is meant, and what goes wrong in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError
from wagtail.models import Site

from chronique.base.errors import Refused
from chronique.newsletter.models import Newsletter

INTERRUPTED = 130
STOPPED = "Stopped. What came in is in: run the same command again, and it goes on from there."


class Stopped(CommandError):
    """The command ends with a sentence instead of a traceback."""


def site_called(host: str | None) -> Site:
    """Return the site of that name, or the default one. Raises Stopped with what to do."""
    named = {"hostname": host} if host else {"is_default_site": True}
    site = Site.objects.filter(**named).select_related("root_page").first()
    if site is None:
        known = ", ".join(Site.objects.values_list("hostname", flat=True)) or "none"
        called = f"There is no site called {host}" if host else "There is no site yet"
        raise Stopped(f"{called}; known: {known}. Run chronique serve once.")
    return site


def newsletter_called(slug: str | None, site: Site) -> Newsletter | None:
    """Return a site's newsletter; None when none is asked for. Raises Stopped with what to do."""
    if not slug:
        return None
    found = Newsletter.objects.on(site)
    newsletter = found.filter(slug=slug).first()
    if newsletter is None:
        known = ", ".join(found.values_list("slug", flat=True)) or "none"
        raise Stopped(f"There is no newsletter called {slug}; known: {known}.")
    return newsletter


@contextmanager
def friendly(interrupted: str = "Stopped.") -> Iterator[None]:
    """Turn what a person can do something about into one sentence."""
    try:
        yield
    except Refused as error:
        raise Stopped(str(error)) from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise Stopped(f"{place}{error.strerror or error}.") from error
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Stopped(
            f"The database cannot be used: {reason}. If it was never made, or is of an earlier "
            "version, run chronique serve once."
        ) from error
    except KeyboardInterrupt as error:
        raise Stopped(interrupted, returncode=INTERRUPTED) from error
