"""Which article an address means, also one of the past."""

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from chronique.articles.models import Article


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
