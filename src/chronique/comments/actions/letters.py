"""What whoever wrote a comment is told of its fate: by mail, to a confirmed address only.

Anybody can give an address, so these letters hold nothing that was typed with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chronique.articles.models import Publication
from chronique.comments.actions.undoing import group_of
from chronique.comments.links import appeal_path
from chronique.comments.models import Appeal, Comment
from chronique.mail.actions import queue_letter
from chronique.readers.models import Reader

# So long a decision can be undone before anybody hears of it.
GRACE = timedelta(minutes=2)
SUBJECTS = {
    "approved": _("Your comment is public"),
    "refused": _("Your comment was not published"),
}


def tell_writer_of_approval(*, comment: Comment, now: datetime) -> None:
    """Tell them that it is public."""
    _tell_writer(comment, "approved", {}, now)


def tell_writer_of_refusal(*, comment: Comment, reason: str, now: datetime) -> None:
    """Tell them why, and where to answer, once."""
    may_answer = not Appeal.objects.filter(comment=comment).exists()
    appeal = appeal_path(comment=comment.pk) if may_answer else ""
    _tell_writer(comment, "refused", {"reason": reason, "appeal": appeal}, now)


def _tell_writer(comment: Comment, kind: str, context: dict[str, Any], now: datetime) -> None:
    reader, site = _whom(comment), comment.article.get_site()
    if reader is None or site is None:
        return
    publication = Publication.for_site(site)
    context |= {
        "publication": publication, "article": comment.article, "comment": comment,
        "root": publication.site.root_url,
    }  # fmt: skip
    with override(reader.language):
        queue_letter(
            kind=f"comment {kind}", to=reader.address, subject=str(SUBJECTS[kind]),
            text=render_to_string(f"comments/mail/{kind}.txt", context),
            html=render_to_string(f"comments/mail/{kind}.html", context),
            sender=publication.title, host=publication.site.hostname, language=reader.language,
            group=group_of(comment), not_before=now + GRACE, now=now,
        )  # fmt: skip


def _whom(comment: Comment) -> Reader | None:
    """Return the confirmed reader; None for those at the desk, and who wants no letters."""
    address = comment.author_email.strip().lower()
    if not address or comment.user_id:
        return None
    reader = Reader.objects.confirmed().filter(address=address).first()
    return reader if reader and reader.rhythm != Reader.Rhythm.NEVER else None
