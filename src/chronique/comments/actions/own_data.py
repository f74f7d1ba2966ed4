"""What is kept about an address: its owner sees it, and has it erased or made nameless."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from chronique.comments import teaching
from chronique.comments.actions.forgetting import forget_comments
from chronique.comments.actions.posting import remove_comment
from chronique.comments.actions.purging import forget_beside, purge, scrub_log
from chronique.comments.models import Comment, Decision
from chronique.mail.actions import forget_letters
from chronique.readers.actions import meet, show_data
from chronique.readers.elsewhere import forget_elsewhere
from chronique.readers.letters import Letterhead, address_of, write_to
from chronique.readers.links import DATA
from chronique.readers.models import Erasure, Reader
from chronique.readers.rules import one_form

if TYPE_CHECKING:
    from datetime import datetime

# So long an erasure can be called off.
GRACE = timedelta(hours=24)
BATCH = 500
NAMELESS = [
    "author_name", "author_email", "author_url", "network", "wording", "submission", "user",
    "verdict", "origin",
]  # fmt: skip


@transaction.atomic
def ask_for_data(*, address: str, head: Letterhead, now: datetime) -> None:
    """Send a link to all that is kept about an address to that address, at most one a day.

    No letter goes where nothing is kept. Whoever asked is not told which it was.
    """
    form = one_form(address)
    known = form and Reader.objects.filter(address=form).exists()
    if not form or not (known or Comment.objects.of_address(form).exists()):
        return
    reader = meet(address=form, language=head.language, now=now)
    if reader:
        show_data(reader=reader, head=head, now=now)


@transaction.atomic
def ask_erasure(*, reader: Reader, kind: str, head: Letterhead, now: datetime) -> Erasure:
    """Have all that is kept about an address erased, or made nameless, in a day; tell it so."""
    due = now + GRACE
    erasure, _made = Erasure.objects.update_or_create(
        address=reader.address,
        defaults={"kind": Erasure.Kind(kind), "asked_at": now, "due_at": due},
    )
    link = address_of(reader, DATA, head=head, now=now)
    values = {"link": link, "erasure": erasure}
    write_to(reader, "readers/mail/erasure", values, head=head, now=now)
    return erasure


def remove_one(*, reader: Reader, number: int, now: datetime) -> bool:
    """Take back one comment of an address. False when it is not theirs, or stands no more."""
    mine = Comment.objects.of_address(reader.address).standing()
    comment = mine.with_article().filter(pk=number).first()
    if comment:
        remove_comment(comment=comment, now=now)
    return comment is not None


def call_off(*, reader: Reader) -> bool:
    """Let an erasure be. False when there was none, or it is done."""
    return Erasure.objects.filter(address=reader.address).delete()[0] > 0


@transaction.atomic
def carry_out(erasure: Erasure, *, now: datetime) -> int:
    """Do what was asked for; return how many comments it concerned, 0 when it was called off.

    What moderators laid down about the address, a block, stays: it is how they keep order.
    """
    rows = Erasure.objects.select_for_update().filter(pk=erasure.pk, due_at=erasure.due_at)
    if not rows.delete()[0]:
        return 0
    comments = list(Comment.objects.of_address(erasure.address).with_article())
    teaching.forget(comments)
    names = {comment.author_name for comment in comments} | {erasure.address}
    scrub_log([comment.pk for comment in comments], names=sorted(names))
    if erasure.kind == Erasure.Kind.ERASE:
        purge(comments, by=Decision.By.WRITER, now=now, state=Comment.State.REMOVED)
    else:
        _make_nameless(comments)
    forget_elsewhere(erasure.address)
    Reader.objects.filter(address=erasure.address).delete()
    forget_letters(erasure.address)
    return len(comments)


def _make_nameless(comments: list[Comment]) -> None:
    for comment in comments:
        comment.forget_author()
    Comment.objects.bulk_update(comments, NAMELESS, batch_size=100)
    forget_beside([comment.pk for comment in comments])
    forget_comments([comment for comment in comments if comment.is_public], entirely=True)
