"""A reader likes an article or a comment, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

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


@transaction.atomic
def like(
    *, thing: Thing, device: str, network: str, is_new: bool, wanted: bool | None, now: datetime
) -> Liking:
    """Like a thing, or take it back. `wanted` says which; None turns it round.

    `device` and `network` are the reader's marks for the thing; `is_new`: the browser had no
    number yet, so that only the network can tell whether its reader likes the thing already.
    Asked twice for the same, the second time changes nothing.
    """
    own = Like.objects.filter(device=device)
    if is_new and network:
        own = Like.objects.filter(network=network)
    has_it = own.exists()
    wants_it = not has_it if wanted is None else wanted
    if has_it and not wants_it:
        gone, _kinds = own.delete()
        return Liking(False, _count(thing, -gone))
    if wants_it and not has_it:
        return Liking(True, _count(thing, _add(thing, device, network, now)))
    return Liking(has_it, _count(thing, 0))


def _add(thing: Thing, device: str, network: str, now: datetime) -> int:
    """Return 1, or 0 where somebody of the same network and browser likes it already today."""
    try:
        with transaction.atomic():
            Like.objects.create(
                page_id=thing.page, comment_id=thing.comment, device=device, network=network,
                liked_at=now,
            )  # fmt: skip
    except IntegrityError:
        return 0
    return 1


def _count(thing: Thing, change: int) -> int:
    """Add to what is counted; return how many likes there are now."""
    if thing.comment:
        comments = Comment.objects.filter(pk=thing.comment)
        if change:
            comments.filter(like_count__gte=-change).update(like_count=F("like_count") + change)
        return comments.values_list("like_count", flat=True).get()
    page = thing.page or 0
    if change:
        PageLikes.objects.get_or_create(page_id=page)
        PageLikes.objects.filter(page=page, count__gte=-change).update(count=F("count") + change)
    return likes_of(page)


def likes_of(page: int) -> int:
    return PageLikes.objects.filter(page=page).values_list("count", flat=True).first() or 0


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
