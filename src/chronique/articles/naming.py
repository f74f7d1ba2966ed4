"""Names for addresses that nothing else has."""

from wagtail.models import Page

from chronique.articles.rules import is_reserved

# So that a number finds its place behind it.
LONGEST = 190


def is_free(slug: str, above: Page, page: Page | None = None) -> bool:
    """Whether a page (None for a new one) may be called so, below another page."""
    if not slug or (is_reserved(slug) and above.cached_content_type.model != "staticpage"):
        return False
    return bool(Page._slug_is_available(slug, above, page))


def free_slug(wanted: str, above: Page, page: Page | None = None) -> str:
    """Return the name, with a number behind it where it is not free."""
    free, n = wanted, 1
    while not is_free(free, above, page):
        n += 1
        free = f"{wanted[:LONGEST]}-{n}"
    return free
