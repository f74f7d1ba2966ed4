"""Comments as readers find them: threads, in pages that stay small however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from chronique.articles.models import Article
from chronique.articles.prepared import Prepared
from chronique.comments import tags
from chronique.comments.listing import PER_PAGE as PER_PAGE
from chronique.comments.listing import list_threads, placed
from chronique.comments.models import Comment
from chronique.comments.nesting import Node, nest
from chronique.comments.rules import thread_path

if TYPE_CHECKING:
    from chronique.comments.models import Commented, CommentQuerySet, Discussion

# The ways in which threads may be read, as addresses name them.
ORDERS = {"oldest": _("Oldest"), "newest": _("Newest"), "liked": _("Most liked")}


@dataclass(frozen=True)
class Order:
    """A way to read the threads."""

    address: str
    label: str
    is_current: bool


@dataclass
class ThreadPage:
    """One page of the threads of an article, or of a branch of one thread."""

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
    # The highest number of a comment below the article: what comes after it is new.
    newest: int = 0
    comments: list[Node] = field(default_factory=list)
    mentions: list[Comment] = field(default_factory=list)
    # Of one thread: where it begins; and, further down in it, where one reads what stands above.
    thread: str = ""
    above: str = ""

    @property
    def address(self) -> str:
        return self.at(self.number)

    @property
    def asks_for_proof(self) -> bool:
        """Whether its reader has a comment here that waits for one."""
        return any(node.is_asked for node in self.comments)

    @property
    def previous(self) -> str:
        return self.at(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.at(self.number + 1) if self.number < self.pages else ""

    def at(self, number: int) -> str:
        return self.first if number <= 1 else f"{self.further}{number}/"


@dataclass
class Branches:
    """What readers see of threads below their first levels, which stand with the topmost comment.

    By the number of the comment at the head of a branch.
    """

    # How many are seen in a branch, and how many in it and all that go on from it.
    sizes: dict[int, int] = field(default_factory=dict)
    beneath: dict[int, int] = field(default_factory=dict)
    # Heads of others that stand in it, which readers may not see, but under which something is.
    unseen: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tops: Collection[int], mine: Collection[int]) -> Branches:
        """Read the branches of threads; one query, or none."""
        branches = cls()
        rows = _BRANCHES.all(tops, mine) if tops else []
        for head, above, is_seen, size in rows:
            beneath = branches.beneath.get(head, 0) + size
            if not beneath:
                continue
            branches.beneath[head] = beneath
            branches.sizes[head] = size + len(branches.unseen.get(head, ()))
            if above:
                branches.beneath[above] = branches.beneath.get(above, 0) + beneath
                if not is_seen:
                    branches.unseen.setdefault(above, []).append(head)
        return branches


def page_of_threads(
    article: Commented, number: int, *, order: str = "oldest", mine: Collection[int] = (),
    per_page: int = PER_PAGE,
) -> ThreadPage:  # fmt: skip
    """Return page `number` of what stands under an article; three queries, whatever stands there.

    Whose comments have the numbers in `mine` sees those that are held. Past the last page it is
    empty. A page is some `per_page` comments in whole threads, to their fourth level; a thread with
    more than PER_PAGE answers is cut.
    """
    page = _page_of(article, number, order)
    here = list_threads(article, number, order=order, mine=mine, per_page=per_page)
    page.pages, page.newest = here.pages, here.newest
    page.total, page.total_mentions = here.total, here.total_mentions
    branches = Branches.of([one.top for one in here.threads if one.goes_on], mine)
    sizes = {
        one.top: branches.sizes.get(one.top, 0) if one.goes_on else one.answers
        for one in here.threads
    }
    mentions = here.mentions
    rows = _fetch(article, page, sizes, branches, start=0, mine=mine, mentions=mentions)
    page.mentions = [row for row in rows if row.pk in mentions and row.is_public]
    for node in page.comments:
        more = sizes.get(node.comment.top, 0) - PER_PAGE if node.ends_thread else 0
        if more > 0:
            node.continues, node.more = f"{thread_path(node.comment.top)}2/", more
    return page


def page_of_thread(
    article: Commented, head: Comment, number: int, *, mine: Collection[int] = ()
) -> ThreadPage:
    """Return page `number` of what answers the comment at the head of a branch; two queries.

    The comment, then PER_PAGE answers to the third level below it, in order of time.
    """
    branches = Branches.of([head.top], mine)
    size = branches.sizes.get(head.pk, 0)
    is_seen = head.is_public or (head.seems_held and head.pk in mine)
    own = thread_path(head.pk)
    page = ThreadPage(
        number, article.language, own, own,
        pages=max(-(-size // PER_PAGE), int(is_seen)),
        total=branches.beneath.get(head.pk, 0), thread=thread_path(head.top),
    )  # fmt: skip
    if head.branch_id:
        page.above = head.path if is_seen else thread_path(head.branch_id)
    elif is_seen and not head.is_mention:
        page.total += 1
    start = (number - 1) * PER_PAGE
    _fetch(article, page, {head.pk: size}, branches, start=start, mine=mine)
    return page


def names_of(article: Commented, discussion: Discussion) -> list[str]:
    """Name what stands of comments on an article's own page, as `comments.tags` does."""
    pk = article.pk
    likes = [tags.likes(pk), tags.likes_of_comments(pk)]
    return [tags.comments(pk), *likes, *names_of_closing(article, discussion)]


def names_of_closing(article: Commented, discussion: Discussion) -> list[str]:
    """Name what tells whether readers may comment; static pages never take any."""
    is_article = isinstance(article, Article)
    return [tags.takes(article.pk), tags.discussion(discussion.site_id)] if is_article else []


def address_of(comment: Comment, *, mine: Collection[int] = ()) -> str:
    """Return where a comment is read: the page that shows it, and its place there.

    It is public, or held and one of `mine`. At most three queries beside the comment's own article.
    """
    article = comment.article
    if comment.branch_id:
        unseen = Branches.of([comment.top], mine).unseen.get(comment.branch_id, ())
        shown = Comment.objects.in_branch(comment.branch_id, unseen=unseen, mine=mine)
        number = shown.before(comment.written_at, comment.pk).count() // PER_PAGE + 1
        if number > 1 or comment.branch_id != comment.top:
            further = f"{number}/" if number > 1 else ""
            return f"{thread_path(comment.branch_id)}{further}#{comment.anchor}"
    found = (
        place
        for place, (top, kind, *_) in placed(article, mine)
        if (top, kind) == (comment.top, comment.kind)
    )
    page = _page_of(article, next(found, 1))
    return f"{page.at(page.number).partition('#')[0]}#{comment.anchor}"


def count_of(article: Commented) -> int:
    return Comment.objects.public().words().under(article).count()


def _page_of(article: Commented, number: int, order: str = "oldest") -> ThreadPage:
    address = article.address
    firsts = {
        name: f"{address}#comments" if name == "oldest" else f"{address}comments/{name}/"
        for name in ORDERS
    }
    further = f"{address}comments/" if order == "oldest" else firsts[order]
    orders = [Order(firsts[name], str(label), name == order) for name, label in ORDERS.items()]
    return ThreadPage(number, article.language, firsts[order], further, orders=orders)


def _fetch(
    article: Commented, page: ThreadPage, sizes: Mapping[int, int], branches: Branches, *,
    start: int, mentions: Collection[int] = (), mine: Collection[int] = (),
) -> list[Comment]:  # fmt: skip
    """Put on a page what it shows of branches, from the `start`-th of each; one query or none.

    `sizes` tells of each how many are shown in all. Return all that was read for it.
    """
    if not sizes and not mentions:
        return []
    unseen = [number for head in sizes for number in branches.unseen.get(head, ())]
    found: Iterable[Comment]
    if start == 0 and max(sizes.values(), default=0) <= PER_PAGE:
        found = _WHOLE.all(sizes, mentions, unseen, mine)
    else:
        found = _shown(sizes, mentions, unseen, mine, start=start)
    # A page of comments is asked for by their heads alone, by which a database finds them at once.
    rows = [row for row in found if row.page_id == article.pk]
    beneath = {head: count for head, count in branches.beneath.items() if head not in sizes}
    page.comments = nest(rows, tops=sizes, language=article.language, mine=mine, beneath=beneath)
    return rows


def _shown(
    sizes: Mapping[int, int], mentions: Collection[int], unseen: Collection[int],
    mine: Collection[int], *, start: int = 0,
) -> CommentQuerySet:  # fmt: skip
    shown = Comment.objects.on_pages(
        sizes, start=start, end=start + PER_PAGE, unseen=unseen, mine=mine, beside=mentions
    )
    return shown.with_parent().oldest_first()


_BRANCHES: Prepared[tuple[int, int | None, bool, int]] = Prepared(
    lambda tops, mine: Comment.objects.branches(tops, mine=mine), list, list
)
# Where no thread is cut, how many stand in each is of no matter.
_WHOLE: Prepared[Comment] = Prepared(
    lambda tops, *others: _shown(dict.fromkeys(tops, 0), *others), list, list, list, list
)
