"""Addresses of WordPress's that put the question behind a question mark: /?p=12, /?s=tide."""

from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

NUMBERED = ("p", "page_id", "attachment_id")
FEEDS = {
    "rss2": "/feed/",
    "rss": "/feed/",
    "atom": "/feed/atom/",
    "comments-rss2": "/comments/feed/",
}


def asked_for(request: HttpRequest, site: Site) -> str:
    """Return where a question to the home page leads now; empty when it is none of WordPress's."""
    for name in NUMBERED:
        number = request.GET.get(name, "")
        if number.isdecimal() and number.isascii():
            return _numbered(site, f"/?{name}={number}")
    if request.GET.get("s"):
        return f"/search/?{urlencode({'q': request.GET['s']})}"
    return FEEDS.get(request.GET.get("feed", ""), "")


def _numbered(site: Site, old_path: str) -> str:
    found = (
        Redirect.get_for_site(site)
        .filter(old_path=old_path)
        .select_related("redirect_page")
        .first()
    )
    return str(found.link or "") if found else ""
