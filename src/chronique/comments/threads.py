"""Comments as readers find them: threads, in pages that stay small however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chronique.comments.models import Comment
from chronique.comments.nesting import Node, nest
from chronique.comments.rules import Pages

if TYPE_CHECKING:
    from chronique.comments.models import Commented

PER_PAGE = 50
# A longer thread is cut here, and goes on at an address of its own.
LONGEST = 100


@dataclass
class ThreadPage:
    """One page of the threads of an article, or of one long thread."""

    number: int
    language: str
    # The address of the first page, and what the numbers of the others are added to.
    first: str
    further: str
    pages: int = 1
    # Of the whole, not of this page; mentions apart.
    total: int = 0
    total_mentions: int = 0
    comments: list[Node] = field(default_factory=list)
    mentions: list[Comment] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.at(self.number)

    @property
    def previous(self) -> str:
        return self.at(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.at(self.number + 1) if self.number < self.pages else ""

    def at(self, number: int) -> str:
        return self.first if number <= 1 else f"{self.further}{number}/"


def page_of_threads(article: Commented, number: int, *, per_page: int = PER_PAGE) -> ThreadPage:
    """Return page `number` of what stands under an article; two queries, whatever stands there.

    Past the last page it is empty. A page is some `per_page` comments in whole threads; a thread
    longer than LONGEST is cut.
    """
    page = _page_of(article, number)
    sizes: dict[int, int] = {}
    mentions: list[int] = []
    for place, top, is_mention, size in _placed(article, per_page=per_page):
        page.pages = max(page.pages, place)
        page.total += 0 if is_mention else size
        page.total_mentions += size if is_mention else 0
        if place == number and is_mention:
            mentions.append(top)
        elif place == number:
            sizes[top] = size
    rows = _fetch(article, sizes, start=0, mentions=mentions)
    page.mentions = [comment for comment in rows if comment.is_mention and comment.is_public]
    page.comments = nest(rows, tops=sizes, language=article.language)
    for node in page.comments:
        if node.ends_thread and sizes[node.comment.top] > LONGEST:
            node.continues = f"{thread_path(node.comment.top)}2/"
            node.more = sizes[node.comment.top] - LONGEST
    return page


def page_of_thread(article: Commented, top: int, number: int) -> ThreadPage:
    """Return page `number` of one thread, LONGEST comments a page in order of time; two queries."""
    size = Comment.objects.public().words().under(article).in_threads([top]).count()
    own = thread_path(top)
    page = ThreadPage(number, article.language, own, own, pages=-(-size // LONGEST), total=size)
    start = (number - 1) * LONGEST
    rows = _fetch(article, [top], start=start)
    page.comments = nest(rows, tops=[top], language=article.language)
    return page


def address_of(comment: Comment) -> str:
    """Return where a public comment is read: the page that shows it, and its place there.

    At most two queries beside the comment's own article.
    """
    article = comment.article
    if not comment.is_mention:
        thread = Comment.objects.public().words().under(article).in_threads([comment.top])
        number = thread.before(comment).count() // LONGEST + 1
        if number > 1:
            return f"{thread_path(comment.top)}{number}/#{comment.anchor}"
    found = (
        place
        for place, top, is_mention, _ in _placed(article, per_page=PER_PAGE)
        if (top, is_mention) == (comment.top, comment.is_mention)
    )
    page = _page_of(article, next(found, 1))
    return f"{page.at(page.number).partition('#')[0]}#{comment.anchor}"


def count_of(article: Commented) -> int:
    return Comment.objects.public().words().under(article).count()


def thread_path(top: int) -> str:
    return f"/comment/{top}/thread/"


def _page_of(article: Commented, number: int) -> ThreadPage:
    address = article.address
    return ThreadPage(number, article.language, f"{address}#comments", f"{address}comments/")


def _placed(article: Commented, *, per_page: int) -> Iterator[tuple[int, int, bool, int]]:
    """Yield each thread as (its page, its number, is it a mention, its size); one query."""
    pages = {False: Pages(per_page), True: Pages(per_page)}
    threads = Comment.objects.public().under(article).threads()
    for top, is_mention, size in threads.iterator(chunk_size=5000):
        yield pages[is_mention].place(size), top, is_mention, size


def _fetch(
    article: Commented, tops: Iterable[int], *, start: int, mentions: Iterable[int] = ()
) -> list[Comment]:
    """Return comments of threads from the `start`-th of each, oldest first; one query or none."""
    tops, mentions = list(tops), list(mentions)
    if not tops and not mentions:
        return []
    rows = Comment.objects.under(article).slices(
        tops, start=start, end=start + LONGEST, mentions=mentions
    )
    return list(rows.with_parent().oldest_first())
