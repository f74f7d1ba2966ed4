"""Somebody, or a place, is blocked from the queue."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.comments.models import Block, Comment, to_moderate
from chronique.comments.queue import domain_of
from chronique.spam.blocks import Kind, parse_block

# How long a block may last, by the name of the choice; None is for good.
LASTS = {"day": timedelta(days=1), "month": timedelta(days=30), "ever": None}


@transaction.atomic
def block_writer(
    *, comment: Comment, kind: Block.Kind, lasts: str, user: User, now: datetime
) -> Block:
    """Refuse what comes from a comment's e-mail address, or its domain, from now on.

    Raises Refused when it gives none, or when a domain has other readers whose comments are public.
    """
    email, domain = comment.author_email.strip(), domain_of(comment)
    given = email if kind == Block.Kind.ADDRESS else domain
    try:
        value = parse_block(Kind(str(kind)), given)
    except ValueError as error:
        raise Refused(_("This comment gives no such address.")) from error
    if kind == Block.Kind.DOMAIN:
        _spare_others(comment, value)
    until = LASTS[lasts]
    block, _is_new = Block.objects.update_or_create(
        kind=kind, value=value,
        defaults={
            "effect": Block.Effect.REFUSE, "until": now + until if until else None, "user": user,
        },
    )  # fmt: skip
    return block


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
