"""Which article an address means, also one of the past."""

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from chronique.articles.models import Article, StaticPage


def find_article(path: str, *, site: Site) -> Article | None:
    """Return the site's published article at a path, or the one that was there before it moved.

    When the article's own `address` is another, whoever asked should be led there for good.
    """
    if "\0" in path:
        return None
    published = Article.objects.published().on(site)
    return (
        published.at(path).first()
        or published.filter(
            pk__in=Redirect.get_for_site(site)
            .filter(old_path=Redirect.normalise_path(path))
            .values("redirect_page")
        ).first()
    )


def find_page(path: str, *, site: Site) -> Article | StaticPage | None:
    """Return the published article at a path, now or in the past, or else the static page there."""
    article = find_article(path, site=site)
    if article or "\0" in path:
        return article
    url_path = site.root_page.url_path + path.lstrip("/")
    return StaticPage.objects.published().filter(url_path=url_path).first()
