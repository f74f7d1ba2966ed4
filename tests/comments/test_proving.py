"""What waits for doubt alone is judged again: by a puzzle, or once the address is confirmed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chronique.articles.models import Article
from chronique.comments.actions.following import follow
from chronique.comments.jobs import ask_readers
from chronique.comments.models import Alarm, Block, Comment, Decision, Notice, WordList
from chronique.comments.trap import name_of
from chronique.mail.models import Letter
from chronique.spam import puzzles
from chronique.spam.opinion import CONFIRMED, WORKED
from tests.comments.proofs import (
    HOLD_FROM,
    LEISURE,
    SPAM_FROM,
    confirm,
    is_asked,
    likely,
    outweighed,
    post,
    prove,
    send,
    why,
)
from tests.factories import make_article, make_comment, the_site
from tests.readers.given import links_in, make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(puzzles, "ROUNDS", 10)


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open", first_published_at=timezone.now())


def test_a_hasty_comment_is_public_once_its_browser_has_worked(article: Article):
    # given a comment that was held for haste alone
    browser = Client()
    comment = post(article, browser)
    assert (comment.state, why(comment)) == ("held", ["too_fast"])
    assert is_asked(browser, comment)
    # when its browser solves the puzzle
    answer = prove(browser, comment)
    # then readers see it, and the log says by whom
    assert (answer.status_code, answer.json()["state"]) == (200, "public")
    assert (comment.state, why(comment)) == ("public", ["too_fast", "worked"])
    assert comment.public_at is not None and comment.public_at > comment.written_at
    line = Decision.objects.latest("pk")
    assert (line.action, line.by, line.before, line.after) == (
        "approve", "filter", "held", "public",
    )  # fmt: skip
    assert not is_asked(browser, comment)
    assert comment.text in Client().get(article.address).content.decode()


def test_who_follows_is_told_of_it(article: Article):
    above = make_comment(article, author_email="ada@example.org")
    make_reader("ada@example.org")
    follow(
        address="ada@example.org", comment=above, now=timezone.now(), language="en", is_proven=True
    )
    browser = Client()
    comment = post(article, browser, parent=str(above.pk))
    assert not Notice.objects.exists()
    prove(browser, comment)
    assert Notice.objects.get().comment == comment


def test_nothing_is_asked_of_others_nor_where_there_is_no_doubt(article: Article):
    browser = Client()
    comment = post(article, browser, took=LEISURE)
    assert comment.is_public
    assert not is_asked(browser, comment)
    held = post(article, browser, "Another thing altogether.")
    stranger = Client()
    assert "data-proof" not in stranger.get(article.address).content.decode()
    assert stranger.get(f"{held.path}proof/").status_code == 404


def trapped() -> dict[str, str]:
    """What a program fills in beside."""
    return {name_of(timezone.localdate()): "https://spam.example"}


def hold_by_list(article: Article) -> None:
    WordList.objects.create(name="w", effect="hold", words="vote")


def hold_by_block(article: Article) -> None:
    Block.objects.create(kind="domain", value="example.org", effect="hold")


def hold_by_mode(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(comments_mode="moderated")


def hold_the_first(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(comments_mode="first")


def slow_down(article: Article) -> None:
    now = timezone.now()
    Alarm.objects.create(
        site=the_site(), kind="hand", raised_at=now, slow_until=now + timedelta(hours=1)
    )


LAID_DOWN = [hold_by_list, hold_by_block, hold_by_mode, hold_the_first, slow_down]


@pytest.mark.parametrize("lay_down", LAID_DOWN)
def test_what_moderators_laid_down_no_proof_lifts(article: Article, lay_down: Any):
    lay_down(article)
    browser = Client()
    comment = post(article, browser)
    assert comment.is_held and "too_fast" in why(comment) and len(why(comment)) == 2
    assert not is_asked(browser, comment)
    refused = send(browser, comment, "x")
    assert (refused.status_code, refused.json()["title"]) == (
        409, "This comment waits for no proof any more.",
    )  # fmt: skip
    confirm(browser, comment)
    assert comment.is_held


@pytest.mark.parametrize("lay_down", LAID_DOWN)
def test_what_moderators_laid_down_meanwhile_counts(article: Article, lay_down: Any):
    browser = Client()
    comment = post(article, browser)
    lay_down(article)
    answer = prove(browser, comment)
    assert answer.json()["state"] == "held"
    assert comment.is_held and "worked" in why(comment)


def test_links_and_repeated_words_are_no_mere_doubt(article: Article):
    browser = Client()
    links = post(article, browser, "https://a.example https://b.example https://c.example")
    post(article, browser, "The very same words, again.", took=LEISURE)
    same = post(make_article(comments_mode="open"), browser, "The very same words, again.")
    for comment, name in ((links, "links"), (same, "same_text")):
        assert comment.is_held and name in why(comment)
        assert not is_asked(browser, comment)


def test_words_that_came_elsewhere_meanwhile_are_noticed(article: Article):
    browser = Client()
    comment = post(article, browser, "The very same words, again.")
    post(
        make_article(comments_mode="open"),
        Client(),
        "The very same words, again.",
        took=LEISURE,
    )
    assert prove(browser, comment).json()["state"] == "held"
    assert "same_text" in why(comment)


def test_the_model_s_doubt_is_outweighed_up_to_a_bound(article: Article):
    browser, bound = Client(), outweighed(WORKED)
    lighter = post(article, browser, likely(HOLD_FROM, bound), took=LEISURE)
    heavier = post(article, browser, likely(bound, SPAM_FROM), took=LEISURE)
    for comment in (lighter, heavier):
        assert (comment.state, why(comment)) == ("held", ["likely"])
        assert is_asked(browser, comment)
        assert prove(browser, comment).status_code == 200
    assert (lighter.state, why(lighter)) == ("public", ["worked"])
    assert (heavier.state, why(heavier)) == ("held", ["likely", "worked"])
    # there is no second try, not with other words either
    assert not is_asked(browser, heavier)
    browser.post(f"{heavier.path}edit/", {"body": lighter.text + "!"})
    heavier.refresh_from_db()
    assert heavier.is_held and "worked" in why(heavier)
    assert not is_asked(browser, heavier)


def test_spam_learns_nothing(article: Article):
    browser = Client()
    spam = post(article, browser, **trapped())
    held = post(article, browser, likely(outweighed(WORKED), SPAM_FROM), took=LEISURE)
    assert (spam.state, held.state) == ("spam", "held")
    assert is_asked(browser, spam) and is_asked(browser, held)
    answers = [prove(browser, comment).json() for comment in (spam, held)]
    assert answers[0] == answers[1]
    assert (spam.state, why(spam)) == ("spam", ["honeypot", "too_fast", "worked"])
    assert not is_asked(browser, spam)
    assert not Decision.objects.exclude(action="receive").exists()


def test_who_mends_a_hasty_comment_may_still_prove_it(article: Article):
    browser = Client()
    comment = post(article, browser)
    browser.post(f"{comment.path}edit/", {"body": "The vote was put off again."})
    comment.refresh_from_db()
    assert (comment.state, why(comment)) == ("held", ["too_fast"])
    prove(browser, comment)
    assert comment.is_public


def test_without_a_script_the_letter_does_the_same(article: Article):
    # given a hasty comment, and one that reads a little like spam
    browser = Client()
    hasty = post(article, browser)
    doubted = post(article, browser, likely(HOLD_FROM, outweighed(CONFIRMED)), took=LEISURE)
    more = post(article, browser, likely(outweighed(CONFIRMED), SPAM_FROM), took=LEISURE)
    other = post(article, browser, "What somebody else says here.", email="cy@example.org")
    # when the letter is opened, nothing happens, but all that is vouched for is shown
    ask_readers()
    letter = Letter.objects.get(to="bo@example.org")
    shown = browser.get(links_in(letter)[0]).content.decode()
    assert "Comments with this address wait." in shown
    assert hasty.text in shown and other.text not in shown
    assert not Comment.objects.public().exists()
    # when the button is pressed, both are public
    page = browser.post(links_in(letter)[0]).content.decode()
    for comment in (hasty, doubted, more, other):
        comment.refresh_from_db()
    assert [one.state for one in (hasty, doubted, more, other)] == [
        "public", "public", "held", "held",
    ]  # fmt: skip
    assert why(hasty) == ["too_fast", "confirmed"]
    assert why(more) == ["likely", "confirmed"]
    assert "Comments of yours are public now:" in page
    assert hasty.path in page and doubted.path in page and more.path not in page
    assert Decision.objects.filter(action="approve", by="filter").count() == 2
    # and there is no second try, by no other way either
    assert not is_asked(browser, more)
    before = Comment.objects.get(pk=more.pk).verdict
    browser.post(links_in(letter)[0])
    assert Comment.objects.get(pk=more.pk).verdict == before


def test_confirming_lifts_nothing_of_spam_nor_of_long_ago(article: Article):
    browser = Client()
    spam = post(article, browser, **trapped())
    old = post(article, browser, "What was said a week ago.")
    comment = post(article, browser, "What is said today, here.")
    Comment.objects.filter(pk=old.pk).update(written_at=timezone.now() - timedelta(days=8))
    confirm(browser, comment)
    for one in (spam, old):
        one.refresh_from_db()
    assert (spam.state, old.state, comment.state) == ("spam", "held", "public")


def test_what_the_desk_or_an_import_left_held_is_never_judged_again(article: Article):
    make_reader("bo@example.org", confirmed_at=None)
    held = make_comment(article, state=Comment.State.HELD, written_at=timezone.now())
    comment = post(article, Client())
    confirm(Client(), comment)
    held.refresh_from_db()
    assert (held.state, comment.state) == ("held", "public")


def test_a_page_asks_one_question_more_where_a_comment_waits(
    article: Article, django_assert_num_queries: Any
):
    browser = Client()
    post(article, browser, took=LEISURE)
    browser.get(article.address)
    with CaptureQueriesContext(connection) as captured:
        browser.get(article.address)
        few = len(captured)
    for number in range(5):
        post(article, browser, f"This is number {number} of five.")
    with django_assert_num_queries(few + 1):
        browser.get(article.address)
