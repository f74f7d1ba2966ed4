"""A reader writes, changes or takes back a comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chronique.articles.insertion import Insertion
from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.base.marks import mark
from chronique.comments import filtering, rules, service
from chronique.comments.actions import following
from chronique.comments.actions.forgetting import forget_change
from chronique.comments.devices import Device
from chronique.comments.filtering import Facts
from chronique.comments.models import Alarm, Comment, Commented, Decision, Discussion, Version
from chronique.comments.pace import TooMany
from chronique.readers.actions import is_confirmed
from chronique.readers.daily import daily_mark
from chronique.readers.models import Reader
from chronique.readers.rules import one_form
from chronique.spam.decisions import Decision as Word
from chronique.spam.judge import RATE_TO_HOLD, Verdict
from chronique.spam.submissions import Submission
from chronique.text.markdown_light import render
from chronique.text.words import fold

STATES = {
    Word.PASS: Comment.State.PUBLIC,
    Word.HOLD: Comment.State.HELD,
    Word.SPAM: Comment.State.SPAM,
}


class CommentsClosed(Refused):
    """Nobody may comment here (any more)."""


class NotYours(Refused):
    """It is not, or no longer, for whoever asks to change it."""


@dataclass(frozen=True)
class Draft:
    """What a reader filled in, cleaned by the form, and what the request knew beside it."""

    name: str
    email: str
    website: str
    body: str
    parent: Comment | None = None
    honeypot: str = ""
    seconds_to_fill: float | None = None
    # The network's address. It is marked, compared with blocks, and not kept.
    network: str = ""
    # Whether this browser has confirmed the address.
    is_proven: bool = False
    # The numbers of the comments that were written in it.
    mine: tuple[int, ...] = ()
    # Whether its writer wishes to be told of answers.
    wants_answers: bool = False


def closed(article: Commented, discussion: Discussion, now: datetime) -> bool:
    """Whether nobody may comment there: static pages only keep what they had."""
    if not isinstance(article, Article) or not article.takes_comments():
        return True
    return rules.is_past(
        article.first_published_at, close_after_days=discussion.close_after_days, now=now
    )


def closes_at(article: Commented, discussion: Discussion, now: datetime) -> datetime | None:
    """Return when a discussion that is open closes by itself; None: never, or it is closed."""
    if closed(article, discussion, now):
        return None
    return rules.closes_at(article.first_published_at, close_after_days=discussion.close_after_days)


@dataclass(frozen=True)
class Posted:
    """What became of a form. `is_new` is False when it had been sent before."""

    comment: Comment
    is_new: bool


def post_comment(
    *, article: Article, draft: Draft, publication: Publication, discussion: Discussion,
    now: datetime,
) -> Posted:  # fmt: skip
    """Add a reader's comment: public, held, or among the spam, as the filter and the mode say.

    Followers are told if it is public; its writer is asked, once, to confirm the address. The same
    form sent twice makes one comment: the second time, the first is returned. Raises
    CommentsClosed, TooMany, or Refused when a moderator's list refuses it.

    The filter is asked before anything is written: what breaks in it breaks no transaction, and
    nobody waits for it to write.
    """
    if closed(article, discussion, now):
        raise CommentsClosed(_("Comments on this article are closed."))
    comment = _written(article, draft, now)
    facts = filtering.facts_of(
        page=article.pk, wording=comment.wording, network=comment.network,
        email=draft.email.lower(), submission=comment.submission, site=discussion.site_id, now=now,
    )  # fmt: skip
    if facts.already:
        return Posted(Comment.objects.get(pk=facts.already), is_new=False)
    submission = _asked(article, draft, comment.network, facts, now)
    verdict = filtering.ask(submission, discussion=discussion, now=now)
    _refuse(verdict, facts)
    verdict, said = service.ask(verdict, submission, discussion, now)
    comment.verdict = filtering.as_kept(verdict) | said
    comment.state = STATES[verdict.decision]
    # Its days among the spam are counted from now.
    comment.gone_at = now if verdict.decision is Word.SPAM else None
    # Also where the filter holds it: doubt alone, which a proof lifts, is told from the mode.
    if why := why_wait(article, discussion, draft, facts):
        comment.verdict["reasons"].append({"name": why, "detail": ""})
        if comment.is_public:
            comment.state = Comment.State.HELD
    if comment.is_public:
        comment.make_public(now)
    return _keep(comment, draft, publication, now)


@transaction.atomic
def _keep(comment: Comment, draft: Draft, publication: Publication, now: datetime) -> Posted:
    """Write the comment, its line in the log, and the rows of what follows."""
    saved = _save(comment)
    if saved is comment:
        _follow_up(comment, draft, publication, now)
        forget_change(comment, before="")
    return Posted(saved, is_new=saved is comment)


def is_from_there(comment: Comment, *, network: str, now: datetime) -> bool:
    """Whether a comment was sent from this network today, so that who sends it again wrote it."""
    return bool(network) and comment.network == daily_mark("network", network, now=now)


def _written(article: Article, draft: Draft, now: datetime) -> Comment:
    parent = draft.parent
    key = settings.SECRET_KEY.encode()
    who = (str(article.pk), str(parent.pk if parent else ""), draft.name, draft.email.lower())
    comment = _COMMENTS.new(
        page_id=article.pk,
        author_name=draft.name, author_email=draft.email, author_url=draft.website,
        text=draft.body, html=render(draft.body), written_at=now,
        submission=mark(key, "submission", *who, draft.body),
        wording=wording_of(draft.body),
        network=daily_mark("network", draft.network, now=now) if draft.network else "",
    )  # fmt: skip
    if parent:
        comment.hang_below(parent)
    return comment


def wording_of(text: str) -> str:
    """Return what stands for a text's words, wherever they come, in capitals or not."""
    return mark(settings.SECRET_KEY.encode(), "wording", " ".join(fold(text).split()))


def _asked(article: Article, draft: Draft, mark: str, facts: Facts, now: datetime) -> Submission:
    return Submission(
        text=draft.body, author_name=draft.name, author_email=draft.email,
        author_url=draft.website, language=article.language, honeypot=draft.honeypot,
        seconds_to_fill=draft.seconds_to_fill, network=draft.network, mark=mark,
        same_text=facts.same_text, from_network=facts.from_network,
        from_address=facts.from_address, recent=facts.recent,
        is_known=draft.is_proven and facts.approved > 0, is_confirmed=draft.is_proven,
        **filtering.around(article, parent=draft.parent, approved=facts.approved, now=now),
    )  # fmt: skip


def _refuse(verdict: Verdict, facts: Facts) -> None:
    is_too_fast = facts.is_slow and facts.from_network >= RATE_TO_HOLD
    if verdict.decision is not Word.REFUSE and not is_too_fast:
        return
    if verdict.is_too_many or is_too_fast:
        raise TooMany(_("Many comments came from your network just now. Try again in a while."))
    raise Refused(_("This discussion does not take your comment."))


def why_wait(article: Article, discussion: Discussion, draft: Draft, facts: Facts) -> str:
    """Return why the mode holds what the filter would let pass; "" when it does not.

    A reason is named as those of the filter.
    """
    mode = article.comments_mode
    if mode == Article.Comments.AS_USUAL:
        mode = discussion.mode
    if mode == Article.Comments.MODERATED:
        return "moderated"
    if mode != Article.Comments.FIRST and not facts.is_slow:
        return ""
    if facts.approved and _is_their_browser(draft):
        return ""
    if facts.is_slow:
        return "slow"
    return "unproven" if facts.approved else "first"


def _is_their_browser(draft: Draft) -> bool:
    """Whether an address was not merely typed: anybody may know that of a reader.

    A browser shows that it is its reader's by having confirmed the address; as long as nobody has,
    by a public comment that was written in it.
    """
    if draft.is_proven:
        return True
    written_here = (
        Comment.objects.public().of_address(one_form(draft.email)).filter(pk__in=draft.mine)
    )
    return bool(draft.mine) and not is_confirmed(draft.email) and written_here.exists()


def _follow_up(comment: Comment, draft: Draft, publication: Publication, now: datetime) -> None:
    """Note whom to tell, and whom to ask: rows, from which letters are made later."""
    if comment.state == Comment.State.SPAM:
        return
    following.tell_of(comment, now)
    # Who had everything erased proves it anew: a browser does not know what is kept.
    is_proven = draft.is_proven and is_confirmed(draft.email)
    if draft.wants_answers:
        following.follow(
            address=draft.email, comment=comment, is_proven=is_proven,
            language=publication.language, now=now,
        )  # fmt: skip
    if not is_proven:
        Reader.objects.let_ask(
            address=one_form(draft.email), name=draft.name, language=publication.language,
            site=publication.site_id, now=now,
        )  # fmt: skip


def _save(comment: Comment) -> Comment:
    """Write the comment and its line in the log. Sent at the same time twice, one of them wins."""
    if not _COMMENTS.add(comment):
        return Comment.objects.get(submission=comment.submission)
    line = _LOG.new(
        comment_id=comment.pk, number=comment.pk, page_id=comment.page_id,
        action=Decision.Action.RECEIVE, by=Decision.By.FILTER, decided_at=comment.written_at,
        after=comment.state, verdict=rules.without_details(comment.verdict),
    )  # fmt: skip
    _LOG.add(line)
    return comment


_COMMENTS, _LOG = Insertion(Comment), Insertion(Decision)


def too_late() -> str:
    return _("A comment can be changed for 15 minutes after it was sent.")


@transaction.atomic
def edit_comment(
    *, comment: Comment, body: str, article: Article, discussion: Discussion, device: Device,
    now: datetime,
) -> Comment:  # fmt: skip
    """Change a comment's words, for as long as its writer may; what was there is kept.

    What would not be public at once if it were new is held, also where a moderator has approved
    the words before. Raises NotYours when the time is over.
    """
    if not rules.is_editable(comment.written_at, now) or not comment.is_standing:
        raise NotYours(too_late())
    if body == comment.text:
        return comment
    Version.objects.create(comment=comment, text=comment.text, html=comment.html, replaced_at=now)
    draft, facts = _as_if_new(comment, device, discussion, now)
    verdict = filtering.ask(
        Submission(
            text=body, author_name=comment.author_name, author_email=comment.author_email,
            author_url=comment.author_url, language=article.language,
            is_known=draft.is_proven and facts.approved > 0,
            **(filtering.told_by(comment.verdict) if comment.is_held else {}),
            **filtering.around(
                article, parent=comment.parent, approved=facts.approved, now=now
            ),
        ),
        discussion=discussion,
        now=now,
    )  # fmt: skip
    before = comment.state
    comment.text, comment.html, comment.edited_at = body, render(body), now
    comment.verdict = filtering.as_kept(verdict)
    why = why_wait(article, discussion, draft, facts)
    if verdict.decision is not Word.PASS or why:
        comment.state = Comment.State.HELD
    if why:
        comment.verdict["reasons"].append({"name": why, "detail": ""})
    changed = Comment.objects.in_state(before).filter(pk=comment.pk).update(
        text=comment.text, html=comment.html, edited_at=now, state=comment.state,
        verdict=comment.verdict,
    )  # fmt: skip
    if not changed:
        raise NotYours(_("A moderator has just decided about this comment."))
    _log(comment, Decision.Action.EDIT, before=before, now=now)
    forget_change(comment, before=before, has_other_words=True)
    return comment


def _as_if_new(
    comment: Comment, device: Device, discussion: Discussion, now: datetime
) -> tuple[Draft, Facts]:
    """Return an edited comment as its browser would send it now, and what is known beside it.

    That it stands itself speaks for nobody.
    """
    address = one_form(comment.author_email)
    others = Comment.objects.public().of_address(address).exclude(pk=comment.pk)
    is_slow = Alarm.objects.slow(discussion.site_id, now).exists()
    return draft_of(comment, device), Facts(approved=others.count(), is_slow=is_slow)


def draft_of(comment: Comment, device: Device) -> Draft:
    """Return a comment as its browser would send it now."""
    return Draft(
        name=comment.author_name, email=comment.author_email, website=comment.author_url,
        body=comment.text, is_proven=device.has_proven(comment.author_email),
        mine=tuple(number for number in device.mine if number != comment.pk),
    )  # fmt: skip


@transaction.atomic
def remove_comment(*, comment: Comment, now: datetime) -> None:
    """Take a comment back, at any time. Removed twice is removed once."""
    before = comment.state
    changed = (
        Comment.objects.standing()
        .filter(pk=comment.pk)
        .update(state=Comment.State.REMOVED, gone_at=now, submission="")
    )
    if changed:
        comment.state = Comment.State.REMOVED
        _log(comment, Decision.Action.REMOVE, before=before, now=now)
        forget_change(comment, before=before)


def _log(comment: Comment, action: Decision.Action, *, before: str, now: datetime) -> None:
    Decision.objects.create(
        comment=comment, number=comment.pk, page_id=comment.page_id, action=action,
        by=Decision.By.WRITER, decided_at=now, before=before, after=comment.state,
        verdict=rules.without_details(comment.verdict),
    )  # fmt: skip
