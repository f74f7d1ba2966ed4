"""Which article, and which comment, an address means."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from chronique.articles.addresses import find_page, number_at
from chronique.articles.models import Publication
from chronique.articles.models.pages import readable_below, readable_pages
from chronique.articles.models.readable import ReadableQuerySet
from chronique.articles.prepared import Prepared
from chronique.comments import tags
from chronique.comments.actions.posting import closed, closes_at
from chronique.comments.models import Comment, Commented, CommentQuerySet, Discussion
from chronique.comments.threads import names_of_closing
from chronique.store.shown import shows


def article_at(request: HttpRequest, path: str) -> Commented:
    """Return what stands at a path; without its text where somebody only writes."""
    site = Publication.for_request(request).site
    article = find_page(f"/{path}", site=site, is_bare=request.method == "POST")
    if article is None:
        raise Http404
    return article


def number_of(request: HttpRequest, path: str) -> int | None:
    """Return the number of the article that stands at a path; None where something else does."""
    return number_at(f"/{path}", start=Publication.to_read(request)[1])


def pages_of(request: HttpRequest) -> ReadableQuerySet:
    return readable_pages(Publication.for_request(request).site)


def comments_of(request: HttpRequest) -> CommentQuerySet:
    """Those under pages that readers may see, in whatever state they are."""
    return Comment.objects.under_any(pages_of(request)).with_article()


def is_public(request: HttpRequest, pk: int) -> bool:
    """Whether readers see the comment of that number; one query that is put together once."""
    return bool(_PUBLIC.all(Publication.to_read(request)[1], pk))


def _public(start: str, pk: int) -> QuerySet[Comment, tuple[int]]:
    public = Comment.objects.under_any(readable_below(start)).public().filter(pk=pk)
    return public.order_by().values_list("pk")


_PUBLIC = Prepared(_public, str, int)


def is_open(request: HttpRequest, article: Commented) -> bool:
    """Whether readers may comment; and name what a page shows that asks this."""
    discussion, now = Discussion.of(Publication.for_request(request).site), timezone.now()
    shows(
        request, tags.likes_of_comments(article.pk), *names_of_closing(article, discussion),
        until=closes_at(article, discussion, now),
    )  # fmt: skip
    return not closed(article, discussion, now)
