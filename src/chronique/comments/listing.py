"""Which threads stand on which page under an article, and how many there are of everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce

from chronique.articles.models import Article
from chronique.articles.prepared import Prepared
from chronique.comments.models import Comment
from chronique.comments.rules import LEVELS, Pages

if TYPE_CHECKING:
    from chronique.comments.models import Commented, CommentQuerySet

# As `Comment.objects.threads` tells them: top, kind, size, answers, deeper, newest.
Thread = tuple[int, str, int, int, int, int]
Rows = QuerySet[Any, Any]

# Comments of whole threads, and answers of a thread that is longer than that.
PER_PAGE = 50
COMMENT = Comment.Kind.COMMENT.value


class Opening(NamedTuple):
    """What a page shows of a thread: how many answers to its fourth level, and whether more are."""

    top: int
    answers: int
    goes_on: bool


@dataclass
class Listing:
    """The threads of one page, and what is to be told of all."""

    threads: list[Opening] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    pages: int = 1
    total: int = 0
    total_mentions: int = 0
    newest: int = 0


def list_threads(
    article: Commented, number: int, *, order: str, mine: Collection[int], per_page: int
) -> Listing:
    """Return page `number`; one query. The page that is read most is found without the others."""
    if (number, order, per_page) == (1, "oldest", PER_PAGE) and not mine:
        found = _first_page(article)
        if found:
            return found
    listing = Listing()
    for place, thread in placed(article, mine, order=order, per_page=per_page):
        top, kind, size, answers, deeper, newest = thread
        listing.pages, listing.newest = max(listing.pages, place), max(listing.newest, newest)
        if kind == COMMENT:
            listing.total += size
        else:
            listing.total_mentions += size
        if place == number and kind == COMMENT:
            listing.threads.append(Opening(top, answers - deeper, goes_on=deeper > 0))
        elif place == number:
            listing.mentions.append(top)
    return listing


def placed(
    article: Commented, mine: Collection[int], *, order: str = "oldest", per_page: int = PER_PAGE
) -> Iterator[tuple[int, Thread]]:
    """Yield each thread, as `Comment.objects.threads` does, with its page; one query."""
    comments, mentions = Pages(per_page), Pages(per_page)
    for thread in _THREADS[order].all(article.pk, mine):
        _, kind, size, _, deeper, _ = thread
        yield (comments if kind == COMMENT else mentions).place(size - deeper), thread


def _threads(order: str) -> Prepared[Thread]:
    def make(page: int, mine: list[int]) -> QuerySet[Comment, Thread]:
        return Comment.objects.seen_by(mine).under(Article(pk=page)).threads(order)

    return Prepared(make, int, list)


_THREADS = {order: _threads(order) for order in ("oldest", "newest", "liked")}


# -- The first page
#
# Thousands of threads are counted by an index, and only those read that may stand on it: the first
# by date, and those whose topmost comment readers may not see, which are few. That leaves the
# number of pages: it follows from how many comments there are, less what long threads have beyond a
# page, and less the last thread, which stays on the page on which it begins.


class _Row(NamedTuple):
    """One thing found. Of "counts" the numbers are of all, of the others of one thread."""

    what: str
    # The topmost comment; of counts the newest.
    number: int
    # Comments to the fourth level; of long threads only those that answer.
    shallow: int
    # Whether there are deeper ones; of counts how many comments there are in all.
    deeper: int
    is_pinned: int
    start: datetime
    # Of counts alone: mentions, and those of them that answer something.
    mentions: int = 0
    answering: int = 0


def _first_page(article: Commented) -> Listing | None:
    """Return the first page; None where a mention answers something, which imports may bring."""
    rows = [_Row(*row) for row in _FIRST.all(article.pk)]
    counts = next((row for row in rows if row.what == "counts"), None)
    if counts is None or counts.answering:
        return None if counts else Listing()
    mentions = _in_order(row for row in rows if row.what == "mention")
    listing = Listing(
        mentions=[row.number for row in mentions[:PER_PAGE]],
        pages=max(1, -(-counts.mentions // PER_PAGE)),
        total=counts.deeper, total_mentions=counts.mentions, newest=counts.number,
    )  # fmt: skip
    threads = _in_order(row for row in rows if row.what in ("top", "orphan"))
    pages = Pages(PER_PAGE)
    for row in threads:
        if pages.place(row.shallow) == 1:
            answers = row.shallow - (row.what == "top")
            listing.threads.append(Opening(row.number, answers, goes_on=row.deeper > 0))
    if threads:
        hidden = {row.number for row in threads if row.what == "orphan"}
        long = sum(
            row.shallow + (row.number not in hidden) - PER_PAGE
            for row in rows
            if row.what == "long"
        )
        pages.before = counts.shallow - long - min(threads[-1].shallow, PER_PAGE)
        listing.pages = max(listing.pages, pages.place(0))
    return listing


def _in_order(rows: Iterable[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (-row.is_pinned, row.start, row.number))


def _everything(page: int) -> Rows:
    public = Comment.objects.public().under(Article(pk=page)).order_by()
    answers, tops = public.words().exclude(branch=None), public.words().filter(branch=None)
    mentions = public.mentions().filter(branch=None, thread=None)
    hidden = Comment.objects.under(Article(pk=page)).hidden().filter(branch=None)
    return _counts(public).union(
        _long(answers),
        _rows("top", _at_the_top(tops), answers, own=1),
        _rows("mention", _at_the_top(mentions), answers),
        _rows("orphan", _answered(hidden, answers), answers),
        _rows("orphan", _answered(mentions, answers), answers),
        all=True,
    )


def _counts(public: CommentQuerySet) -> Rows:
    words, answering = Q(kind=COMMENT), Q(branch__isnull=False)
    return (
        public.values("page")
        .annotate(
            number=Max("pk"),
            shallow=Count("pk", filter=words & ~(answering & Q(level__gt=LEVELS))),
            deeper=Count("pk", filter=words),
            mentions=Count("pk", filter=~words),
            answering=Count("pk", filter=~words & answering),
        )
        .values_list(
            _word("counts"), "number", "shallow", "deeper", _number(0), _NO_TIME, "mentions",
            "answering",
        )
    )  # fmt: skip


def _long(answers: CommentQuerySet) -> Rows:
    """Threads with more answers on their page than a page holds."""
    return (
        answers.filter(level__lte=LEVELS)
        .values("thread")
        .annotate(shallow=Count("pk"))
        .filter(shallow__gte=PER_PAGE)
        .values_list(
            _word("long"), "thread", "shallow", _number(0), _number(0), _NO_TIME, _number(0),
            _number(0),
        )
    )  # fmt: skip


def _at_the_top(tops: CommentQuerySet) -> CommentQuerySet:
    """The first that fill a page, and the last."""
    order = tops.order_by("-is_pinned", "written_at", "pk")
    first, last = order.values("pk")[:PER_PAGE], order.reverse().values("pk")[:1]
    return Comment.objects.filter(Q(pk__in=first) | Q(pk__in=last)).order_by()


def _answered(tops: CommentQuerySet, answers: CommentQuerySet) -> CommentQuerySet:
    return tops.filter(Exists(answers.filter(thread=OuterRef("pk"))))


def _rows(what: str, tops: CommentQuerySet, answers: CommentQuerySet, *, own: int = 0) -> Rows:
    below = answers.filter(thread=OuterRef("pk"))
    shallow = below.filter(level__lte=LEVELS).values("thread").annotate(n=Count("pk")).values("n")
    since = below.order_by("written_at").values("written_at")[:1]
    return tops.values_list(
        _word(what), "pk", Coalesce(Subquery(shallow), 0) + own,
        _is(Exists(below.filter(level__gt=LEVELS))),
        _is(Q(is_pinned=True)) if what != "orphan" else _number(0),
        Subquery(since) if what == "orphan" else F("written_at"), _number(0), _number(0),
    )  # fmt: skip


def _word(word: str) -> Value:
    return Value(word, output_field=CharField())


def _number(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def _is(condition: Any) -> Case:
    return Case(When(condition, then=_number(1)), default=_number(0))


_NO_TIME = Value(datetime(2000, 1, 1, tzinfo=UTC), output_field=DateTimeField())
_FIRST: Prepared[tuple[Any, ...]] = Prepared(_everything, int)
