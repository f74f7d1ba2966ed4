"""Somebody, or a place, is blocked from the queue."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.comments.models import Block, Comment, to_moderate
from chronique.comments.queue import domain_of
from chronique.readers.daily import day_ends
from chronique.spam.blocks import Kind, parse_block

# How long a block may last, by the name of the choice; None is for good.
LASTS = {"day": timedelta(days=1), "month": timedelta(days=30), "ever": None}


@transaction.atomic
def block_writer(
    *,
    comment: Comment,
    kind: Block.Kind,
    lasts: str,
    last_day: date | None = None,
    reason: str = "",
    user: User,
    now: datetime,
) -> Block:
    """Refuse what comes from a comment's e-mail address, its domain or its network from now on.

    It ends after `last_day`, or when none is given as `lasts` says. Of its network no address is
    kept: a block names today's mark, and ends with it. Raises Refused when the comment gives no
    such thing, when the day is over, or when a domain has other readers whose comments are public.
    """
    if kind == Block.Kind.MARK:
        return _refuse(kind, mark_of(comment, now), day_ends(now), reason, user)
    given = comment.author_email.strip() if kind == Block.Kind.ADDRESS else domain_of(comment)
    try:
        value = parse_block(Kind(str(kind)), given)
    except ValueError as error:
        raise Refused(_("This comment gives no such address.")) from error
    if kind == Block.Kind.DOMAIN:
        _spare_others(comment, value)
    return _refuse(kind, value, _end(lasts, last_day, now), reason, user)


def _end(lasts: str, last_day: date | None, now: datetime) -> datetime | None:
    if last_day is None:
        lasting = LASTS[lasts]
        return now + lasting if lasting else None
    end = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time()))
    if end <= now:
        raise Refused(_("That day is over: choose one that is to come, or none."))
    return end


def _refuse(kind: Block.Kind, value: str, until: datetime | None, reason: str, user: User) -> Block:
    fields: dict[str, Any] = {"effect": Block.Effect.REFUSE, "until": until, "user": user}
    if reason:
        fields["reason"] = reason
    return Block.objects.update_or_create(kind=kind, value=value, defaults=fields)[0]


def mark_of(comment: Comment, now: datetime) -> str:
    """Return what stands for a comment's network today. Raises Refused when nothing does."""
    if comment.network and timezone.localdate(comment.written_at) == timezone.localdate(now):
        return comment.network
    raise Refused(_("Nobody knows any more which network this comment came from."))


def _spare_others(comment: Comment, domain: str) -> None:
    """Nobody blocks half of the readers by one key because a spammer has the same provider."""
    others = to_moderate().of_domain(domain).public().exclude(author_email=comment.author_email)
    count = others.values("author_email").distinct().count()
    if count:
        raise Refused(
            _(
                "Other readers with public comments write from %(domain)s (%(count)s)."
                " Block the address instead."
            )
            % {"domain": domain, "count": count}
        )
