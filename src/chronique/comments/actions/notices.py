"""Moderators are told by mail of what waits, with a link for each decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override

from chronique.articles.models import Publication
from chronique.comments.letterhead import letterhead_of
from chronique.comments.links import moderation_path
from chronique.comments.models import Comment, Discussion, QueueQuerySet, to_moderate
from chronique.comments.reasons import sentences
from chronique.comments.rhythm import may_tell_at_once, may_tell_today
from chronique.mail.actions import queue_letter
from chronique.mail.paper import dressed
from chronique.text.excerpts import excerpt

# Comments that a letter shows, and characters of each.
SHOWN, WORDS = 10, 600
MODERATE = "comments.moderate_comments"


def moderators() -> list[User]:
    """Return who may moderate and has an address, in the order of their names."""
    backend = "django.contrib.auth.backends.ModelBackend"
    found = User.objects.with_perm(MODERATE, backend=backend).exclude(email="")
    return list(found.filter(is_active=True).order_by("username"))


@transaction.atomic
def tell_moderators(*, publication: Publication, now: datetime) -> int:
    """Queue a letter to each moderator if comments wait that none was told of, and it is time.

    Returns how many letters. Any number of processes may ask at once: one of them is first.
    """
    here = to_moderate().on_site(publication.site.root_page.path)
    if not _is_time(here, publication, now):
        return 0
    numbers = list(here.untold().values_list("pk", flat=True))
    if not numbers or not to_moderate().untold().filter(pk__in=numbers).update(told_at=now):
        return 0
    comments = here.filter(pk__in=numbers, told_at=now).newest_first().with_article()
    users = moderators()
    for user in users:
        with override(language_of(user, publication)):
            _write(user, publication, list(comments[:SHOWN]), comments.count(), now)
    return len(users)


def _is_time(here: QueueQuerySet, publication: Publication, now: datetime) -> bool:
    rhythm = Discussion.of(publication.site).notices
    if rhythm == Discussion.Rhythm.NEVER or not here.untold().exists():
        return False
    last: datetime | None = here.aggregate(last=Max("told_at"))["last"]
    if rhythm == Discussion.Rhythm.AT_ONCE:
        return may_tell_at_once(last=last, now=now)
    return may_tell_today(last=last, now=timezone.localtime(now))


def _write(
    user: User, publication: Publication, comments: Sequence[Comment], total: int, now: datetime
) -> None:
    subject = ngettext("%(total)s comment waits", "%(total)s comments wait", total)
    subject %= {"total": total}
    context = {
        "total": total, "more": total - len(comments), "queue": reverse("comments_queue"),
        "shown": [_shown(one, user) for one in comments], "subject": subject,
        "head": letterhead_of(publication), "language": get_language(),
    }  # fmt: skip
    queue_letter(
        kind="comments held", to=user.email, subject=subject,
        text=render_to_string("comments/mail/held.txt", context),
        html=dressed(render_to_string("comments/mail/held.html", context)),
        sender=publication.title, host=publication.site.hostname, language=get_language() or "",
        group=f"moderator:{user.pk}", now=now,
    )  # fmt: skip


def _shown(comment: Comment, user: User) -> dict[str, Any]:
    return {
        "name": comment.author_name,
        "title": comment.article.title,
        "words": excerpt(comment.text, WORDS),
        "reasons": sentences(comment.verdict),
        "path": moderation_path(comment=comment.pk, user=user.pk),
    }


def language_of(user: User, publication: Publication) -> str:
    """Return the language that they chose for the desk, or the publication's."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or publication.language
