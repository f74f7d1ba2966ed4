"""A reader likes an article or a comment, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from chronique.articles.insertion import Insertion
from chronique.articles.together import Together
from chronique.comments.devices import Device
from chronique.comments.models import Comment, Commented, Like, PageLikes
from chronique.comments.threads import ThreadPage


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
    thing = press.thing
    if press.wanted:
        return Liking(True, _count(thing, _add(press)))
    own = Like.objects.filter(device=press.device)
    if press.is_new and press.network:
        own = Like.objects.filter(network=press.network)
    gone, _kinds = own.delete()
    if gone or press.wanted is False:
        return Liking(False, _count(thing, -gone))
    return Liking(True, _count(thing, _add(press)))


def _add(press: Press) -> int:
    """Return 1, or 0 where somebody of the same network and browser likes it already today."""
    fresh = Like(
        page_id=press.thing.page, comment_id=press.thing.comment, device=press.device,
        network=press.network, liked_at=press.now,
    )  # fmt: skip
    return int(_LIKES.add(fresh))


_LIKES = Insertion(Like)
_TOGETHER = Together(_written, order=lambda press: (str(press.thing), press.network, press.device))


def _count(thing: Thing, change: int) -> int:
    """Add to what is counted; return how many likes there are now."""
    if not change:
        return likes_of(thing)
    statement = _COUNT_OF_COMMENT if thing.comment else _COUNT_OF_PAGE
    with connection.cursor() as cursor:
        cursor.execute(statement, {"thing": thing.comment or thing.page, "change": change})
        found = cursor.fetchone()
    return int(found[0]) if found else 0


# One statement that counts and tells: likes of one thing wait for each other.
_COUNT_OF_COMMENT = """
UPDATE comments_comment SET like_count = like_count + %(change)s
  WHERE id = %(thing)s AND like_count + %(change)s >= 0 RETURNING like_count
"""
_COUNT_OF_PAGE = """
INSERT INTO comments_pagelikes AS known (page_id, count)
  VALUES (%(thing)s, CASE WHEN %(change)s > 0 THEN 1 ELSE 0 END)
  ON CONFLICT (page_id) DO UPDATE SET count = known.count + %(change)s
  WHERE known.count + %(change)s >= 0 RETURNING count
"""


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
