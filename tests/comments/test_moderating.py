"""A moderator decides, each decision is a line of the log, and nobody overwrites anybody."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.comments.actions.moderating import (
    DecidedMeanwhile,
    answer,
    decide,
    decide_many,
    edit_by_moderator,
)
from chronique.comments.actions.undoing import undo, undo_many
from chronique.comments.models import Appeal, Comment, Decision
from chronique.mail.models import Letter
from tests.comments.moderators import confirmed, held, moderator, report, verdict
from tests.factories import NOON, make_article, make_author, make_comment

pytestmark = pytest.mark.django_db
Action, By, State = Decision.Action, Decision.By, Comment.State
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="High water")


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max", first_name="Max", last_name="Mole")


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def by(user: User, action: Decision.Action, comment: Comment, **fields: str) -> Decision:
    return decide(comment=comment, action=action, by=By.MODERATOR, user=user, now=NOON, **fields)


@pytest.mark.parametrize(
    ("action", "state", "goes"),
    [
        (Action.APPROVE, State.PUBLIC, False), (Action.REJECT, State.REJECTED, True),
        (Action.SPAM, State.SPAM, True),
    ],
)  # fmt: skip
def test_a_decision_moves_the_comment_and_is_logged(
    article: Article, max_: User, action: Decision.Action, state: Comment.State, goes: bool
):
    comment = held(article, verdict=verdict(links="4"))
    decision = by(max_, action, comment, note="Seen before.")
    found = fresh(comment)
    assert (found.state, found.public_at, found.gone_at) == (
        state, None if goes else NOON, NOON if goes else None,
    )  # fmt: skip
    decision.refresh_from_db()
    assert (decision.before, decision.after, decision.user, decision.note) == (
        State.HELD, state, max_, "Seen before.",
    )  # fmt: skip
    assert decision.verdict["reasons"][0]["name"] == "links"


def test_the_second_of_two_moderators_is_told_who_was_faster(article: Article, max_: User):
    # given two who have read the same comment
    comment = held(article)
    mine, theirs = fresh(comment), fresh(comment)
    by(max_, Action.APPROVE, mine)
    # when the second decides otherwise
    with pytest.raises(DecidedMeanwhile, match="Max Mole was faster: this comment is public"):
        by(moderator("mia"), Action.SPAM, theirs)
    # then nothing of it was written
    assert fresh(comment).state == State.PUBLIC
    assert Decision.objects.count() == 1


def test_what_was_edited_since_it_was_read_is_read_again_first(article: Article, max_: User):
    comment = held(article)
    Comment.objects.update(text="Buy my pills.", edited_at=LATER)
    with pytest.raises(DecidedMeanwhile, match="edited after you read it"):
        by(max_, Action.APPROVE, comment)


def test_what_is_deleted_is_not_decided_about(article: Article, max_: User):
    comment = held(article)
    Comment.objects.all().delete()
    comment.pk = comment.pk or 1
    with pytest.raises(DecidedMeanwhile, match="deleted in the meantime"):
        by(max_, Action.APPROVE, comment)


def test_what_is_public_is_not_approved_twice_unless_somebody_asked(article: Article, max_: User):
    comment = make_comment(article)
    with pytest.raises(Refused, match="This comment is public"):
        by(max_, Action.APPROVE, comment)
    report(comment)
    assert by(max_, Action.APPROVE, comment).after == State.PUBLIC


def test_a_moderator_s_decision_settles_reports_and_the_appeal(article: Article, max_: User):
    comment = held(article, state=State.REJECTED, gone_at=NOON)
    one = report(comment)
    appeal = Appeal.objects.create(comment=comment, words="Why?", made_at=NOON)
    decision = by(max_, Action.APPROVE, comment)
    one.refresh_from_db()
    appeal.refresh_from_db()
    assert (one.settled_at, appeal.settled_at) == (NOON, NOON)
    undo(decision=decision, now=LATER, user=max_)
    one.refresh_from_db()
    appeal.refresh_from_db()
    assert (one.settled_at, appeal.settled_at) == (None, None)


def test_reports_that_hide_a_comment_stay_open_and_moderators_hear_of_it(article: Article):
    comment = make_comment(article, public_at=NOON, told_at=NOON)
    one = report(comment)
    decide(comment=comment, action=Action.HOLD, by=By.READERS, now=LATER)
    one.refresh_from_db()
    assert one.settled_at is None
    assert (fresh(comment).state, fresh(comment).told_at) == (State.HELD, None)
    # and it was public before: who follows is not told again
    assert fresh(comment).public_at == NOON


@pytest.mark.parametrize(
    "action", [Action.APPROVE, Action.HOLD, Action.REJECT, Action.SPAM, Action.PIN, Action.PICK]
)
def test_each_decision_can_be_undone(article: Article, max_: User, action: Decision.Action):
    state = State.HELD if action == Action.APPROVE else State.PUBLIC
    comment = make_comment(article, state=state, public_at=None if state == State.HELD else NOON)
    before = Comment.objects.values().get(pk=comment.pk)
    decision = by(max_, action, comment)
    assert Comment.objects.values().get(pk=comment.pk) != before
    undoing = undo(decision=decision, now=LATER, user=max_)
    assert Comment.objects.values().get(pk=comment.pk) == before
    assert (undoing.action, undoing.after, undoing.user) == (Action.UNDO, state, max_)


def test_nothing_is_undone_twice_nor_after_somebody_decided_since(article: Article, max_: User):
    comment = held(article)
    first = by(max_, Action.APPROVE, comment)
    second = by(max_, Action.PIN, comment)
    with pytest.raises(Refused, match="Something else was decided"):
        undo(decision=first, now=LATER, user=max_)
    undo(decision=second, now=LATER, user=max_)
    with pytest.raises(Refused, match="undone already"):
        undo(decision=second, now=LATER, user=max_)
    undo(decision=Decision.objects.get(pk=first.pk), now=LATER, user=max_)
    assert fresh(comment).state == State.HELD


def test_only_what_readers_see_is_pinned(article: Article, max_: User):
    with pytest.raises(Refused, match="Only what readers see"):
        by(max_, Action.PIN, held(article))


def test_an_edit_keeps_what_was_there_and_can_be_undone(article: Article, max_: User):
    comment = held(article, "You *fool*, the tide is late.")
    was = Comment.objects.values().get(pk=comment.pk)
    decision = edit_by_moderator(
        comment=comment, text="The tide is *late*.", note="An insult.", user=max_, now=LATER
    )
    found = fresh(comment)
    assert (found.html.strip(), found.edited_at) == ("<p>The tide is <em>late</em>.</p>", LATER)
    version = found.versions.get()
    assert (version.text, version.user) == ("You *fool*, the tide is late.", max_)
    # the log says that, and not what was said
    decision.refresh_from_db()
    assert "fool" not in str(Decision.objects.values().get())
    undo(decision=decision, now=LATER, user=max_)
    assert Comment.objects.values().get(pk=comment.pk) == was
    assert not found.versions.exists()


def test_an_edit_that_changes_nothing_or_says_nothing_is_refused(article: Article, max_: User):
    comment = held(article)
    for text, why in ((" I agree.", "Nothing was changed"), (" ", "write something")):
        with pytest.raises(Refused, match=why):
            edit_by_moderator(comment=comment, text=text, note="", user=max_, now=NOON)


def test_an_answer_approves_what_it_answers_and_says_who_speaks(article: Article, max_: User):
    comment = held(article)
    reply = answer(comment=comment, text="Thank you, *Bo*.", user=max_, now=LATER)
    assert (fresh(comment).state, reply.state, reply.public_at) == (
        State.PUBLIC, State.PUBLIC, LATER,
    )  # fmt: skip
    assert (reply.parent, reply.thread_id, reply.author_name, reply.role) == (
        comment, comment.pk, "Max Mole", Comment.Role.STAFF,
    )  # fmt: skip


def test_an_author_answers_as_the_author(publication: Publication, max_: User):
    ada = make_author("Ada Verne", user=max_)
    comment = make_comment(make_article(authors=[ada]))
    reply = answer(comment=comment, text="Yes.", user=max_, now=LATER)
    assert (reply.role, reply.author_name) == (Comment.Role.AUTHOR, "Ada Verne")
    elsewhere = make_comment(make_article())
    assert answer(comment=elsewhere, text="Yes.", user=max_, now=LATER).role == Comment.Role.STAFF


def test_an_answer_undone_is_removed_and_what_it_approved_waits_again(article: Article, max_: User):
    comment = held(article)
    reply = answer(comment=comment, text="Thank you.", user=max_, now=LATER)
    decision = Decision.objects.get(action=Action.ANSWER)
    undo(decision=decision, now=LATER, user=max_)
    assert (fresh(comment).state, fresh(comment).public_at) == (State.HELD, None)
    assert (fresh(reply).state, fresh(reply).gone_at) == (State.REMOVED, LATER)


def test_many_are_decided_at_once_but_for_those_that_somebody_decided(article: Article, max_: User):
    comments = [held(article) for _ in range(3)]
    by(moderator("mia"), Action.SPAM, fresh(comments[1]))
    done = decide_many(comments=comments, action=Action.APPROVE, user=max_, now=LATER)
    assert [fresh(comment).state for comment in comments] == [
        State.PUBLIC, State.SPAM, State.PUBLIC,
    ]  # fmt: skip
    assert {decision.comment_id for decision in done} == {comments[0].pk, comments[2].pk}
    undo_many(decisions=done, now=LATER, user=max_)
    assert [fresh(comment).state for comment in comments] == [State.HELD, State.SPAM, State.HELD]


def test_whoever_wrote_it_is_told_of_the_first_approval_once_and_only_if_confirmed(
    article: Article, max_: User
):
    confirmed("bo@example.org")
    mine = held(article, author_email="Bo@Example.org")
    held_too = held(article, author_email="stranger@example.org")
    for comment in (mine, held_too):
        by(max_, Action.APPROVE, comment)
    letter = Letter.objects.get()
    assert letter.to == "bo@example.org"
    # and they can have no more of them by one press, as of answers
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Unsubscribe"].strip("<>") in letter.text


def test_a_reason_is_sent_with_a_link_to_answer_and_nothing_that_was_typed(
    article: Article, max_: User
):
    confirmed("bo@example.org")
    comment = held(article, "Buy my pills.", author_name="Pill Bo")
    by(max_, Action.REJECT, comment, reason="It is beside the point.", note="Third time.")
    letter = Letter.objects.get()
    assert (letter.subject, letter.to) == ("Your comment was not published", "bo@example.org")
    for text in (letter.text, letter.html):
        assert "It is beside the point." in text
        assert "http://localhost:8000/appeal/" in text
        assert "pills" not in text.lower() and "Pill Bo" not in text
        assert "Third time" not in text


def test_a_decision_undone_in_time_is_never_heard_of(article: Article, max_: User):
    confirmed("bo@example.org")
    decision = by(max_, Action.REJECT, held(article), reason="No.")
    letter = Letter.objects.get()
    assert letter.next_offer == NOON + timedelta(minutes=2)
    undo(decision=decision, now=NOON + timedelta(minutes=1), user=max_)
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_the_second_refusal_offers_no_second_appeal(article: Article, max_: User):
    confirmed("bo@example.org")
    comment = held(article, state=State.REJECTED)
    Appeal.objects.create(comment=comment, words="Why?", made_at=NOON)
    by(max_, Action.REJECT, comment, reason="It stays so.")
    assert "/appeal/" not in Letter.objects.get().text


def test_who_wants_no_letters_gets_none(article: Article, max_: User):
    confirmed("bo@example.org", rhythm="never")
    by(max_, Action.REJECT, held(article), reason="No.")
    assert not Letter.objects.exists()
