"""How a decision is taken back: what was before comes again, as long as nothing came since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.comments import teaching
from chronique.comments.actions.forgetting import forget_change, forget_comments
from chronique.comments.models import Appeal, Comment, Decision, Report, Version
from chronique.mail.actions import drop_letters
from chronique.store.actions import forgotten_together

DATES = ("public_at", "gone_at", "edited_at", "told_at")
PLAIN = ("state", "is_pinned", "is_picked")


def remembered(comment: Comment) -> dict[str, Any]:
    """Return what a decision keeps of a comment; neither its words nor anybody's address."""
    dates = {name: getattr(comment, name) for name in DATES}
    return {name: getattr(comment, name) for name in PLAIN} | {
        name: date.isoformat() if date else None for name, date in dates.items()
    }


@transaction.atomic
def undo(*, decision: Decision, now: datetime, user: User) -> Decision:
    """Bring back what was before a decision. What it removed or answered follows.

    Letters that it made are dropped if they have not left yet. Raises Refused when it was undone
    already, when something was decided since, or when the comment is gone for good.
    """
    comment = _undoable(decision)
    teaching.begin(comment)
    undoing = Decision(
        comment=comment, number=decision.number, page_id=decision.page_id, user=user,
        action=Decision.Action.UNDO, by=Decision.By.MODERATOR, decided_at=now,
        before=comment.state, verdict=comment.verdict,
        note=_("Undone: %(what)s.") % {"what": decision.get_action_display()},
    )  # fmt: skip
    _bring_back(comment, decision, now)
    _ask_again(decision)
    teaching.take_back(comment, decision)
    drop_letters(group_of(comment))
    undoing.after = comment.state
    undoing.save()
    is_edit = "version" in decision.undo
    forget_change(comment, before=undoing.before, has_other_words=is_edit)
    return undoing


@transaction.atomic
def undo_many(*, decisions: Iterable[Decision], now: datetime, user: User) -> list[Decision]:
    """Undo several, the last one first: all, or none. Raises Refused."""
    latest_first = sorted(decisions, key=lambda decision: -decision.pk)
    with forgotten_together():
        return [undo(decision=decision, now=now, user=user) for decision in latest_first]


def group_of(comment: Comment) -> str:
    """Return the group of the letters that tell somebody of a comment."""
    return f"comment:{comment.pk}"


def _undoable(decision: Decision) -> Comment:
    comment = decision.comment
    if comment is None:
        raise Refused(_("This comment is gone for good."))
    if not decision.undo:
        raise Refused(_("This cannot be undone."))
    if not Decision.objects.standing().filter(pk=decision.pk).exists():
        raise Refused(_("This was undone already."))
    if Decision.objects.after(decision).exists():
        raise Refused(_("Something else was decided about this comment since."))
    return Comment.objects.get(pk=comment.pk)


def _bring_back(comment: Comment, decision: Decision, now: datetime) -> None:
    was = decision.undo["was"]
    fields = {name: was[name] for name in PLAIN} | {
        name: datetime.fromisoformat(was[name]) if was[name] else None for name in DATES
    }
    version = Version.objects.filter(pk=decision.undo.get("version")).first()
    if version:
        fields |= {"text": version.text, "html": version.html}
    done = Comment.objects.as_seen(comment).update(**fields)
    marked = Decision.objects.standing().filter(pk=decision.pk).update(undone_at=now)
    if not done or not marked or comment.state != decision.after:
        raise Refused(_("Something else was decided about this comment since."))
    if version:
        version.delete()
    for name, value in fields.items():
        setattr(comment, name, value)
    decision.undone_at = now
    _take_back_answer(decision, now)


def _take_back_answer(decision: Decision, now: datetime) -> None:
    """Remove the answer that a decision gave; what readers answered to it stays."""
    reply = Comment.objects.filter(pk=decision.undo.get("answer")).first()
    if reply and reply.is_public:
        drop_letters(group_of(reply))
        seen = Comment.objects.as_seen(reply)
        reply.take_away(Comment.State.REMOVED, now)
        seen.update(**{name: getattr(reply, name) for name in ("state", "gone_at")})
        forget_comments([reply], entirely=True)


def _ask_again(decision: Decision) -> None:
    """Reports and the appeal that the decision answered are open again."""
    Report.objects.filter(pk__in=decision.undo.get("reports", [])).update(settled_at=None)
    if decision.undo.get("appealed"):
        Appeal.objects.filter(comment=decision.comment_id).update(settled_at=None)
