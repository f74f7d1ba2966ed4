"""Too much at once is noticed, told to the moderators, and slowed down for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from chronique.articles.models import Publication
from chronique.comments.actions.notices import language_of, moderators
from chronique.comments.letterhead import letterhead_of
from chronique.comments.models import Alarm, Like, Report, to_moderate
from chronique.mail.actions import queue_letter
from chronique.mail.paper import dressed

Kind = Alarm.Kind
# What is counted lies so far back; so many are a burst.
SPAN = timedelta(minutes=5)
BURSTS = {Kind.COMMENTS: 60, Kind.LIKES: 500, Kind.REPORTS: 20}
# One burst of a kind is noticed once in that time, and one letter sent. So long slow mode lasts.
PAUSE = timedelta(hours=1)
# How long it lasts by hand, by the name of the choice.
LASTS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@transaction.atomic
def notice_bursts(*, publication: Publication, now: datetime) -> list[Alarm]:
    """Raise an alarm for each kind of which too many came; return what is new.

    Too many comments switch slow mode on. Moderators get one letter an hour at most.
    """
    lately = Alarm.objects.of_site(publication.site.pk).since(now - PAUSE)
    known = set(lately.values_list("kind", flat=True))
    counts = _counts(publication.site.root_page.path, now - SPAN)
    alarms = [
        Alarm.objects.create(
            site=publication.site, kind=kind, count=counts[kind], raised_at=now,
            slow_until=now + PAUSE if kind == Kind.COMMENTS else None,
        )
        for kind, most in BURSTS.items() if counts[kind] >= most and kind not in known
    ]  # fmt: skip
    if alarms and not known:
        _tell(publication, alarms, now)
    return alarms


def _counts(root: str, since: datetime) -> dict[Kind, int]:
    likes = Like.objects.filter(liked_at__gt=since)
    here = Q(page__path__startswith=root) | Q(comment__page__path__startswith=root)
    reports = Report.objects.filter(reported_at__gt=since)
    return {
        Kind.COMMENTS: to_moderate().on_site(root).filter(written_at__gt=since).count(),
        Kind.LIKES: likes.filter(here).count(),
        Kind.REPORTS: reports.filter(comment__page__path__startswith=root).count(),
    }


def _tell(publication: Publication, alarms: list[Alarm], now: datetime) -> None:
    site = publication.site
    context = {
        "alarms": alarms, "slow_until": until_of(alarms), "head": letterhead_of(publication),
        "queue": reverse("comments_queue"),
    }  # fmt: skip
    for user in moderators():
        language = language_of(user, publication)
        with override(language):
            subject, _, text = render_to_string("comments/mail/alarm.txt", context).partition("\n")
            paper = {**context, "subject": subject, "language": language}
            queue_letter(
                kind="comments alarm", to=user.email, subject=subject, text=text.strip() + "\n",
                html=dressed(render_to_string("comments/mail/alarm.html", paper)),
                sender=publication.title, host=site.hostname, language=language,
                group=f"moderator:{user.pk}", key=f"alarm:{alarms[0].pk}:{user.pk}", now=now,
            )  # fmt: skip


def slow_down(*, publication: Publication, lasts: str, user: User, now: datetime) -> Alarm:
    """Switch slow mode on by hand."""
    return Alarm.objects.create(
        site=publication.site, kind=Kind.HAND, user=user, raised_at=now,
        slow_until=now + LASTS[lasts],
    )  # fmt: skip


def end_slow_mode(*, publication: Publication, now: datetime) -> int:
    """Switch it off, whoever began it. The burst that did is not noticed again within its hour."""
    return Alarm.objects.slow(publication.site.pk, now).update(slow_until=now)


def until_of(alarms: list[Alarm]) -> datetime | None:
    """Return how long slow mode lasts by these; None when none of them switched it on."""
    return max((alarm.slow_until for alarm in alarms if alarm.slow_until), default=None)


def alarms_of_today(publication: Publication, now: datetime) -> list[Alarm]:
    """Return what was noticed within a day, the latest first, and what makes it slow now."""
    lately = Alarm.objects.of_site(publication.site.pk).filter(
        Q(slow_until__gt=now) | (~Q(kind=Kind.HAND) & Q(raised_at__gt=now - timedelta(days=1)))
    )
    return list(lately.select_related("user"))
