"""What moderators decide. Each decision is a line of the log, and can be undone.

Whoever decides about something else than what they saw is refused: a comment is changed only as
long as it is what it was when it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.comments import rules, service, teaching
from chronique.comments.actions import following, undoing
from chronique.comments.actions.forgetting import forget_change, forget_comments
from chronique.comments.actions.letters import tell_writer_of_approval, tell_writer_of_refusal
from chronique.comments.models import Appeal, Comment, Decision, Report, Version
from chronique.store.actions import forgotten_together
from chronique.text.markdown_light import render

Action, By, State = Decision.Action, Decision.By, Comment.State

STATES = {
    Action.APPROVE: State.PUBLIC,
    Action.ANSWER: State.PUBLIC,
    Action.HOLD: State.HELD,
    Action.REJECT: State.REJECTED,
    Action.SPAM: State.SPAM,
}
MARKS = {
    Action.PIN: ("is_pinned", True),
    Action.UNPIN: ("is_pinned", False),
    Action.PICK: ("is_picked", True),
    Action.UNPICK: ("is_picked", False),
}
LONGEST = 10_000


class DecidedMeanwhile(Refused):
    """Somebody else was faster."""


@transaction.atomic
def decide(
    *, comment: Comment, action: Decision.Action, by: Decision.By, now: datetime,
    user: User | None = None, reason: str = "", note: str = "", seen: str = "",
) -> Decision:  # fmt: skip
    """Approve, hold, reject, call spam; pin, pick and the opposites.

    `comment` is as it was read, or `seen` is the stamp that it had then: DecidedMeanwhile when it
    has changed since. A moderator's decision settles reports and an appeal. `reason` is sent to
    whoever wrote a comment that is rejected; `note` is for the log alone.
    """
    _expect(comment, seen)
    is_taught = by == By.MODERATOR and action in STATES
    if is_taught:
        teaching.begin(comment)
    is_first = comment.public_at is None
    decision = _changed(comment, action, now)
    decision.by, decision.user, decision.reason, decision.note = by, user, reason.strip(), note
    if is_taught:
        settle(comment, decision, now)
    decision.save()
    forget_change(comment, before=decision.before)
    if is_taught:
        teaching.teach(comment, decision)
        service.tell(comment)
    if comment.is_public and is_first:
        _tell_of_approval(comment, now)
    elif action == Action.REJECT and decision.reason:
        tell_writer_of_refusal(comment=comment, reason=decision.reason, now=now)
    return decision


def decide_many(
    *, comments: Iterable[Comment], action: Decision.Action, user: User, now: datetime
) -> list[Decision]:
    """Decide alike about several; what cannot be decided so, or no longer, is left out."""
    decisions = []
    with transaction.atomic(), forgotten_together():
        for comment in comments:
            with suppress(Refused):
                decisions.append(
                    decide(comment=comment, action=action, by=By.MODERATOR, user=user, now=now)
                )
    return decisions


@transaction.atomic
def edit_by_moderator(
    *, comment: Comment, text: str, note: str, user: User, now: datetime, seen: str = ""
) -> Decision:
    """Put other words in a comment's place; what it said is kept for moderators."""
    _expect(comment, seen)
    text = _checked(text)
    if text == comment.text:
        raise Refused(_("Nothing was changed."))
    decision = _logged(comment, Action.EDIT, now)
    version = Version(
        comment=comment, text=comment.text, html=comment.html, replaced_at=now, user=user
    )
    change(comment, text=text, html=render(text), edited_at=now)
    version.save()
    decision.undo["version"] = version.pk
    decision.by, decision.user, decision.note = By.MODERATOR, user, note
    decision.save()
    forget_change(comment, before=decision.before, has_other_words=True)
    return decision


@transaction.atomic
def answer(*, comment: Comment, text: str, user: User, now: datetime, seen: str = "") -> Comment:
    """Answer from the desk, in public at once. That approves what is answered."""
    _expect(comment, seen)
    teaching.begin(comment)
    text, is_first = _checked(text), comment.public_at is None
    decision = _changed(comment, Action.ANSWER, now)
    decision.by, decision.user = By.MODERATOR, user
    settle(comment, decision, now)
    reply = _reply(comment, text, user, now)
    decision.undo["answer"] = reply.pk
    decision.save()
    teaching.teach(comment, decision)
    received = _logged(reply, Action.RECEIVE, now)
    received.before, received.after, received.undo = "", reply.state, {}
    received.by, received.user = By.MODERATOR, user
    received.save()
    forget_comments([comment, reply])
    if is_first:
        _tell_of_approval(comment, now)
    following.tell_of(comment=reply, now=now)
    return reply


def _expect(comment: Comment, seen: str) -> None:
    if seen and seen != comment.stamp:
        raise DecidedMeanwhile(what_happened(comment, seen=seen))


def change(comment: Comment, **fields: Any) -> None:
    """Write these fields of a comment that is still as it was read. Raises DecidedMeanwhile."""
    if Comment.objects.as_seen(comment).update(**fields) != 1:
        raise DecidedMeanwhile(what_happened(comment))
    for name, value in fields.items():
        setattr(comment, name, value)


def settle(comment: Comment, decision: Decision, now: datetime) -> None:
    """Reports and an appeal are answered with the decision, which remembers them."""
    reports = Report.objects.open().filter(comment=comment)
    decision.undo["reports"] = list(reports.values_list("pk", flat=True))
    reports.update(settled_at=now)
    appeals = Appeal.objects.open().filter(comment=comment)
    decision.undo["appealed"] = bool(appeals.update(settled_at=now))


def _changed(comment: Comment, action: Decision.Action, now: datetime) -> Decision:
    """Change the comment as the action asks; return the line of the log, yet to be signed."""
    decision = _logged(comment, action, now)
    if action in MARKS:
        _mark(comment, action)
    else:
        _move(comment, action, now)
    decision.after = comment.state
    return decision


def _mark(comment: Comment, action: Decision.Action) -> None:
    name, value = MARKS[action]
    if not comment.is_public and value:
        raise Refused(_("Only what readers see can be pinned or picked."))
    if getattr(comment, name) == value:
        raise Refused(_("That is so already."))
    change(comment, **{name: value})


def _move(comment: Comment, action: Decision.Action, now: datetime) -> None:
    state = STATES[action]
    if comment.state == state and action != Action.ANSWER and not _has_open_question(comment):
        raise DecidedMeanwhile(what_happened(comment))
    wanted = Comment(public_at=comment.public_at, gone_at=comment.gone_at, state=comment.state)
    if state == State.PUBLIC:
        wanted.make_public(now)
    elif state == State.HELD:
        wanted.state, wanted.gone_at = state, None
    elif comment.state != state:
        wanted.take_away(state, now)
    fields: dict[str, Any] = {
        name: getattr(wanted, name) for name in ("state", "public_at", "gone_at")
    }
    if state == State.HELD:
        # Moderators hear of it again.
        fields["told_at"] = None
    change(comment, **fields)


def _has_open_question(comment: Comment) -> bool:
    """Whether somebody waits for a moderator's word, even if it is that all stays as it is."""
    return (
        Report.objects.open().filter(comment=comment).exists()
        or Appeal.objects.open().filter(comment=comment).exists()
    )


def _logged(comment: Comment, action: Decision.Action, now: datetime) -> Decision:
    return Decision(
        comment=comment, number=comment.pk, page_id=comment.page_id, action=action,
        decided_at=now, before=comment.state, after=comment.state,
        verdict=rules.without_details(comment.verdict),
        undo={"was": undoing.remembered(comment)},
    )  # fmt: skip


def what_happened(comment: Comment, *, seen: str = "") -> str:
    """Return why a decision about what was read comes too late, as a sentence."""
    found = Comment.objects.filter(pk=comment.pk).first()
    if found is None:
        return _("This comment has been deleted in the meantime.")
    edited = (seen or comment.stamp).rpartition("-")[2]
    if found.stamp.rpartition("-")[2] != edited:
        return _("This comment was edited after you read it. Please read it again.")
    last = Decision.objects.standing().filter(comment=comment).select_related("user").first()
    if last and last.user:
        return _("%(name)s was faster: this comment is %(state)s.") % {
            "name": last.who,
            "state": found.get_state_display(),
        }
    return _("This comment is %(state)s.") % {"state": found.get_state_display()}


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Please write something."))
    if len(text) > LONGEST:
        raise Refused(_("That is too long: at most %(most)s characters.") % {"most": LONGEST})
    return text


def _reply(comment: Comment, text: str, user: User, now: datetime) -> Comment:
    author = getattr(user, "author", None)
    wrote = author and author.authorships.filter(article=comment.page_id).exists()
    reply = Comment(
        page_id=comment.page_id, state=State.PUBLIC, user=user,
        role=Comment.Role.AUTHOR if wrote else Comment.Role.STAFF,
        author_name=author.name if author else user.get_full_name() or user.get_username(),
        author_email=user.email, text=text, html=render(text), written_at=now, public_at=now,
    )  # fmt: skip
    reply.hang_below(comment)
    reply.save(force_insert=True)
    return reply


def _tell_of_approval(comment: Comment, now: datetime) -> None:
    following.tell_of(comment=comment, now=now)
    tell_writer_of_approval(comment=comment, now=now)
