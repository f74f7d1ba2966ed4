"""Whoever predicted is told by mail when the day has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext, override

from chronique.articles.models import Publication
from chronique.dossiers.models import Prediction
from chronique.mail.actions import queue_letter
from chronique.mail.paper import dressed
from chronique.readers.letters import Letterhead
from chronique.text.typography import typeset

# Predictions that a letter names.
SHOWN = 20


def remind_authors(*, publication: Publication, now: datetime) -> int:
    """Queue a letter to each author with an account whose predictions are due; how many letters.

    Each prediction is told of once; again when it was put off, and that day has come too.
    """
    due = Prediction.objects.on(publication.site).to_remind(localdate(now))
    with_mail = due.filter(author__user__is_active=True).exclude(author__user__email="")
    authors = with_mail.order_by("author").values_list("author", flat=True).distinct()
    return sum(_remind(pk, publication, now) for pk in list(authors))


@transaction.atomic
def _remind(author: int, publication: Publication, now: datetime) -> bool:
    """False when another process was faster."""
    day = localdate(now)
    due = Prediction.objects.on(publication.site).to_remind(day).filter(author=author)
    numbers = list(due.values_list("pk", flat=True))
    if not due.filter(pk__in=numbers).update(reminded_on=day):
        return False
    predictions = list(Prediction.objects.filter(pk__in=numbers).order_by("due_on", "pk"))
    user = User.objects.get(author=author)
    profile = getattr(user, "wagtail_userprofile", None)
    with override((profile and profile.preferred_language) or publication.language):
        _write(user, publication, predictions, now)
    return True


def _write(
    user: User, publication: Publication, predictions: Sequence[Prediction], now: datetime
) -> None:
    total = len(predictions)
    subject = ngettext(
        "%(total)s prediction is to be judged", "%(total)s predictions are to be judged", total
    )
    subject %= {"total": total}
    context: dict[str, Any] = {
        "subject": subject, "head": _head(publication), "language": get_language(),
        "shown": [(one, reverse("predictions_show", args=[one.pk])) for one in predictions[:SHOWN]],
        "more": max(0, total - SHOWN), "all": reverse("predictions:index"),
    }  # fmt: skip
    queue_letter(
        kind="predictions due", to=user.email, subject=subject,
        text=render_to_string("dossiers/mail/due.txt", context),
        html=dressed(render_to_string("dossiers/mail/due.html", context)),
        sender=publication.title, host=publication.site.hostname, language=get_language() or "",
        group=f"predictions:{user.pk}", now=now,
    )  # fmt: skip


def _head(publication: Publication) -> Letterhead:
    root = publication.site.root_url
    return Letterhead(
        title=typeset(publication.title, publication.language), root=root,
        language=publication.language, host=urlsplit(root).hostname or "",
    )  # fmt: skip
