"""Addresses of WordPress's that need a thought: questions (/?p=12, /?cat=3), categories, sizes of
pictures. All others are redirects, which an import leaves.
"""

import re
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from chronique.articles.addresses import find_page
from chronique.articles.models import Section

# What an import leaves redirects for, by its number there.
NUMBERED = ("p", "page_id", "attachment_id", "cat", "author")
# What WordPress asks for by its slug, and where we have it.
NAMED = {"category_name": "section", "tag": "tag", "author_name": "author"}
FEEDS = {
    "feed": "feed/",
    "rss2": "feed/",
    "rss": "feed/",
    "rdf": "feed/",
    "atom": "feed/atom/",
    "comments-rss2": "comments/feed/",
    "comments-atom": "comments/feed/atom/",
}
NUMBER = re.compile("[0-9]+")
MONTH = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])?(?:[0-3][0-9])?")
CATEGORY = re.compile(r"(?P<path>.+?)/(?P<page>page/[0-9]{1,6}/)?")
# <!--nextpage--> cut an article into numbered parts.
PART = re.compile(r"(?P<path>.+/)[1-9][0-9]?/")
# What WordPress puts behind the name of a picture for one of its sizes.
SIZE = re.compile(r"-[0-9]+x[0-9]+(?=\.[A-Za-z0-9]+$)")


def asked_for(request: HttpRequest, site: Site) -> str:
    """Return where a question to the home page leads now; empty when it is none of WordPress's."""
    asked = request.GET
    if asked.get("s"):
        return f"/search/?{urlencode({'q': asked['s']})}"
    place = _place(request, site)
    if feed := FEEDS.get(asked.get("feed", ""), ""):
        # An article's feed is that of its comments already.
        return f"{place}feed/" if place.endswith("/") else f"/{feed}"
    page = asked.get("paged", "")
    if _is_number(page) and (not place or place.endswith("/")):
        return f"{place or '/'}page/{int(page)}/"
    return place


def names_something(request: HttpRequest) -> bool:
    """Whether a question is for one thing by its number; without an answer there is none."""
    return any(NUMBER.fullmatch(request.GET.get(name, "")) for name in NUMBERED)


def section_asked_for(path: str, site: Site) -> str:
    """Return where a category is now, from what followed /category/: parent/child/, also a page of
    it; empty when there is none.
    """
    found = CATEGORY.fullmatch(path)
    if not found:
        return ""
    slug, page = found["path"].rpartition("/")[2], found["page"] or ""
    address = f"/section/{quote(slug)}/"
    if Section.objects.on(site).filter(slug=slug).exists():
        return f"{address}{page}"
    return led(site, f"/section/{slug}")


def upload_asked_for(path: str, site: Site) -> str:
    """Return where a picture is of which WordPress made a size: /…/tide-300x200.jpg; or empty."""
    bare, n = SIZE.subn("", path)
    stem, _, ending = bare.rpartition(".")
    names = (bare, f"{stem}-scaled.{ending}") if n else ()
    return next((link for name in names if (link := led(site, name))), "")


def cut_off(path: str, site: Site) -> str:
    """Return where a page is of which WordPress showed one part: /…/tides/2/; or empty."""
    found = PART.fullmatch(path)
    page = find_page(f"/{found['path']}", site=site) if found else None
    return page.address if page else ""


def _place(request: HttpRequest, site: Site) -> str:
    """Return the page, list or file that a question names."""
    asked = request.GET
    for name in NUMBERED:
        if _is_number(asked.get(name, "")):
            return led(site, f"/?{name}={asked[name]}")
    for name, list_of in NAMED.items():
        if slug := asked.get(name, "").strip("/").rpartition("/")[2]:
            return f"/{list_of}/{quote(slug)}/"
    month = MONTH.fullmatch(asked.get("m", ""))
    return f"/{'/'.join(part for part in month.groups() if part)}/" if month else ""


def led(site: Site, old_path: str) -> str:
    """Return where the redirect that an import left leads to; empty when there is none."""
    found = (
        Redirect.get_for_site(site)
        .filter(old_path=Redirect.normalise_path(old_path))
        .select_related("redirect_page")
        .first()
    )
    return str(found.link or "") if found else ""


def _is_number(text: str) -> bool:
    return len(text) < 20 and bool(NUMBER.fullmatch(text))
