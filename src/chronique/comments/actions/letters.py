"""What whoever wrote a comment is told of its fate: by mail, to a confirmed address only.

Anybody can give an address, so these letters hold nothing that was typed with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chronique.comments.actions.undoing import group_of
from chronique.comments.letterhead import letterhead_of, publication_of
from chronique.comments.links import appeal_path
from chronique.comments.models import Appeal, Comment
from chronique.readers.letters import write_to
from chronique.readers.models import Reader
from chronique.readers.rules import one_form
from chronique.text.typography import typeset, within_quotes

# So long a decision can be undone before anybody hears of it.
GRACE = timedelta(minutes=2)


def tell_writer_of_approval(*, comment: Comment, now: datetime) -> None:
    """Tell them that it is public."""
    _tell_writer(comment, "approved", {}, now)


def tell_writer_of_refusal(*, comment: Comment, reason: str, now: datetime) -> None:
    """Tell them why, and where to answer, once."""
    may_answer = not Appeal.objects.filter(comment=comment).exists()
    appeal = appeal_path(comment=comment.pk) if may_answer else ""
    _tell_writer(comment, "refused", {"reason": reason, "appeal": appeal}, now)


def _tell_writer(comment: Comment, kind: str, values: dict[str, Any], now: datetime) -> None:
    reader, publication = _whom(comment), publication_of(comment)
    if reader is None or publication is None:
        return
    article = comment.article
    # It stands in quotation marks.
    title = within_quotes(typeset(article.title, article.language), reader.language)
    known = {"title": title, "path": comment.path}
    write_to(
        reader, f"comments/mail/{kind}", known | values, head=letterhead_of(publication),
        group=group_of(comment), not_before=now + GRACE, may_be_stopped=True, now=now,
    )  # fmt: skip


def _whom(comment: Comment) -> Reader | None:
    """Return the confirmed reader; None for those at the desk, and who wants no letters."""
    address = one_form(comment.author_email)
    if not address or comment.user_id:
        return None
    return Reader.objects.to_be_told().filter(address=address).first()
