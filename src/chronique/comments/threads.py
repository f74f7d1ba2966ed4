"""Comments as readers find them: threads, in pages that stay small however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from chronique.comments.models import Comment
from chronique.comments.nesting import Node, nest
from chronique.comments.rules import Pages

if TYPE_CHECKING:
    from chronique.comments.models import Commented

# The ways in which threads may be read, as addresses name them.
ORDERS = {"oldest": _("Oldest first"), "newest": _("Newest first"), "liked": _("Most liked first")}
PER_PAGE = 50
# A longer thread is cut here, and goes on at an address of its own.
LONGEST = 100


@dataclass(frozen=True)
class Order:
    """A way to read the threads."""

    address: str
    label: str
    is_current: bool


@dataclass
class ThreadPage:
    """One page of the threads of an article, or of one long thread."""

    number: int
    language: str
    # The address of the first page, and what the numbers of the others are added to.
    first: str
    further: str
    pages: int = 1
    orders: list[Order] = field(default_factory=list)
    # Of the whole, not of this page; mentions apart.
    total: int = 0
    total_mentions: int = 0
    comments: list[Node] = field(default_factory=list)
    mentions: list[Comment] = field(default_factory=list)

    @property
    def newest(self) -> int:
        """The highest number of a comment shown: what comes after it is new."""
        return max((node.comment.pk for node in self.comments), default=0)

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


def page_of_threads(
    article: Commented, number: int, *, order: str = "oldest", mine: Collection[int] = (),
    per_page: int = PER_PAGE,
) -> ThreadPage:  # fmt: skip
    """Return page `number` of what stands under an article; two queries, whatever stands there.

    Whose comments have the numbers in `mine` sees those that are held. Past the last page it is
    empty. A page is some `per_page` comments in whole threads; a thread
    longer than LONGEST is cut.
    """
    page = _page_of(article, number, order)
    sizes: dict[int, int] = {}
    mentions: list[int] = []
    for place, top, is_mention, size in _placed(article, mine, order=order, per_page=per_page):
        page.pages = max(page.pages, place)
        page.total += 0 if is_mention else size
        page.total_mentions += size if is_mention else 0
        if place == number and is_mention:
            mentions.append(top)
        elif place == number:
            sizes[top] = size
    rows = _fetch(article, sizes, start=0, mentions=mentions, mine=mine)
    page.mentions = [comment for comment in rows if comment.is_mention and comment.is_public]
    page.comments = nest(rows, tops=sizes, language=article.language, mine=mine)
    for node in page.comments:
        if node.ends_thread and sizes[node.comment.top] > LONGEST:
            node.continues = f"{thread_path(node.comment.top)}2/"
            node.more = sizes[node.comment.top] - LONGEST
    return page


def page_of_thread(
    article: Commented, top: int, number: int, *, mine: Collection[int] = ()
) -> ThreadPage:
    """Return page `number` of one thread, LONGEST comments a page in order of time; two queries."""
    size = Comment.objects.seen_by(mine).words().under(article).in_threads([top]).count()
    own = thread_path(top)
    page = ThreadPage(number, article.language, own, own, pages=-(-size // LONGEST), total=size)
    start = (number - 1) * LONGEST
    rows = _fetch(article, [top], start=start, mine=mine)
    page.comments = nest(rows, tops=[top], language=article.language, mine=mine)
    return page


def address_of(comment: Comment, *, mine: Collection[int] = ()) -> str:
    """Return where a comment is read: the page that shows it, and its place there.

    It is public, or held and one of `mine`. At most two queries beside the comment's own article.
    """
    article = comment.article
    if not comment.is_mention:
        thread = Comment.objects.seen_by(mine).words().under(article).in_threads([comment.top])
        number = thread.before(comment).count() // LONGEST + 1
        if number > 1:
            return f"{thread_path(comment.top)}{number}/#{comment.anchor}"
    found = (
        place
        for place, top, is_mention, _ in _placed(article, mine, per_page=PER_PAGE)
        if (top, is_mention) == (comment.top, comment.is_mention)
    )
    page = _page_of(article, next(found, 1))
    return f"{page.at(page.number).partition('#')[0]}#{comment.anchor}"


def count_of(article: Commented) -> int:
    return Comment.objects.public().words().under(article).count()


def thread_path(top: int) -> str:
    return f"/comment/{top}/thread/"


def _page_of(article: Commented, number: int, order: str = "oldest") -> ThreadPage:
    address = article.address
    firsts = {
        name: f"{address}#comments" if name == "oldest" else f"{address}comments/{name}/"
        for name in ORDERS
    }
    further = f"{address}comments/" if order == "oldest" else firsts[order]
    orders = [Order(firsts[name], str(label), name == order) for name, label in ORDERS.items()]
    return ThreadPage(number, article.language, firsts[order], further, orders=orders)


def _placed(
    article: Commented, mine: Collection[int], *, order: str = "oldest", per_page: int
) -> Iterator[tuple[int, int, bool, int]]:
    """Yield each thread as (its page, its number, is it a mention, its size); one query."""
    pages = {False: Pages(per_page), True: Pages(per_page)}
    threads = Comment.objects.seen_by(mine).under(article).threads(order)
    for top, is_mention, size in threads.iterator(chunk_size=5000):
        yield pages[is_mention].place(size), top, is_mention, size


def _fetch(
    article: Commented, tops: Iterable[int], *, start: int, mentions: Iterable[int] = (),
    mine: Collection[int] = (),
) -> list[Comment]:  # fmt: skip
    """Return comments of threads from the `start`-th of each, oldest first; one query or none."""
    tops, mentions = list(tops), list(mentions)
    if not tops and not mentions:
        return []
    rows = Comment.objects.under(article).slices(
        tops, start=start, end=start + LONGEST, mentions=mentions, mine=mine
    )
    return list(rows.with_parent().oldest_first())
