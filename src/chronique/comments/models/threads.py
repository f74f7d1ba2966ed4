"""What a page of a thread asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from chronique.comments.rules import LEVELS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

Row = TypeVar("Row", bound=models.Model)

# The number of the topmost comment above one, or its own.
# What its own writer is told to wait for a moderator: of spam nobody is told that it is.
SEEMING_HELD = ("held", "spam")

TOP = Case(
    When(branch=None, then=F("id")),
    default=Coalesce("thread_id", "branch_id"),
    # As what it is: sums and counts are turned into integers one by one, keys are left alone.
    output_field=models.BigAutoField(),
)
# How threads may be put in order.
ORDERS = {
    "oldest": ("start", "root"),
    "newest": ("-start", "-root"),
    "liked": ("-liked", "start", "root"),
}


def seen(mine: Collection[int], of: str = "") -> Q:
    """What readers see; and one's own comments that a moderator has yet to look at, or that are
    taken for spam, which nobody is told."""
    is_public = Q((f"{of}state", "public"))
    own = Q((f"{of}state__in", SEEMING_HELD), (f"{of}pk__in", mine))
    return is_public | own if mine else is_public


def _shown(unseen: Collection[int], mine: Collection[int]) -> Q:
    return seen(mine) | Q(pk__in=unseen) if unseen else seen(mine)


class ThreadQuerySet(models.QuerySet[Row]):
    def in_threads(self, tops: Collection[int]) -> Self:
        """Those of the threads whose topmost comments have these numbers."""
        return self.filter(Q(pk__in=tops, thread=None) | Q(thread__in=tops))

    def before(self, moment: datetime, number: int) -> Self:
        """Those that stand before a comment that was written then and has this number."""
        return self.filter(Q(written_at__lt=moment) | Q(written_at=moment, pk__lt=number))

    def oldest_first(self) -> Self:
        return self.order_by("written_at", "pk")

    def threads(
        self, order: str = "oldest"
    ) -> models.QuerySet[Row, tuple[int, str, int, int, int, int]]:
        """Threads in an order, each as a tuple.

        The number of the topmost comment; its kind; how many comments; how many of them answer; how
        many of these are not on the first page; the highest number.
        What is pinned comes first. A thread stands where its topmost comment does, or, where
        readers may not see that, where the first that they see does. Each mention is a thread of
        its own: what readers answered to it is another.
        """
        rows: models.QuerySet[Row, tuple[int, str, int, int, int, int]] = (
            self.annotate(root=TOP)
            .values("root", "kind")
            .annotate(
                size=Count("pk"),
                answers=Count("branch"),
                deeper=Count("branch", filter=Q(level__gt=LEVELS)),
                newest=Max("pk"),
                start=Coalesce(Min(Case(When(branch=None, then="written_at"))), Min("written_at")),
                pinned=Max(Case(When(branch=None, is_pinned=True, then=1), default=0)),
                liked=Max(Case(When(branch=None, then="like_count"), default=0)),
            )
            .order_by("-pinned", *ORDERS[order])
            .values_list("root", "kind", "size", "answers", "deeper", "newest")
        )
        return rows

    def branches(
        self, tops: Collection[int], *, mine: Collection[int] = ()
    ) -> models.QuerySet[Row, tuple[int, int | None, bool, int]]:
        """Branches of threads, the deepest first, each as a tuple.

        The number of the comment at its head; of the branch in which that one stands; whether it is
        seen; how many comments of this branch are.
        """
        is_seen = Case(
            When(seen(mine), then=True), default=False, output_field=models.BooleanField()
        )
        below = self.model._default_manager.order_by()
        heads = below.filter(thread__in=tops).exclude(branch=None).values("branch")
        standing = below.filter(seen(mine), branch=OuterRef("pk")).values("branch")
        size = Coalesce(Subquery(standing.annotate(size=Count("pk")).values("size")), 0)
        rows: models.QuerySet[Row, tuple[int, int | None, bool, int]] = (
            self.filter(pk__in=heads)
            .order_by("-level", "pk")
            .values_list("pk", "branch", is_seen, size)
        )
        return rows

    def joints(self) -> Self:
        """Those that readers may not see but that hold a thread together: they were answered."""
        answers = self.model._default_manager.filter(parent=OuterRef("pk"))
        return self.exclude(state="public").filter(Exists(answers))

    def in_branch(
        self, head: int, *, unseen: Collection[int] = (), mine: Collection[int] = ()
    ) -> Self:
        """What is shown on the pages of a branch; of the `unseen` it shows what answers them."""
        return self.filter(_shown(unseen, mine), branch=head)

    def on_pages(
        self, sizes: Mapping[int, int], *, start: int, end: int, unseen: Collection[int] = (),
        mine: Collection[int] = (), beside: Collection[int] = (),
    ) -> Self:  # fmt: skip
        """The heads of branches, and what is shown in each: `start` ≤ n < `end` in order of time.

        `sizes` tells how many that are in all, by the number of the head. With them come joints, so
        many at most as one asks for of the others; and the comments of the numbers `beside`.
        """
        rows = Q(pk__in=[*sizes, *beside])
        if whole := [head for head, size in sizes.items() if start == 0 and size <= end]:
            rows |= Q(_shown(unseen, mine), branch__in=whole)
        # Cut where they stand in order in an index, so that a long branch is not read as a whole.
        for head in sizes.keys() - whole:
            some = self.in_branch(head, unseen=unseen, mine=mine).oldest_first()[start:end]
            rows |= Q(pk__in=some.values("pk"))
        joints = self.joints().filter(branch__in=sizes).exclude(pk__in=unseen)
        joints = joints.oldest_first()[: end - start]
        return self.filter(rows | Q(pk__in=joints.values("pk")))
