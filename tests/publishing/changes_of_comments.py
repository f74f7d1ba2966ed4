"""What readers and moderators do with comments on the stage."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from chronique.articles.models import Publication
from chronique.comments.actions import likes, moderating, own_data, posting, reports
from chronique.comments.actions.posting import Draft
from chronique.comments.models import Comment, Decision, Discussion
from chronique.readers.models import Erasure, Reader
from chronique.spam.decisions import Decision as Word
from chronique.spam.judge import Verdict
from tests.publishing.changes import again, change, edit
from tests.publishing.stage import Stage


@change("A comment is approved")
def _(stage: Stage) -> None:
    _decide(stage, stage.held, Decision.Action.APPROVE)


@change("A comment is held")
def _(stage: Stage) -> None:
    _post(stage, words="Let me think.")


@change("A comment is shown at once")
def _(stage: Stage) -> None:
    edit(Discussion.objects.get(), mode=Discussion.Mode.OPEN)
    _post(stage, words="The tide was high on Monday, as you said.", parent=again(stage.reply))


def _post(stage: Stage, *, words: str, parent: Comment | None = None) -> Comment:
    draft = Draft(
        name="Di", email="di@example.org", website="", body=words, parent=parent,
        seconds_to_fill=60.0,
    )  # fmt: skip
    posted = posting.post_comment(
        article=again(stage.tides), draft=draft, publication=Publication.objects.get(),
        discussion=Discussion.objects.get(), now=timezone.now(),
    )  # fmt: skip
    return posted.comment


@change("A moderator answers a comment")
def _(stage: Stage) -> None:
    moderating.answer(
        comment=again(stage.reply), text="At one, yes.", user=stage.user, now=timezone.now()
    )


@change("A comment is taken back")
def _(stage: Stage) -> None:
    posting.remove_comment(comment=again(stage.reply), now=timezone.now())


@change("A comment is called spam")
def _(stage: Stage) -> None:
    _decide(stage, stage.reply, Decision.Action.SPAM)


@change("A held comment is rejected")
def _(stage: Stage) -> None:
    _decide(stage, stage.held, Decision.Action.REJECT)


@change("A comment is changed by a moderator")
def _(stage: Stage) -> None:
    moderating.edit_by_moderator(
        comment=again(stage.reply), text="At one or two.", note="", user=stage.user,
        now=timezone.now(),
    )  # fmt: skip


@change("A comment is picked")
def _(stage: Stage) -> None:
    _decide(stage, stage.reply, Decision.Action.PICK)


@change("Readers report a comment")
def _(stage: Stage) -> None:
    reports.report_comment(
        comment=again(stage.reply), reason="insult", words="", device="a", network="", limit=1,
        verdict=Verdict(Word.PASS, (), 0.0), now=timezone.now(),
    )  # fmt: skip


@change("A reader has everything erased")
def _(stage: Stage) -> None:
    now = timezone.now()
    reader = Reader.objects.create(address="bo@example.org", language="en", made_at=now)
    erasure = Erasure.objects.create(
        address=reader.address, kind=Erasure.Kind.ERASE, asked_at=now, due_at=now
    )
    own_data.carry_out(erasure, now=now)


def _decide(stage: Stage, comment: Comment, action: Decision.Action) -> Decision:
    return moderating.decide(
        comment=again(comment), action=action, by=Decision.By.MODERATOR, user=stage.user,
        now=timezone.now(),
    )  # fmt: skip


@change("An article is liked after a quiet minute")
def _(stage: Stage) -> None:
    like(likes.Thing(page=stage.tides.pk))


@change("A comment is liked after a quiet minute")
def _(stage: Stage) -> None:
    like(likes.Thing(comment=stage.first.pk))


def like(thing: likes.Thing, *, device: str = "a", now: datetime | None = None) -> None:
    moment = now or timezone.now()
    likes.like(likes.Press(thing, device, "", is_new=True, wanted=True, now=moment))
