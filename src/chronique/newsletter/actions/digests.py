"""Make the digests: what appeared since the last one of the same newsletter and rhythm."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from chronique.articles.models import Article
from chronique.newsletter.models import Issue, Newsletter, Rhythm, Subscription
from chronique.newsletter.moments import DAY, WEEK, last_daily, last_weekly
from chronique.text.typography import typeset

# Whoever was publishing when the hour struck has published by then.
SETTLED = timedelta(minutes=2)
FIELDS = {Rhythm.DAILY: "daily_up_to", Rhythm.WEEKLY: "weekly_up_to"}


@transaction.atomic
def make_digest(newsletter: Newsletter, rhythm: Rhythm, *, now: datetime) -> Issue | None:
    """Make the digest whose hour has struck; None when it is made already, or nothing appeared.

    However many processes ask, and whenever one dies, an article stands in one digest.
    """
    until = hour_of(newsletter, rhythm, now - SETTLED)
    field = FIELDS[rhythm]
    since = getattr(newsletter, field) or until - (DAY if rhythm == Rhythm.DAILY else WEEK)
    if since >= until:
        return None
    known = {"pk": newsletter.pk, field: getattr(newsletter, field)}
    if not Newsletter.objects.filter(**known).update(**{field: until}):
        return None
    found = newsletter.articles().between(since, until)
    found = found.exclude(left_out_of__newsletter=newsletter)
    articles = list(found.newest_first().without_words())
    wanted = Subscription.objects.active().filter(newsletter=newsletter, rhythm=rhythm)
    if not articles or not wanted.exists():
        return None
    return Issue.objects.create(
        newsletter=newsletter, kind=Issue.Kind.DIGEST, rhythm=rhythm, form=newsletter.form,
        articles=[article.pk for article in articles], send_at=until, made_at=now,
        **_words(articles, newsletter.language),
    )  # fmt: skip


def hour_of(newsletter: Newsletter, rhythm: Rhythm, now: datetime) -> datetime:
    """Return when the last digest was due, by the clock of the publication."""
    local = timezone.localtime(now)
    if rhythm == Rhythm.DAILY:
        return last_daily(local, hour=newsletter.digest_hour)
    return last_weekly(local, day=newsletter.digest_day, hour=newsletter.digest_hour)


def _words(articles: list[Article], language: str) -> dict[str, str]:
    """Return subject and preview line: the newest article, and the others."""
    titles = [typeset(article.title, article.language) for article in articles]
    subject, more = titles[0], len(titles) - 1
    if more:
        with override(language):
            subject = gettext("%(title)s, and %(count)s more") % {"title": subject, "count": more}
    return {"subject": subject[:255], "preheader": " · ".join(titles[1:])[:255]}
