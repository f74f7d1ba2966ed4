"""Addresses that were given are asked by mail whether they are the asker's: each once a day.

Many at once are slowed down. Anybody may type anybody's address: without that, a form like ours
fills strangers' mailboxes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Site

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.mail.actions import is_suppressed
from chronique.newsletter.links import confirm_address, settings_address
from chronique.newsletter.models import Asking, Newsletter, Rush, Subscription, Trust
from chronique.newsletter.rules import as_choices
from chronique.readers.letters import write
from chronique.readers.models import Reader

# Letters that one turn of the worker writes; other work is next.
BATCH = 100
# What is counted lies so far back; so many are a rush, which lasts so long.
SPAN = timedelta(minutes=5)
RUSH = 100
LASTS = timedelta(hours=1)
# Of those whose asker may be no person, so many letters a turn, drawn by lot: some get through.
SLOWLY = 1
# So many of these wait at most, the newest, and none for longer than this.
MOST_WAITING = 20_000
PATIENCE = timedelta(hours=1)

State = Subscription.State


def notice_rush(site: Site, now: datetime) -> Rush | None:
    """Slow down when too many ask at once; return the rush if it is a new one."""
    if Rush.objects.slow(site.pk, now).exists():
        return None
    count = Asking.objects.filter(site=site, moves=None).since(now - SPAN).unproven().count()
    if count < RUSH:
        return None
    return Rush.objects.create(site=site, count=count, raised_at=now, slow_until=now + LASTS)


def is_slow(site: Site, now: datetime) -> bool:
    return Rush.objects.slow(site.pk, now).exists()


@transaction.atomic
def ask_waiting(publication: Publication, now: datetime) -> int:
    """Write to addresses that wait to be asked; return how many letters.

    Of two processes at once one waits for the other: nobody gets two letters.
    """
    list(Site.objects.select_for_update(no_key=True).order_by("pk"))
    waiting = Asking.objects.filter(site=publication.site).waiting().select_related("site")
    _give_up(waiting.unproven(), now)
    if is_slow(publication.site, now):
        # Also once it is over: a flood is not let through by waiting.
        waiting.unproven().update(trust=Trust.DOUBTED)
    at_once = list(waiting.without_doubt().order_by("asked_at", "pk")[:BATCH])
    others = waiting.unproven().exclude(pk__in=[asking.pk for asking in at_once])
    by_lot = others.order_by("?")[:SLOWLY]
    return sum(_deal_with(one, publication, now) for one in chain(at_once, by_lot))


def _give_up(waiting: QuerySet[Asking], now: datetime) -> None:
    """Let go of those who waited in vain, and of more than we keep."""
    waiting.filter(asked_at__lt=now - PATIENCE).delete()
    for first in waiting.order_by("-asked_at", "-pk").values_list("asked_at", flat=True)[
        MOST_WAITING : MOST_WAITING + 1
    ]:
        waiting.filter(asked_at__lte=first).delete()


def _deal_with(asking: Asking, publication: Publication, now: datetime) -> bool:
    """Write the letter that an asking calls for, if any: true when one was queued."""
    # Where letters only came back one is tried: whoever asks may have put it right.
    is_left_alone = is_suppressed(asking.address, even_if_bounced=True)
    if is_left_alone or Asking.objects.had_letter(asking.address, now):
        asking.delete()
        return False
    template, values = _letter(asking, now)
    if not template:
        asking.delete()
        return False
    asking.sent_at = now
    asking.save(update_fields=["sent_at"])
    return write(
        asking.address, template, values, language=asking.language,
        head=letterhead_of(publication), even_if_bounced=True, now=now,
    )  # fmt: skip


def _letter(asking: Asking, now: datetime) -> tuple[str, dict[str, object]]:
    """Return the template of the letter and what stands in it; "" when none is to be written."""
    root, link = asking.site.root_url, confirm_address(asking, root=asking.site.root_url)
    if asking.moves_id:
        return "letters/mail/move", {"link": link}
    reader = Reader.objects.filter(address=asking.address).first()
    rows = Subscription.objects.filter(reader=reader) if reader else Subscription.objects.none()
    had = {row.newsletter_id: row for row in rows}
    wanted = [
        (newsletter, rhythm)
        for newsletter, rhythm in wanted_by(asking)
        if newsletter.pk not in had or had[newsletter.pk].state != State.BLOCKED
    ]
    if not wanted:
        return "", {}
    if reader and all(_has(had.get(newsletter.pk), rhythm) for newsletter, rhythm in wanted):
        return "letters/mail/known", {"link": settings_address(reader, root=root, now=now)}
    return "letters/mail/confirm", {"link": link, "wanted": in_words(wanted)}


def _has(row: Subscription | None, rhythm: str) -> bool:
    return row is not None and row.state == State.ACTIVE and row.rhythm == rhythm


def wanted_by(asking: Asking) -> list[tuple[Newsletter, str]]:
    """Return the newsletters that an asking is for, and how often; those that are still offered."""
    choices = as_choices(asking.choices)
    offered = Newsletter.objects.filter(site=asking.site_id, pk__in=choices).offered()
    return [(newsletter, choices[newsletter.pk]) for newsletter in offered]


def in_words(wanted: list[tuple[Newsletter, str]]) -> list[dict[str, Any]]:
    """Return the same as pages and letters say it."""
    labels = dict(Subscription.Rhythm.choices)
    return [{"name": each.name, "rhythm": labels[rhythm]} for each, rhythm in wanted]


def sweep(now: datetime) -> int:
    """Let go of what is over: links that are good no more, rushes of last year."""
    Rush.objects.filter(raised_at__lt=now - timedelta(days=365)).delete()
    return Asking.objects.outdated(now).delete()[0]
