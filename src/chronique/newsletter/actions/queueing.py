"""Write a row for each letter of an issue, a chunk in a transaction.

What is written says where it goes on: killed anywhere and run again it ends the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from chronique.articles.models import Article
from chronique.mail.actions import queue_mailing
from chronique.mail.models import Letter, Mailing
from chronique.newsletter.actions.together import drop_waiting, lock_together
from chronique.newsletter.envelopes import envelope, key_of, reader_of
from chronique.newsletter.letter import make
from chronique.newsletter.models import Issue, Subscription

# Letters that are written in one transaction.
CHUNK = 2_000


@transaction.atomic
def queue_some(issue: Issue, *, now: datetime) -> int | None:
    """Write the next letters of an issue; return how many, None when there is no more to do.

    Another process may do so at the same time: one after the other, they share the work. Issues of
    one article in several newsletters go one after the other too, so that nobody gets two.
    """
    beside = _locked_together(issue, now)
    locked = next((one for one in beside if one.pk == issue.pk), None)
    if locked is None or not (mailing := locked.mailing or _begin(locked, now)):
        return None
    wanted, last = _next(locked, locked.corrects)
    if last is None:
        locked.state, locked.queued_at = Issue.State.SENDING, now
        locked.save(update_fields=["state", "queued_at"])
        return None
    some = _without_those_who_have_it(locked, wanted)
    count = queue_mailing(
        mailing, (envelope(locked, one, now=now) for one in some), due=now, now=now
    )
    locked.queued_up_to = last
    locked.save(update_fields=["queued_up_to"])
    return count


def _locked_together(issue: Issue, now: datetime) -> list[Issue]:
    """Lock an issue, and those that bring the same article; return those to be queued now."""
    numbers = lock_together(issue)
    for one in Issue.objects.taken_back().begun().filter(pk__in=numbers):
        # What was on its way then, and came back, has reached nobody.
        drop_waiting(one)
    found = Issue.objects.due(now).filter(pk__in=numbers)
    return list(found.select_related("newsletter__site", "mailing", "article", "corrects"))


def _begin(issue: Issue, now: datetime) -> Mailing | None:
    """Write the text that all get. None when there is nothing that may be read: it is stopped."""
    issue.state = Issue.State.QUEUEING
    if why := _unreadable(issue):
        issue.state, issue.stopped_because = Issue.State.STOPPED, why
    else:
        issue.mailing = make(issue, now)
    issue.save(update_fields=["state", "stopped_because", "mailing"])
    return issue.mailing


def _unreadable(issue: Issue) -> str:
    wanted = [issue.article_id] if issue.article_id else issue.articles
    if Article.objects.published().filter(pk__in=wanted).exists():
        return ""
    with override(issue.newsletter.language):
        return _("Readers cannot see the article: it is not published, or asks for a password.")


def _next(issue: Issue, corrected: Issue | None) -> tuple[list[Subscription], int | None]:
    """Return the next who are to get it, and where to go on behind them; None at the end."""
    return _who_got(corrected, issue) if corrected else _who_want(issue)


def _who_want(issue: Issue) -> tuple[list[Subscription], int | None]:
    """Those who came later do not get it."""
    wanted = Subscription.objects.active().filter(
        newsletter=issue.newsletter_id, rhythm=issue.rhythm, reader__gt=issue.queued_up_to,
        since__lte=issue.send_at,
    )  # fmt: skip
    some = list(wanted.select_related("reader").order_by("reader")[:CHUNK])
    return some, some[-1].reader_id if some else None


def _who_got(corrected: Issue, issue: Issue) -> tuple[list[Subscription], int | None]:
    """Those who left since do not get it; it goes on behind a letter."""
    letters = Letter.objects.sent().filter(mailing=corrected.mailing_id, pk__gt=issue.queued_up_to)
    some = list(letters.order_by("pk").values_list("pk", "key")[:CHUNK])
    readers = [reader_of(key) for _pk, key in some]
    wanted = Subscription.objects.active().filter(
        newsletter=issue.newsletter_id, reader__in=readers
    )
    return list(wanted.select_related("reader")), some[-1][0] if some else None


def _without_those_who_have_it(
    issue: Issue, wanted: Sequence[Subscription]
) -> Iterable[Subscription]:
    """Leave out those to whom the article goes, or went, by another issue: also by one that was
    taken back in the middle.
    """
    if issue.kind != Issue.Kind.ARTICLE or not issue.article:
        return wanted
    have: set[int] = set()
    for other in Issue.objects.of_article(issue.article).begun().exclude(pk=issue.pk):
        keys = [key_of(other, one.reader_id) for one in wanted]
        found = Letter.objects.filter(key__in=keys).values_list("key", flat=True)
        have.update(reader_of(key) for key in found)
    return [one for one in wanted if one.reader_id not in have]
