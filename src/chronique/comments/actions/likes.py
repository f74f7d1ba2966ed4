"""A reader likes an article or a comment, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from chronique.articles.insertion import Insertion
from chronique.articles.together import Together
from chronique.comments import tags
from chronique.comments.devices import Device
from chronique.comments.models import Comment, Commented, Like, PageLikes
from chronique.comments.threads import ThreadPage
from chronique.store.actions import forget

# So long pages may show fewer likes than there are.
QUIET = timedelta(minutes=1)
# Pages that one turn of the clock tells of.
MOST_TOLD = 500


@dataclass(frozen=True)
class Thing:
    """What can be liked: one of the two."""

    page: int | None = None
    comment: int | None = None

    def __str__(self) -> str:
        return f"page:{self.page}" if self.page else f"comment:{self.comment}"


@dataclass(frozen=True)
class Liking:
    is_liked: bool
    count: int


@dataclass(frozen=True)
class Press:
    """A reader presses the sign at a thing.

    `device` and `network` are the reader's marks for the thing; `is_new`: the browser had no
    number yet, so that only the network can tell whether its reader likes the thing already.
    `wanted` says whether they like it or take it back; None turns it round.
    """

    thing: Thing
    device: str
    network: str
    is_new: bool
    wanted: bool | None
    now: datetime


def like(press: Press) -> Liking:
    """Like a thing, or take it back. Asked twice for the same, the second time changes nothing."""
    return _TOGETHER.ask(press)


def _written(press: Press) -> Liking:
    if press.wanted:
        return Liking(True, _count(press, _add(press)))
    own = Like.objects.filter(device=press.device)
    if press.is_new and press.network:
        own = Like.objects.filter(network=press.network)
    gone, _kinds = own.delete()
    if gone or press.wanted is False:
        return Liking(False, _count(press, -gone))
    return Liking(True, _count(press, _add(press)))


def _add(press: Press) -> int:
    """Return 1, or 0 where somebody of the same network and browser likes it already today."""
    fresh = Like(
        page_id=press.thing.page, comment_id=press.thing.comment, device=press.device,
        network=press.network, liked_at=press.now,
    )  # fmt: skip
    return int(_LIKES.add(fresh))


_LIKES = Insertion(Like)
_TOGETHER = Together(_written, order=lambda press: (str(press.thing), press.network, press.device))


def _count(press: Press, change: int) -> int:
    """Add to what is counted; return how many likes there are now.

    The pages that show it are forgotten once a minute at most: by the first like after a quiet
    minute, and by the clock, which `tell_of_likes` is for.
    """
    thing = press.thing
    if not change:
        return likes_of(thing)
    with connection.cursor() as cursor:
        page, count = thing.page, None
        if thing.comment:
            cursor.execute(_COUNT_OF_COMMENT, {"comment": thing.comment, "change": change})
            page, count = cursor.fetchone() or (None, 0)
            change = 0
        if page:
            moments = {"now": press.now, "before": press.now - QUIET}
            adapted = {name: _adapted(moment) for name, moment in moments.items()}
            cursor.execute(_COUNT_OF_PAGE, {"page": page, "change": change, **adapted})
            found, is_waiting = cursor.fetchone() or (0, True)
            count = found if count is None else count
            if not is_waiting:
                forget((tags.likes if thing.page else tags.likes_of_comments)(page))
    return int(count or 0)


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


# One statement that counts and tells: likes of one thing wait for each other.
_COUNT_OF_COMMENT = """
UPDATE comments_comment SET like_count = like_count + %(change)s
  WHERE id = %(comment)s AND like_count + %(change)s >= 0 RETURNING page_id, like_count
"""
_COUNT_OF_PAGE = """
INSERT INTO comments_pagelikes AS known (page_id, count, told_at, is_waiting)
  VALUES (%(page)s, CASE WHEN %(change)s > 0 THEN 1 ELSE 0 END, %(now)s, FALSE)
  ON CONFLICT (page_id) DO UPDATE SET
    count = known.count + %(change)s,
    is_waiting = known.told_at IS NOT NULL AND known.told_at > %(before)s,
    told_at = CASE WHEN known.told_at > %(before)s THEN known.told_at ELSE %(now)s END
  WHERE known.count + %(change)s >= 0 RETURNING count, is_waiting
"""


@transaction.atomic
def tell_of_likes(now: datetime) -> int:
    """Forget the pages that do not show all likes yet, those of each page once a minute; return of
    how many pages.
    """
    waiting = PageLikes.objects.to_tell(now - QUIET).select_for_update()
    pages = sorted(waiting.values_list("page", flat=True)[:MOST_TOLD])
    if pages:
        PageLikes.objects.filter(page__in=pages).update(is_waiting=False, told_at=now)
        forget(*map(tags.likes, pages), *map(tags.likes_of_comments, pages))
    return len(pages)


def likes_of(thing: Thing) -> int:
    known: QuerySet[Any, int]
    if thing.comment:
        known = Comment.objects.filter(pk=thing.comment).values_list("like_count", flat=True)
    else:
        known = PageLikes.objects.filter(page=thing.page).values_list("count", flat=True)
    return known.first() or 0


def mark_liked(article: Commented, threads: ThreadPage, device: Device) -> bool:
    """Note which comments of a page this browser's reader likes; return whether the article is.

    One query; none in a browser that has no number.
    """
    if not device.number:
        return False
    marks = {
        device.mark_for(str(Thing(comment=node.comment.pk))): node for node in threads.comments
    }
    own = device.mark_for(str(Thing(page=article.pk)))
    found = Like.objects.filter(device__in=[own, *marks]).values_list("device", flat=True)
    for mark in (liked := set(found)) - {own}:
        marks[mark].is_liked = True
    return own in liked
