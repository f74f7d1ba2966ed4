"""Moderators are told by mail of what waits, and decide from there; who is refused answers."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client

from chronique.articles.models import Article, Publication
from chronique.comments.actions.notices import tell_moderators
from chronique.comments.links import APPEAL, MODERATION, appeal_path, moderation_path
from chronique.comments.models import Appeal, Comment, Decision, Discussion
from chronique.mail.models import Letter
from tests.comments.moderators import held, moderator, verdict
from tests.factories import NOON, make_article, make_comment, the_site

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="High water")


@pytest.fixture
def max_(publication: Publication) -> User:
    return moderator("max", first_name="Max")


def tell(now: datetime = NOON) -> int:
    return tell_moderators(publication=Publication.objects.get(), now=now)


def link(comment: Comment, user: User) -> str:
    return moderation_path(comment=comment.pk, user=user.pk)


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_all_who_may_moderate_are_told_with_a_link_of_their_own(article: Article, max_: User):
    moderator("mia")
    moderator("nobody", email="")
    moderator("gone", is_active=False)
    User.objects.create_user("edith", email="edith@example.org")
    comment = held(article, "The tide\nis late.", verdict=verdict(links="4"))
    assert tell() == 2
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"max@example.org", "mia@example.org"}
    letter = letters["max@example.org"]
    assert letter.subject == "1 comment waits"
    for text in (letter.text, letter.html):
        for part in ("Bo", "High water", "The tide", "It holds 4 links.", "/desk/comments/"):
            assert part in text
    links = {re.search(r"http://localhost:8000(/moderate/\S+?)[\s\"]", one.text)[1]
             for one in letters.values()}  # fmt: skip
    assert len(links) == 2
    assert Client().get(links.pop()).status_code == 200
    assert comment.pk


def test_of_what_they_were_told_they_are_not_told_again(article: Article, max_: User):
    held(article)
    make_comment(article)
    assert (tell(), tell(NOON + timedelta(hours=1))) == (1, 0)


def test_many_comments_make_one_letter_in_ten_minutes(article: Article, max_: User):
    held(article)
    tell()
    for _ in range(12):
        held(article)
    assert tell(NOON + timedelta(minutes=9)) == 0
    assert tell(NOON + timedelta(minutes=10)) == 1
    letter = Letter.objects.latest("pk")
    assert letter.subject == "12 comments wait"
    assert (letter.text.count("/moderate/"), "… and 2 more." in letter.text) == (10, True)


@pytest.mark.parametrize(
    ("hour", "told"), [(4, 0), (7, 1), (22, 1)]
)  # fmt: skip
def test_once_a_day_is_in_the_morning(article: Article, max_: User, hour: int, told: int):
    Discussion.objects.create(site=the_site(), notices="daily")
    held(article, told_at=NOON - timedelta(days=1))
    held(article)
    # by the clock in Paris, an hour later
    assert tell(NOON.replace(hour=hour)) == told
    held(article)
    assert tell(NOON.replace(hour=22, minute=30)) == (0 if told else 1)


def test_who_does_not_want_to_be_told_is_not(article: Article, max_: User):
    Discussion.objects.create(site=the_site(), notices="never")
    held(article)
    assert tell() == 0


def test_moderators_are_told_in_the_language_they_chose(article: Article, max_: User):
    Publication.objects.update(language="fr")
    held(article)
    tell()
    assert Letter.objects.get().language == "fr"


def test_to_open_a_link_changes_nothing(article: Article, max_: User):
    comment = held(article, "<b>Hello</b>", verdict=verdict(links="4"))
    for method in ("get", "head", "get"):
        answer = getattr(Client(), method)(link(comment, max_))
        assert answer.status_code == 200
    assert "It holds 4 links." in answer.content.decode()
    assert state_of(comment) == "held"
    assert not Decision.objects.exists()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("action", "state"), [("approve", "public"), ("reject", "rejected"), ("spam", "spam")]
)
def test_a_button_decides_without_signing_in_and_names_the_moderator(
    article: Article, max_: User, action: str, state: str
):
    comment, client = held(article), Client(enforce_csrf_checks=True)
    address = link(comment, max_)
    answer = client.post(address, {"action": action, "seen": comment.stamp})
    assert answer["Location"] == address
    assert (state_of(comment), Decision.objects.get().user) == (state, max_)
    # and the link says from then on what was decided
    page = client.get(link(comment, max_)).content.decode()
    assert "by Max" in page and 'value="approve"' not in page


def test_what_was_decided_by_mail_can_be_undone_by_whoever_did(article: Article, max_: User):
    comment = held(article)
    Client().post(link(comment, max_), {"action": "spam"})
    other = moderator("mia")
    assert 'value="undo"' not in Client().get(link(comment, other)).content.decode()
    assert 'value="undo"' in Client().get(link(comment, max_)).content.decode()
    Client().post(link(comment, max_), {"action": "undo"})
    assert state_of(comment) == "held"


def test_who_comes_second_is_told_so(article: Article, max_: User):
    comment = held(article)
    Client().post(link(comment, moderator("mia", first_name="Mia")), {"action": "approve"})
    answer = Client().post(link(comment, max_), {"action": "spam", "seen": comment.stamp})
    assert answer.status_code == 409
    assert "Mia was faster: this comment is public." in answer.content.decode()
    assert state_of(comment) == "public"


def test_a_link_is_of_no_use_to_who_may_not_moderate_any_more(article: Article, max_: User):
    comment = held(article)
    address = link(comment, max_)
    max_.groups.clear()
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address, {"action": "approve"})
        assert (answer.status_code, state_of(comment)) == (410, "held")
    max_.delete()
    assert Client().get(address).status_code == 410


def test_a_link_that_is_not_whole_or_of_another_kind_opens_nothing(article: Article, max_: User):
    comment = held(article)
    other = signing.dumps([comment.pk, max_.pk], salt=APPEAL)
    for address in (link(comment, max_)[:-3] + "/", "/moderate/x/", f"/moderate/{other}/"):
        assert Client().post(address, {"action": "approve"}).status_code == 410
    assert state_of(comment) == "held"


@pytest.mark.parametrize(("purpose", "days"), [(MODERATION, 14), (APPEAL, 30)])
def test_a_link_ends_after_some_days(
    article: Article, max_: User, purpose: str, days: int, monkeypatch: pytest.MonkeyPatch
):
    comment = held(article, state=State.REJECTED)
    address = link(comment, max_) if purpose == MODERATION else appeal_path(comment=comment.pk)
    begun = datetime.now().timestamp()  # noqa: DTZ005
    monkeypatch.setattr("django.core.signing.time.time", lambda: begun + days * 86400 - 60)
    assert Client().get(address).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: begun + days * 86400 + 60)
    answer = Client().get(address)
    assert (answer.status_code, "too long ago" in answer.content.decode()) == (410, True)


def test_a_refused_reader_answers_once_and_a_moderator_looks_again(article: Article, max_: User):
    comment = held(article, state=State.REJECTED, gone_at=NOON)
    address, client = appeal_path(comment=comment.pk), Client(enforce_csrf_checks=True)
    assert "Why should it be published?" in client.get(address).content.decode()
    assert not Appeal.objects.exists()
    assert client.post(address, {"words": "It is true."}).status_code == 302
    assert "A moderator will look at your comment again" in client.get(address).content.decode()
    # when they try again
    again = client.post(address, {"words": "It is!"})
    assert (again.status_code, Appeal.objects.get().words) == (422, "It is true.")
    # and when a moderator has looked
    Client().post(link(comment, max_), {"action": "approve"})
    assert "your comment is public" in client.get(address).content.decode()


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_an_answer_that_says_nothing_or_too_much_comes_back(article: Article, words: str):
    comment = held(article, state=State.SPAM)
    answer = Client().post(appeal_path(comment=comment.pk), {"words": words})
    assert answer.status_code == 422
    assert not Appeal.objects.exists()


def test_what_is_not_refused_needs_no_answer(article: Article):
    comment = make_comment(article)
    assert Client().post(appeal_path(comment=comment.pk), {"words": "Why?"}).status_code == 422
    assert not Appeal.objects.exists()
