"""Plan an issue, take it back, stop it, let it go on; send those a correction who got it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.mail.actions import hold_mailing, resume_mailing
from chronique.mail.models import KEPT
from chronique.newsletter.actions.together import drop_waiting, lock_together
from chronique.newsletter.models import Issue, LeftOut, Newsletter, Rhythm
from chronique.newsletter.numbers import numbers_of


class NotToBePlanned(Refused):
    """This article cannot be sent in this newsletter, now or so."""


class TooLate(Refused):
    """The issue is not in the state that somebody saw."""


@transaction.atomic
def plan_issue(
    *, article: Article, newsletter: Newsletter, form: Newsletter.Form, when: datetime | None,
    subject: str, preheader: str = "", user: Any = None, now: datetime,
) -> Issue:  # fmt: skip
    """Plan to send an article to those who want each, and no sooner than it can be taken back.

    `when`: None is at the article's publication, which may have been. Raises NotToBePlanned.
    """
    if not Newsletter.objects.for_article(article).filter(pk=newsletter.pk).exists():
        raise NotToBePlanned(_("This newsletter does not bring such articles."))
    if why := why_not_readable(article, when, now):
        raise NotToBePlanned(why)
    if _was_sent_long_ago(article, newsletter, now):
        raise NotToBePlanned(_("It was sent long ago, and who got it is no longer known."))
    LeftOut.objects.filter(article=article, newsletter=newsletter).delete()
    waits = when is None and not article.live
    issue = Issue(
        newsletter=newsletter, kind=Issue.Kind.ARTICLE, article=article, rhythm=Rhythm.EACH,
        form=form, preheader=preheader.strip(), made_at=now, made_by=user,
        send_at=None if waits else _soonest(newsletter, when or now, now),
    )  # fmt: skip
    return _saved(issue, subject)


def why_not_readable(article: Article, when: datetime | None, now: datetime) -> str:
    """Return what keeps an article from being sent then, as a sentence; empty when nothing does."""
    if article.live and not Article.objects.published().filter(pk=article.pk).exists():
        return _("Readers need a password for this article, so it is not sent.")
    if not article.live and when is not None and when <= now:
        return _("This article is not published yet.")
    return ""


def _was_sent_long_ago(article: Article, newsletter: Newsletter, now: datetime) -> bool:
    """Whether an issue of it was taken back whose letters' rows may be gone."""
    old = Issue.objects.of_article(article).filter(newsletter=newsletter, made_at__lt=now - KEPT)
    return any(issue.numbers.get("sent") for issue in old)


def _soonest(newsletter: Newsletter, when: datetime, now: datetime) -> datetime:
    return max(when, now + newsletter.undo_time)


def _saved(issue: Issue, subject: str) -> Issue:
    issue.subject = " ".join(subject.split())
    if not issue.subject:
        raise NotToBePlanned(_("A letter needs a subject."))
    try:
        with transaction.atomic():
            issue.save(force_insert=True)
    except IntegrityError as error:
        raise NotToBePlanned(_("It is planned or sent in this newsletter already.")) from error
    return issue


@transaction.atomic
def plan_correction(
    *, corrects: Issue, note: str, subject: str, preheader: str = "", form: Newsletter.Form,
    user: Any = None, now: datetime,
) -> Issue:  # fmt: skip
    """Plan a letter to those who got an issue, and still want its newsletter."""
    if not corrects.is_over:
        raise NotToBePlanned(_("This issue is still being sent: take it back first."))
    if not note.strip():
        raise NotToBePlanned(_("Say what was wrong."))
    article = corrects.article
    if article and (why := why_not_readable(article, now, now)):
        raise NotToBePlanned(why)
    if not corrects.mailing or not corrects.mailing.letters.sent().exists():
        raise NotToBePlanned(_("Nobody got this issue, or who got it is no longer known."))
    issue = Issue(
        newsletter=corrects.newsletter, kind=kind_of_correction(corrects), article=article,
        articles=corrects.articles, rhythm=corrects.rhythm, corrects=corrects, form=form,
        preheader=preheader.strip(), note=note.strip(), made_at=now, made_by=user,
        send_at=_soonest(corrects.newsletter, now, now),
    )  # fmt: skip
    return _saved(issue, subject)


def kind_of_correction(issue: Issue) -> Issue.Kind:
    """Return what a correction of an issue is: of a digest, it is one with a note."""
    return Issue.Kind.CORRECTION if issue.article_id else Issue.Kind.DIGEST


@transaction.atomic
def leave_out(*, article: Article, newsletter: Newsletter) -> None:
    """Keep an article out of a newsletter's digests."""
    LeftOut.objects.get_or_create(article=article, newsletter=newsletter)


@transaction.atomic
def let_in(*, article: Article, newsletter: Newsletter) -> None:
    """Let an article stand in a newsletter's digests, where all stand that appear."""
    LeftOut.objects.filter(article=article, newsletter=newsletter).delete()


@transaction.atomic
def article_published(article: Article, *, now: datetime) -> int:
    """Let those issues go that waited for an article; return how many. May be told twice."""
    waiting = list(Issue.objects.for_publication(article).select_related("newsletter"))
    for issue in waiting:
        Issue.objects.for_publication(article).filter(pk=issue.pk).update(
            send_at=_soonest(issue.newsletter, now, now)
        )
    return len(waiting)


@transaction.atomic
def take_back(issue: Issue) -> int:
    """End an issue: nothing of it is sent from now on. Return how many letters are dropped.

    In the first minutes there is none yet. Who has got it may be sent a correction; when its
    article is planned again, it goes to all others. Who wants another newsletter that brings it
    gets that one's letter. What is on its way this second is not dropped: nobody would know any
    more who got it.
    """
    lock_together(issue)
    locked = _locked(issue)
    if locked.is_over:
        raise TooLate(_("This issue is over: it was sent, or taken back."))
    if locked.mailing:
        hold_mailing(locked.mailing)
    dropped = drop_waiting(locked)
    locked.state = Issue.State.UNDONE
    locked.numbers = numbers_of(locked)
    locked.save(update_fields=["state", "numbers"])
    return dropped


@transaction.atomic
def stop(issue: Issue, *, because: str = "") -> None:
    """Offer no further letter of it, until it is let go on. `because`: why, of the program."""
    locked = _locked(issue)
    if locked.is_over or not (locked.is_running or because):
        raise TooLate(_("This issue is not being sent."))
    if locked.mailing:
        hold_mailing(locked.mailing, because)
    locked.state, locked.stopped_because = Issue.State.STOPPED, because
    locked.save(update_fields=["state", "stopped_because"])


@transaction.atomic
def resume(issue: Issue) -> None:
    """Let an issue go on that was stopped, by somebody or by the program."""
    locked = _locked(issue)
    if not locked.is_stopped:
        raise TooLate(_("This issue is not stopped."))
    if locked.mailing:
        resume_mailing(locked.mailing)
    locked.state = Issue.State.SENDING if locked.queued_at else Issue.State.QUEUEING
    locked.stopped_because = ""
    locked.save(update_fields=["state", "stopped_because"])


def _locked(issue: Issue) -> Issue:
    rows = Issue.objects.select_for_update(of=("self",)).select_related("mailing")
    return rows.get(pk=issue.pk)
