"""Later work on articles. Each job may be killed and run again."""

from django.apps import apps
from django_tasks import task
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.search.backends import get_search_backends

from chronique.articles.models import Article
from chronique.articles.models.readable import ReadableQuerySet
from chronique.articles.related import relate_article, relate_neighbours
from chronique.articles.search import index_pages
from chronique.store.actions import forgotten_together

# Pages a job; what comes after is a job of its own, so that others have their turn.
BATCH = 200


@task()
def relate_articles(ids: list[int], *, neighbours: bool = True) -> None:
    """Choose anew what articles lead to; with `neighbours`, also what leads to them."""
    articles = Article.objects.filter(pk__in=ids).without_words().in_bulk()
    around = {
        near.pk: near
        for article in articles.values()
        for near in (relate_neighbours(article) if neighbours else [])
    }
    with forgotten_together():
        for _, article in sorted({**around, **articles}.items()):
            relate_article(article)


@task()
def index_and_relate_all(site_id: int, *, after: int = 0) -> None:
    """Let the search know all pages of a site, then relate its articles: what follows an import.

    `after` is the number of the last page that is done; each batch enqueues the next.
    """
    batch = _batch(ReadableQuerySet(Page), site_id, after)
    index_pages(batch)
    if batch:
        index_and_relate_all.enqueue(site_id, after=batch[-1])
    else:
        relate_all.enqueue(site_id)


@task()
def relate_all(site_id: int, *, after: int = 0) -> None:
    """Relate all articles of a site whose numbers are above `after`, a batch a job."""
    batch = _batch(Article.objects.all(), site_id, after)
    if batch:
        relate_articles.call(batch, neighbours=False)
        relate_all.enqueue(site_id, after=batch[-1])


@task()
def tell_wagtail(label: str, ids: list[int]) -> None:
    """Let the desk's own search, and its list of what is used where, know rows of a model."""
    model = apps.get_model(label)
    rows = list(model.objects.filter(pk__in=ids))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, rows)
    for row in rows:
        ReferenceIndex.create_or_update_for_object(row)


def _batch(pages: ReadableQuerySet, site_id: int, after: int) -> list[int]:
    site = Site.objects.get(pk=site_id)
    waiting = pages.on(site).filter(pk__gt=after).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:BATCH])
