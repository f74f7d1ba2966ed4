"""Moderators are told by mail what the filter kept out, so that nothing is thrown away unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from chronique.articles.models import Publication
from chronique.comments.actions.notices import language_of, moderators
from chronique.comments.kept import days_of
from chronique.comments.letterhead import letterhead_of
from chronique.comments.models import Comment, Digest, Discussion, to_moderate
from chronique.comments.reasons import strongest
from chronique.comments.rhythm import MONDAY, last_morning
from chronique.comments.rules import quoted, without_links
from chronique.mail.actions import queue_letter
from chronique.mail.paper import dressed

Rhythm = Discussion.Digests
# Comments that a letter shows, and characters of each.
SHOWN, FIRST_LINE = 20, 120
# Who was writing when the morning came has written by then.
GRACE = timedelta(minutes=1)


@dataclass(frozen=True)
class KeptOut:
    """What the filter put among the spam since a moment, and how often that is told."""

    total: int
    # Those with the least against them.
    shown: list[Comment]
    since: datetime
    rhythm: str


@transaction.atomic
def tell_of_spam(*, publication: Publication, now: datetime) -> int:
    """Queue a letter to each moderator if it is time, and the filter kept something out.

    Returns how many letters. Any number of processes may ask at once: one of them is first. The
    first time, counting begins.
    """
    site = publication.site
    rhythm = Discussion.of(site).digests
    if rhythm == Rhythm.NEVER:
        return 0
    weekday = MONDAY if rhythm == Rhythm.WEEKLY else None
    until = last_morning(timezone.localtime(now - GRACE), weekday=weekday)
    digest, _is_new = Digest.objects.get_or_create(site=site, defaults={"until": now})
    if digest.until >= until or not Digest.objects.claim(digest, until):
        return 0
    found = to_moderate().on_site(site.root_page.path).kept_out(since=digest.until, until=until)
    shown = list(found.mildest_first().with_article()[:SHOWN])
    kept = KeptOut(found.count(), shown, digest.until, rhythm)
    users = moderators() if shown else []
    for user in users:
        with override(language_of(user, publication)):
            _write(user, publication, kept, now)
    return len(users)


def _write(user: User, publication: Publication, kept: KeptOut, now: datetime) -> None:
    language, site = language_of(user, publication), publication.site
    subject = ngettext(
        "%(total)s comment was put among the spam", "%(total)s comments were put among the spam",
        kept.total,
    ) % {"total": kept.total}  # fmt: skip
    context = {
        "subject": subject, "language": language, "head": letterhead_of(publication),
        "shown": [_shown(one) for one in kept.shown], "more": kept.total - len(kept.shown),
        "since": kept.since, "days": days_of("gone"), "is_weekly": kept.rhythm == Rhythm.WEEKLY,
        "spam": f"{reverse('comments_queue')}?state=spam",
        "settings": reverse("wagtailsettings:edit", args=["comments", "discussion", site.pk]),
    }  # fmt: skip
    queue_letter(
        kind="comments spam", to=user.email, subject=subject,
        text=render_to_string("comments/mail/spam.txt", context),
        html=dressed(render_to_string("comments/mail/spam.html", context)),
        sender=publication.title, host=site.hostname, language=language,
        group=f"moderator:{user.pk}", now=now,
    )  # fmt: skip


def _shown(comment: Comment) -> dict[str, Any]:
    """Return what is told of a comment; whatever it links to, the letter does not."""
    reason, share = strongest(comment.verdict)
    return {
        "name": without_links(comment.author_name),
        "title": comment.article.title,
        "line": without_links(next(iter(quoted(comment.text, FIRST_LINE)), "")),
        "reason": without_links(reason),
        "share": share,
    }
