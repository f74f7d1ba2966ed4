"""All that follows when an article appears, changes or disappears, in order, in one place.

Every step may run twice without harm: Wagtail publishes again at each correction, and does not
publish in one transaction, so `catch_up` repeats what a crash cut short.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, Site

from chronique.articles import actions
from chronique.articles.corrections import list_corrections
from chronique.articles.editions import keep_edition, keep_first_editions
from chronique.articles.jobs import index_and_relate_all, relate_articles
from chronique.articles.links import link_article
from chronique.articles.models import Article, Publication, StaticPage
from chronique.articles.related import related_from
from chronique.articles.search import index_page, index_pages, unindex_page
from chronique.dossiers.actions import parts, referring
from chronique.newsletter.actions.issues import article_published
from chronique.publishing.forgetting import forget_page, forget_pages, remember_unknown
from chronique.publishing.models import Trace
from chronique.publishing.warming import warm_article
from chronique.store.actions import forget_everything


@transaction.atomic
def went_public(article: Article) -> None:
    actions.settle_article(article)
    index_page(article)
    link_article(article)
    referring.settle_references(article)
    parts.article_published(article, now=timezone.now())
    list_corrections(article)
    keep_edition(article, now=timezone.now())
    actions.refresh_menus(article.get_site())
    relate_articles.enqueue([article.pk])
    forget_page(article)
    article_published(article, now=timezone.now())
    warm_article.enqueue(article.pk)


@transaction.atomic
def came_in(article: Article) -> None:
    """What follows when an import brings an article up to another system's; `all_came_in` does the
    rest for all at once, search and relations too.
    """
    actions.settle_article(article)
    link_article(article)
    referring.settle_references(article)
    list_corrections(article)
    keep_edition(article, now=timezone.now())


def all_came_in(site: Site) -> None:
    """What follows an import as a whole."""
    actions.refresh_menus(site)
    index_and_relate_all.enqueue(site.pk)
    _stand_anew(site)
    forget_everything()


def _stand_anew(site: Site) -> None:
    """Look up for all pages of a site where they stand."""
    Trace.objects.on(site).delete()
    remember_unknown()


@transaction.atomic
def went_away(article: Article) -> None:
    unindex_page(article)
    actions.refresh_menus(article.get_site())
    relate_articles.enqueue([article.pk, *related_from(article)], neighbours=False)
    forget_page(article, is_gone=True)
    warm_article.enqueue(article.pk)


@transaction.atomic
def static_page_changed(page: StaticPage) -> None:
    index_page(page)
    actions.refresh_menus(page.get_site())
    forget_page(page)
    referring.static_page_points(page)


@transaction.atomic
def static_page_went_away(page: StaticPage) -> None:
    """It is unpublished, or about to be deleted: then it is told here as it still is."""
    unindex_page(page)
    actions.refresh_menus(page.get_site())
    forget_page(page, is_gone=True)


@transaction.atomic
def page_moved(page: Page, *, was_at: str) -> None:
    """It has another slug, or hangs elsewhere. `was_at`: its path in the tree before."""
    site = page.get_site()
    if site:
        actions.follow_path(page, was_at=was_at)
        actions.refresh_menus(site)
        forget_pages(_all_in(page))


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
    if pages := _all_in(page):
        forget_pages(pages)
    else:
        # The home, or the folder of all articles.
        forget_everything()


def _all_in(page: Page) -> list[Article | StaticPage]:
    """Return an article, or a static page with those below it, if readers could see it."""
    articles = Article.objects.live().filter(pk=page.pk).without_words()
    below = StaticPage.objects.live().descendant_of(page, inclusive=True).defer("body")
    is_static = StaticPage.objects.filter(pk=page.pk).exists()
    return [*articles, *(below if is_static else [])]


def catch_up() -> int:
    """Announce the live articles that were not, let the search know static pages that it does not,
    follow new patterns of addresses; return how many.
    """
    missed = Article.objects.unannounced()
    for article in missed:
        went_public(article)
    unknown = index_pages(StaticPage.objects.published().filter(search_entry=None))
    moved = [
        _follow_pattern(publication)
        for publication in Publication.objects.exclude(settled_pattern=F("address_pattern"))
    ]
    missed_once = len(missed) + unknown + sum(moved) + _catch_up_with_changes()
    return missed_once + keep_first_editions(now=timezone.now())


@transaction.atomic
def _follow_pattern(publication: Publication) -> int:
    """Let all articles move at once; return how many did."""
    moved = actions.settle_addresses(publication)
    if moved:
        _stand_anew(publication.site)
        forget_everything()
    return moved


def _catch_up_with_changes() -> int:
    """Announce what was published again, and not announced; return how many."""
    remember_unknown()
    missed = [trace.page.specific for trace in Trace.objects.outdated().select_related("page")]
    for page in missed:
        announce = went_public if isinstance(page, Article) else static_page_changed
        announce(page)
    return len(missed)
