"""What kept pages show, by name. A page names all that stands on it; a change forgets what changed.

The table in docs/kept-pages.md says which change forgets which of them. Comments have names of
their own: `comments.tags`. Numbers are those of the rows; pages are articles and static pages.
"""

from __future__ import annotations

from datetime import datetime

# -- Of a site


def host(site: int) -> str:
    """Nothing but the address of the site: robots.txt."""
    return f"host:{site}"


def site(number: int) -> str:
    """What is the same on all pages but for the menus: how it is called, the foot."""
    return f"site:{number}"


def menus(site: int) -> str:
    """The links at the top and at the foot."""
    return f"menus:{site}"


def addresses(site: int) -> str:
    """Which addresses there are: pages that say that nothing is there, and redirects."""
    return f"addresses:{site}"


def articles(site: int) -> str:
    """Which articles there are, and in which order: the home page, the latest, the archive."""
    return f"articles:{site}"


def lead(site: int) -> str:
    """Which article stands first on the home page."""
    return f"lead:{site}"


def sections(site: int) -> str:
    """Which sections have something to read, and in which order."""
    return f"sections:{site}"


def corrections(site: int) -> str:
    """What articles say was wrong in them, and which of them say so."""
    return f"corrections:{site}"


def sitemap(site: int) -> str:
    """When each page changed, and where its pictures are."""
    return f"sitemap:{site}"


def year(site: int, moment: datetime) -> str:
    """The articles of a year. `moment` is in the publication's time zone."""
    return f"year:{site}-{moment:%Y}"


def month(site: int, moment: datetime) -> str:
    """The articles of a month, likewise."""
    return f"month:{site}-{moment:%Y-%m}"


# -- Of a page


def article(page: int) -> str:
    """Its words: its own page, and feeds that hold it whole."""
    return f"article:{page}"


def title(page: int) -> str:
    """How others name it: title, address, date."""
    return f"title:{page}"


def card(page: int) -> str:
    """What lists say beside: standfirst, section, authors, picture."""
    return f"card:{page}"


def versions(page: int) -> str:
    """Which texts readers saw of it, and what stood in them."""
    return f"versions:{page}"


def around(page: int) -> str:
    """Which others stand around it: before and after it, related, translations, what cites it."""
    return f"around:{page}"


def below(page: int) -> str:
    """Which static pages lie below it."""
    return f"below:{page}"


# -- Of what pages show, wherever they do


def section(number: int) -> str:
    return f"section:{number}"


def parts(section: int) -> str:
    """Which sections are part of one."""
    return f"parts:{section}"


def tag(number: int) -> str:
    return f"tag:{number}"


def author(number: int) -> str:
    return f"author:{number}"


def picture(number: int) -> str:
    return f"picture:{number}"


def document(number: int) -> str:
    return f"document:{number}"


def about(thing: str) -> str:
    """What is said of a section, a tag, an author, beside the name, and of a picture, beside the
    file: `about(author(7))`.
    """
    return f"about:{thing}"


def list_of(thing: str) -> str:
    """Which articles a section, a tag or an author has: `list_of(section(3))`."""
    return f"list:{thing}"
