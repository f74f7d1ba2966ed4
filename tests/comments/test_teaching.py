"""What moderators decide teaches the filter of their site, at once, and can be undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import F

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.comments import filtering, teaching
from chronique.comments.actions.moderating import answer, decide, decide_many
from chronique.comments.actions.own_data import carry_out
from chronique.comments.actions.undoing import undo, undo_many
from chronique.comments.models import Comment, Decision, Discussion
from chronique.readers.models import Erasure
from chronique.spam.decisions import Decision as Word
from chronique.spam.models import Learned, LessonRow, StandingRow
from chronique.spam.opinion import opinion
from chronique.spam.reasons import ReasonName
from tests.comments.moderators import moderator
from tests.factories import NOON, make_article, make_comment, the_site

pytestmark = pytest.mark.django_db
Action, By, State = Decision.Action, Decision.By, Comment.State
POND = "Our koi are fed with algae from the northern ponds, ask for the autumn list."


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="High water", language="en")


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max")


def held(article: Article, text: str = POND, **fields: str) -> Comment:
    fields = {"author_name": "Koi", "author_email": "koi@pond.example"} | fields
    return make_comment(article, text, state=State.HELD, **fields)


def likely(comment: Comment) -> float:
    asked = teaching.submission_of(comment)
    site = teaching.what_is_learned(the_site().pk, asked)
    return opinion(asked, site).probability


def by(user: User, action: Decision.Action, comment: Comment) -> Decision:
    comment.refresh_from_db()
    return decide(comment=comment, action=action, by=By.MODERATOR, user=user, now=NOON)


@pytest.mark.parametrize(
    ("action", "is_more"),
    [(Action.APPROVE, False), (Action.SPAM, True), (Action.REJECT, True)],
)
def test_each_decision_teaches(
    article: Article, max_: User, action: Decision.Action, is_more: bool
) -> None:
    comment = held(article)
    before = likely(comment)
    by(max_, action, comment)
    assert (likely(comment) > before) is is_more
    assert likely(comment) != before


def test_a_rejection_says_less_than_spam(article: Article, max_: User) -> None:
    rude, spam = held(article), held(article)
    by(max_, Action.REJECT, rude)
    rejected = likely(spam)
    undo(decision=Decision.objects.get(), now=NOON, user=max_)
    by(max_, Action.SPAM, spam)
    assert rejected < likely(spam)


def test_an_answer_approves_and_teaches_so_and_is_no_lesson_itself(
    article: Article, max_: User
) -> None:
    comment = held(article)
    before = likely(comment)
    reply = answer(comment=comment, text="Thank you.", user=max_, now=NOON)
    assert likely(comment) < before
    by(max_, Action.REJECT, reply)
    assert [row.subject for row in LessonRow.objects.all()] == [f"comment:{comment.pk}"]


def test_what_is_undone_is_as_if_it_never_was(article: Article, max_: User) -> None:
    one, two = held(article), held(article, "The second table leaves out the harbour dues.")
    by(max_, Action.APPROVE, two)
    before = kept()
    decisions = [
        by(max_, Action.APPROVE, one), by(max_, Action.SPAM, one), by(max_, Action.HOLD, one),
        by(max_, Action.REJECT, one),
    ]  # fmt: skip
    assert kept() != before
    undo_many(decisions=decisions, now=NOON, user=max_)
    assert kept() == before


def kept() -> tuple[object, ...]:
    learned = Learned.objects.get()
    standings = StandingRow.objects.exclude(honest=0, spam=0).order_by("mark")
    return bytes(learned.weights), learned.losses, list(standings.values_list())


def test_a_decision_that_is_refused_teaches_nothing(article: Article, max_: User) -> None:
    comment = held(article)
    by(max_, Action.SPAM, comment)
    before = kept()
    with pytest.raises(Refused):
        by(max_, Action.SPAM, comment)
    assert kept() == before


def test_many_at_once_teach_each(article: Article, max_: User) -> None:
    comments = [held(article, f"{POND} {number}") for number in range(5)]
    decide_many(comments=comments, action=Action.SPAM, user=max_, now=NOON)
    assert Learned.objects.get().spam == 5


def test_readers_and_marks_teach_nothing(article: Article, max_: User) -> None:
    comment = held(article)
    by(max_, Action.APPROVE, comment)
    before = kept()
    by(max_, Action.PIN, comment)
    comment.refresh_from_db()
    decide(comment=comment, action=Action.HOLD, by=By.READERS, now=NOON)
    assert kept() == before


def test_the_next_comment_like_it_is_held_and_the_moderator_reads_why(
    article: Article, max_: User
) -> None:
    comment = held(article, author_url="https://pond.example/")
    asked = teaching.submission_of(comment)
    assert (
        filtering.ask(asked, discussion=Discussion(site=the_site()), now=NOON).decision is Word.PASS
    )
    by(max_, Action.SPAM, comment)
    verdict = filtering.ask(asked, discussion=Discussion(site=the_site()), now=NOON)
    assert verdict.decision is not Word.PASS
    names = {reason.name for reason in verdict.reasons}
    assert {ReasonName.LIKELY, ReasonName.HERE_TEXT} <= names


@pytest.mark.parametrize("kind", [Erasure.Kind.ERASE, Erasure.Kind.ANONYMISE])
def test_who_is_erased_has_no_standing(article: Article, max_: User, kind: str) -> None:
    comment = held(article)
    by(max_, Action.SPAM, comment)
    erasure = Erasure.objects.create(
        address="koi@pond.example", kind=kind, asked_at=NOON, due_at=NOON
    )
    carry_out(erasure, now=NOON + timedelta(days=1))
    assert not StandingRow.objects.exists() and not LessonRow.objects.exists()


def test_many_comments_of_one_writer_are_forgotten_with_few_queries(
    article: Article, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        make_comment(article, f"{POND} {number}", author_email="koi@pond.example")
    rows = Comment.objects.of_address("koi@pond.example").with_article()
    with django_assert_max_num_queries(12):
        teaching.forget(list(rows))


def imported(article: Article, text: str, state: Comment.State, **fields: str) -> Comment:
    return make_comment(
        article, text, state=state, old_number=str(Comment.objects.count() + 1),
        author_name="x", author_email="x@x.example", **fields,
    )  # fmt: skip


def taught() -> int:
    site = the_site()
    return teaching.teach_imported(site.pk, root_path=site.root_page.path)


def test_imported_comments_teach_what_was_decided_there_and_once(
    article: Article, max_: User
) -> None:
    spam = imported(article, POND, State.SPAM)
    imported(article, "A good point about the dues.", State.PUBLIC)
    imported(article, "Not decided.", State.HELD)
    make_comment(article, "Written here.", state=State.PUBLIC)
    decided = imported(article, "Decided about here since.", State.HELD)
    by(max_, Action.APPROVE, decided)
    assert taught() == 2
    assert (Learned.objects.get().spam, Learned.objects.get().honest) == (1, 2)
    assert likely(spam) > 0.5
    assert taught() == 0


def test_of_imported_comments_the_newest_teach(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "MOST_IMPORTED", 2)
    for day in range(4):
        imported(article, f"Point {day} about the dues.", State.PUBLIC)
        Comment.objects.update(written_at=F("written_at") - timedelta(days=1))
    assert taught() == 2
    told = Comment.objects.filter(origin__taught=True).values_list("text", flat=True)
    assert sorted(told) == ["Point 2 about the dues.", "Point 3 about the dues."]
    assert taught() == 0
