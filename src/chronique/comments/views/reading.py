"""What readers ask for of comments by address. The article's own page shows the first of them."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from chronique.articles.models import Publication
from chronique.articles.tags import addresses, title
from chronique.comments import tags
from chronique.comments.actions.proving import mark_asked
from chronique.comments.devices import Device
from chronique.comments.models import Comment, Commented, CommentQuerySet
from chronique.comments.rules import has_page, thread_path
from chronique.comments.threads import ThreadPage, address_of, page_of_thread, page_of_threads
from chronique.comments.views.finding import article_at, comments_of, is_open
from chronique.store.shown import shows

NUMBER = re.compile("[0-9]{1,18}")
# Of one thread: more than any has, and few enough for a database to count to.
MOST_PAGES = 1_000_000


@require_safe
def comments(
    request: HttpRequest, path: str, number: str = "1", order: str = "oldest"
) -> HttpResponse:
    """Page `number` of the threads under an article. The first of the oldest is the article's."""
    article = article_at(request, path)
    # Whether there is such a page, too.
    shows(request, tags.comments(article.pk), title(article.pk))
    further = f"{article.address}comments/" + (f"{order}/" if order != "oldest" else "")
    if article.address != f"/{path}":
        shows(request, addresses(Publication.for_request(request).site_id))
        return redirect(f"{further}{int(number)}/", permanent=True)
    page = page_of_threads(article, int(number), order=order, mine=Device.of(request).mine)
    if not 1 <= page.number <= page.pages:
        raise Http404
    if request.path != page.address:
        return redirect(page.address, permanent=True)
    return _shown(request, article, page, order=order)


@require_safe
def thread(request: HttpRequest, pk: int, number: int = 1) -> HttpResponse:
    """Page `number` of what answers a comment, which readers may not see any more."""
    shows(request, tags.comment(pk))
    if not 1 <= number < MOST_PAGES:
        raise Http404
    head = get_object_or_404(comments_of(request), pk=pk)
    shows(request, tags.thread(head.top), title(head.page_id))
    if head.branch_id and not has_page(head.level):
        if not head.is_public:
            raise Http404
        further = f"{number}/" if number > 1 else ""
        return redirect(f"{thread_path(head.branch_id)}{further}", permanent=True)
    article = head.article
    page = page_of_thread(article, head, number, mine=Device.of(request).mine)
    if number > page.pages:
        raise Http404
    if request.path != page.at(number):
        return redirect(page.at(number), permanent=True)
    return _shown(request, article, page, head=head)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's permanent address leads to where it stands today."""
    mine = Device.of(request).mine
    shows(request, tags.comment(pk))
    found = get_object_or_404(comments_of(request).seen_by(mine), pk=pk)
    shows(request, tags.comments(found.page_id), title(found.page_id))
    return redirect(address_of(found, mine=mine))


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
    article = article_at(request, path)
    shows(request, title(article.pk))
    return redirect(f"{article.address}#comments", permanent=True)


def _shown(
    request: HttpRequest, article: Commented, page: ThreadPage, *, order: str = "",
    head: Comment | None = None,
) -> HttpResponse:  # fmt: skip
    mark_asked(page, Device.of(request))
    context = {
        "article": article, "threads": page, "is_open": is_open(request, article),
        "order": order, "head": head,
    }  # fmt: skip
    return render(request, "comments/thread_page.html", context)


def _readable(request: HttpRequest) -> CommentQuerySet:
    return comments_of(request).public()
