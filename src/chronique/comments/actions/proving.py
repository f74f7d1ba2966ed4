"""What waits for doubt alone is judged again once it is shown that a person wrote it.

By a puzzle, which the browser that wrote the comment solves, or by the letter that asks to confirm
the address. Each comment has one such chance; what moderators laid down or decided stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chronique.articles.models import Article
from chronique.articles.models.pages import readable_pages
from chronique.base.errors import Refused
from chronique.base.marks import mark
from chronique.comments import filtering, rules
from chronique.comments.actions import following, posting
from chronique.comments.actions.forgetting import forget_change
from chronique.comments.models import Comment, Decision, Discussion
from chronique.readers.links import CONFIRM, LIFE
from chronique.spam.decisions import Decision as Word
from chronique.spam.puzzles import Answer, check, make_puzzle
from chronique.spam.submissions import Submission

if TYPE_CHECKING:
    from datetime import datetime

    from chronique.comments.devices import Device
    from chronique.comments.threads import ThreadPage
    from chronique.readers.models import Reader

# Comments of one address that are judged again when it is confirmed, the newest.
MOST = 10


@dataclass(frozen=True)
class Judged:
    """The filter's verdict as it is kept, and whether nothing holds the comment any more."""

    verdict: dict[str, Any]
    is_passed: bool


class NotAsked(Refused):
    """The comment waits for no proof (any more)."""


class NoProof(Refused):
    """What was sent is no solution, or comes too late."""


def mark_asked(page: ThreadPage, device: Device) -> None:
    """Note on a page which of its reader's own comments a proof is asked for; one query or none."""
    waiting = [node for node in page.comments if node.is_mine and node.is_held]
    if waiting and device.mine:
        asked = _asked_of([node.comment.pk for node in waiting])
        for node in waiting:
            node.is_asked = node.comment.pk in asked


def _asked_of(numbers: list[int]) -> set[int]:
    rows = Comment.objects.seeming_held().undecided().filter(pk__in=numbers)
    verdicts = rows.values_list("pk", "verdict")
    return {pk for pk, verdict in verdicts if filtering.asks_for_proof(verdict)}


def puzzle_for(*, comment: Comment, now: datetime) -> dict[str, Any]:
    """Return a puzzle for a comment's browser. Raises NotAsked."""
    _expect_asked(comment)
    return make_puzzle(_name_of(comment), key=_key(), now=now)


@transaction.atomic
def take_solution(
    *, comment: Comment, solution: str, discussion: Discussion, device: Device, network: str,
    now: datetime,
) -> Comment:  # fmt: skip
    """Judge a comment again whose browser solved its puzzle; return it as it is now.

    The words that stand now are judged. What was taken for spam stays so, and its writer is told
    the same as others. `network` is the address that it is sent from. Raises NoProof and NotAsked.
    """
    # Of two solutions at once, the second waits here and then finds that none is asked for.
    row = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if row is None:
        raise NotAsked(not_asked())
    _expect_asked(row)
    found = check(solution, _name_of(row), key=_key(), now=now)
    if found is Answer.OLD:
        raise NoProof(_("That took too long: load the page again, and it is tried once more."))
    if found is Answer.WRONG:
        raise NoProof(_("That does not solve the puzzle of this comment."))
    if filtering.is_doubt_alone(row.verdict):
        judged = _judged(row, discussion, device, now, has_worked=True, network=network)
        _follow(row, judged, now)
    else:
        row.verdict["reasons"].append({"name": "worked", "detail": "", "decision": "pass"})
        _change(row, verdict=row.verdict)
    return row


def _expect_asked(comment: Comment) -> None:
    if comment.pk not in _asked_of([comment.pk]):
        raise NotAsked(not_asked())


def not_asked() -> str:
    return _("This comment waits for no proof any more.")


def waiting_of(reader: Reader, discussion: Discussion, now: datetime) -> list[Comment]:
    """Return the comments on a site, of the days for which a link to confirm is good, that wait
    for doubt alone and bear a reader's address; the newest first, MOST at most.
    """
    rows = Comment.objects.in_state(Comment.State.HELD).undecided().of_address(reader.address)
    rows = rows.under_any(readable_pages(discussion.site)).filter(
        written_at__gt=now - LIFE[CONFIRM]
    )
    found = rows.with_article().newest_first()[: 5 * MOST]
    return [comment for comment in found if filtering.is_doubt_alone(comment.verdict)][:MOST]


@transaction.atomic
def take_confirmation(
    *, reader: Reader, discussion: Discussion, device: Device, now: datetime
) -> list[Comment]:
    """Judge again what waits for doubt alone, now that its address is confirmed.

    Return those that are public thereby.
    """
    rows = Comment.objects.filter(pk__in=[one.pk for one in waiting_of(reader, discussion, now)])
    waiting = [
        row
        for row in rows.select_for_update().order_by("pk")
        if row.is_held and filtering.is_doubt_alone(row.verdict)
    ]
    # All before any is public: one speaks not for the other.
    judged = [_judged(row, discussion, device, now, has_confirmed=True) for row in waiting]
    for row, verdict in zip(waiting, judged, strict=True):
        _follow(row, verdict, now)
    return list(rows.public().with_article().oldest_first())


def _judged(
    comment: Comment, discussion: Discussion, device: Device, now: datetime, **proof: Any
) -> Judged:
    """Ask the filter and the mode once more, with the proof and with what is known now."""
    article = comment.article
    if not isinstance(article, Article):
        # Nothing else takes comments: whatever holds this one, it is no doubt of ours.
        return Judged(comment.verdict, is_passed=False)
    draft = posting.draft_of(comment, device)
    facts = filtering.facts_of(
        page=article.pk, wording=posting.wording_of(comment.text), network=comment.network,
        email=comment.author_email.lower(), submission="", site=discussion.site_id, now=now,
    )  # fmt: skip
    verdict = filtering.ask(
        Submission(
            text=comment.text, author_name=comment.author_name, author_email=comment.author_email,
            author_url=comment.author_url, language=article.language, mark=comment.network,
            same_text=facts.same_text, from_network=facts.from_network,
        from_address=facts.from_address, recent=facts.recent,
            is_known=draft.is_proven and facts.approved > 0,
            **filtering.around(
                article, parent=comment.parent, approved=facts.approved, now=now
            ),
            **filtering.told_by(comment.verdict) | proof,
        ),
        discussion=discussion, now=now,
    )  # fmt: skip
    kept = filtering.as_kept(verdict)
    if why := posting.why_wait(article, discussion, draft, facts):
        kept["reasons"].append({"name": why, "detail": ""})
    return Judged(kept, is_passed=verdict.decision is Word.PASS and not why)


def _follow(comment: Comment, judged: Judged, now: datetime) -> None:
    """Keep a new verdict; make the comment public if nothing holds it any more."""
    comment.verdict = judged.verdict
    if judged.is_passed:
        _make_public(comment, now)
    else:
        _change(comment, verdict=comment.verdict)


def _make_public(comment: Comment, now: datetime) -> None:
    """Let readers see it, tell who follows, and write it into the log."""
    before = comment.state
    wanted = Comment(state=before, public_at=comment.public_at)
    wanted.make_public(now)
    _change(comment, verdict=comment.verdict, state=wanted.state, public_at=wanted.public_at)
    Decision.objects.create(
        comment=comment, number=comment.pk, page_id=comment.page_id, by=Decision.By.FILTER,
        action=Decision.Action.APPROVE, before=before, after=comment.state, decided_at=now,
        verdict=rules.without_details(comment.verdict),
    )  # fmt: skip
    forget_change(comment, before=before)
    following.tell_of(comment, now)


def _change(comment: Comment, **fields: Any) -> None:
    """Write these fields of a comment that is still as it was read. Raises NotAsked."""
    if Comment.objects.as_seen(comment).update(**fields) != 1:
        raise NotAsked(not_asked())
    for name, value in fields.items():
        setattr(comment, name, value)


def _name_of(comment: Comment) -> str:
    return f"comment:{comment.pk}"


def _key() -> bytes:
    return mark(settings.SECRET_KEY.encode()[:64], "puzzles").encode()
