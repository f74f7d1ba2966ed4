"""All that follows when an article appears, changes or disappears, in order, in one place.

Every step may run twice without harm: Wagtail publishes again at each correction, and does not
publish in one transaction, so `catch_up` repeats what a crash cut short.
"""

from django.db import transaction
from django.db.models import F
from wagtail.models import Page, Site

from chronique.articles import actions
from chronique.articles.jobs import index_and_relate_all, relate_articles
from chronique.articles.links import link_article
from chronique.articles.models import Article, Publication, StaticPage
from chronique.articles.related import related_from
from chronique.articles.search import index_page, index_pages, unindex_page


@transaction.atomic
def went_public(article: Article) -> None:
    actions.settle_article(article)
    index_page(article)
    link_article(article)
    actions.refresh_menus(article.get_site())
    relate_articles.enqueue([article.pk])


@transaction.atomic
def came_in(article: Article) -> None:
    """What follows when an import brings an article up to another system's; `all_came_in` does the
    rest for all at once, search and relations too.
    """
    actions.settle_article(article)
    link_article(article)


def all_came_in(site: Site) -> None:
    """What follows an import as a whole."""
    actions.refresh_menus(site)
    index_and_relate_all.enqueue(site.pk)


@transaction.atomic
def went_away(article: Article) -> None:
    unindex_page(article)
    actions.refresh_menus(article.get_site())
    relate_articles.enqueue([article.pk, *related_from(article)], neighbours=False)


@transaction.atomic
def static_page_changed(page: StaticPage) -> None:
    index_page(page)
    actions.refresh_menus(page.get_site())


@transaction.atomic
def page_moved(page: Page, *, was_at: str) -> None:
    """It has another slug, or hangs elsewhere. `was_at`: its path in the tree before."""
    site = page.get_site()
    if site:
        actions.follow_path(page, was_at=was_at)
        actions.refresh_menus(site)


def page_deleted(page: Page) -> None:
    """Its rows are gone with it; the menus are not."""
    if site := page.get_site():
        actions.refresh_menus(site)


@transaction.atomic
def access_changed(page: Page) -> None:
    """A password was set or taken away: search and relations of the page, or of all below it."""
    article = Article.objects.live().filter(pk=page.pk).first()
    if article:
        index_page(article)
        relate_articles.enqueue([article.pk, *related_from(article)])
    elif site := page.get_site():
        index_and_relate_all.enqueue(site.pk)


def catch_up() -> int:
    """Announce the live articles that were not, let the search know static pages that it does not,
    follow new patterns of addresses; return how many.
    """
    missed = Article.objects.unannounced()
    for article in missed:
        went_public(article)
    unknown = index_pages(StaticPage.objects.published().filter(search_entry=None))
    moved = [
        actions.settle_addresses(publication)
        for publication in Publication.objects.exclude(settled_pattern=F("address_pattern"))
    ]
    return len(missed) + unknown + sum(moved)
