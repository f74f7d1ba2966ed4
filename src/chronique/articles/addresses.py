"""Which article an address means, also one of the past."""

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from chronique.articles.models import Article, StaticPage
from chronique.articles.models.pages import ArticleQuerySet
from chronique.articles.prepared import Prepared


def find_article(path: str, *, site: Site, is_bare: bool = False) -> Article | None:
    """Return the site's published article at a path, or the one that was there before it moved.

    When the article's own `address` is another, whoever asked should be led there for good.
    `is_bare`: nobody will read it, only write under it; its text is left where it is.
    """
    if "\0" in path:
        return None
    start = site.root_page.path
    now = _NOW_BARE if is_bare else _NOW
    return now.first(start, path) or _BEFORE.first(start, site.pk, Redirect.normalise_path(path))


def number_at(path: str, *, start: str) -> int | None:
    """Return the number of the published article that has this address now, and nothing else of it.

    `start`: the path of the site's root in Wagtail's tree.
    """
    found = _NUMBER.first(start, path) if "\0" not in path else None
    return found[0] if found else None


def _on(start: str) -> ArticleQuerySet:
    return Article.objects.published().filter(path__startswith=start)


_NOW: Prepared[Article] = Prepared(lambda start, path: _on(start).at(path), str, str)
_NUMBER: Prepared[tuple[int]] = Prepared(
    lambda start, path: _on(start).filter(address=path).order_by().values_list("pk")[:1], str, str
)
_NOW_BARE: Prepared[Article] = Prepared(
    lambda start, path: _on(start).bare_at(path), str, str, remembers=True
)
_BEFORE: Prepared[Article] = Prepared(
    lambda start, site, path: _on(start).filter(
        pk__in=Redirect.objects.filter(Q(site=site) | Q(site=None), old_path=path).values(
            "redirect_page"
        )
    ),
    str, int, str,
)  # fmt: skip


def find_page(path: str, *, site: Site, is_bare: bool = False) -> Article | StaticPage | None:
    """Return the published article at a path, now or in the past, or else the static page there."""
    article = find_article(path, site=site, is_bare=is_bare)
    if article or "\0" in path:
        return article
    url_path = site.root_page.url_path + path.lstrip("/")
    return StaticPage.objects.published().filter(url_path=url_path).first()
