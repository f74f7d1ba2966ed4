"""What readers ask for of comments by address. The article's own page shows the first of them."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from chronique.articles.addresses import find_page
from chronique.articles.models import Publication
from chronique.articles.models.pages import ReadableQuerySet, readable_pages
from chronique.comments.models import Comment, Commented, CommentQuerySet
from chronique.comments.threads import address_of, page_of_thread, page_of_threads

NUMBER = re.compile("[0-9]{1,18}")


@require_safe
def comments(request: HttpRequest, path: str, number: str) -> HttpResponse:
    """Page `number` of the threads under an article. The first page is the article's own."""
    article = _article(request, path)
    if article.address != f"/{path}":
        return redirect(f"{article.address}comments/{int(number)}/", permanent=True)
    page = page_of_threads(article, int(number))
    if not 1 <= page.number <= page.pages:
        raise Http404
    if page.number == 1 or number != str(page.number):
        return redirect(page.at(page.number), permanent=True)
    return render(request, "comments/thread_page.html", {"article": article, "threads": page})


@require_safe
def thread(request: HttpRequest, pk: int, number: int = 1) -> HttpResponse:
    """Page `number` of the thread that a comment belongs to, addressed by its topmost comment."""
    comment = get_object_or_404(Comment.objects.under_any(_pages(request)).with_article(), pk=pk)
    page = page_of_thread(comment.article, comment.top, number)
    is_known = comment.is_public or comment.pk == comment.top
    if not is_known or not 1 <= number <= page.pages:
        raise Http404
    if request.path != page.at(number):
        return redirect(page.at(number), permanent=True)
    context = {"article": comment.article, "threads": page, "is_one_thread": True}
    return render(request, "comments/thread_page.html", context)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's permanent address leads to where it stands today."""
    return redirect(address_of(get_object_or_404(_readable(request), pk=pk)))


@require_safe
def imported_comment(request: HttpRequest) -> HttpResponse:
    """Find a comment by the number that it had elsewhere: `?old=123&article=45`.

    For addresses such as `…/#comment-123`, whose end a browser keeps to itself: when the comment is
    not on the page that was opened, a script asks here for the page that has it.
    """
    old, article = request.GET.get("old", ""), request.GET.get("article", "")
    if not NUMBER.fullmatch(old) or not NUMBER.fullmatch(article):
        raise Http404
    found = _readable(request).filter(page=int(article), old_number=old).first()
    if found is None:
        raise Http404
    return redirect(address_of(found))


@require_safe
def wordpress_page(request: HttpRequest, path: str) -> HttpResponse:
    """WordPress counted its pages of comments otherwise: its addresses lead to the first."""
    return redirect(f"{_article(request, path).address}#comments", permanent=True)


def _article(request: HttpRequest, path: str) -> Commented:
    article = find_page(f"/{path}", site=Publication.for_request(request).site)
    if article is None:
        raise Http404
    return article


def _readable(request: HttpRequest) -> CommentQuerySet:
    return Comment.objects.public().under_any(_pages(request)).with_article()


def _pages(request: HttpRequest) -> ReadableQuerySet:
    return readable_pages(Publication.for_request(request).site)
