"""Whoever looks after newsletters is told when very many ask for them at once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import override

from chronique.articles.models import Publication
from chronique.comments.actions.notices import language_of
from chronique.comments.letterhead import letterhead_of
from chronique.newsletter.actions.asking import notice_rush
from chronique.newsletter.models import Rush
from chronique.readers.letters import write

LOOKS_AFTER = "newsletter.change_newsletter"


@transaction.atomic
def watch(publication: Publication, now: datetime) -> Rush | None:
    """Slow down when too many ask at once, and tell staff by mail; an hour is one rush."""
    rush = notice_rush(publication.site, now)
    if rush:
        for user in staff():
            language = language_of(user, publication)
            with override(language):
                write(
                    user.email, "letters/mail/rush", {"rush": rush}, language=language,
                    head=letterhead_of(publication), key=f"rush:{rush.pk}:{user.pk}", now=now,
                )  # fmt: skip
    return rush


def staff() -> list[User]:
    """Return who looks after newsletters and has an address, in the order of their names."""
    backend = "django.contrib.auth.backends.ModelBackend"
    found = User.objects.with_perm(LOOKS_AFTER, backend=backend).exclude(email="")
    return list(found.filter(is_active=True).order_by("username"))
