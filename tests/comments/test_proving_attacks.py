"""A proof is of one comment, from its own browser, of now, and serves once."""

import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article
from chronique.comments.actions import moderating, proving
from chronique.comments.models import Comment, Decision
from chronique.spam import puzzles
from chronique.spam.opinion import WORKED
from tests.comments.moderators import moderator
from tests.comments.proofs import (
    SPAM_FROM,
    confirm,
    is_asked,
    likely,
    outweighed,
    post,
    send,
    solution,
    why,
)
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(puzzles, "ROUNDS", 10)


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open", first_published_at=timezone.now())


def test_a_solution_serves_once(article: Article):
    browser = Client()
    comment = post(article, browser)
    solved = solution(browser.get(f"{comment.path}proof/").json())
    assert send(browser, comment, solved).status_code == 200
    assert send(browser, comment, solved).status_code == 409
    Comment.objects.filter(pk=comment.pk).update(state="held")
    assert send(browser, comment, solved).status_code == 409


def test_a_solution_serves_its_own_comment_and_browser(article: Article):
    browser = Client()
    one, other = post(article, browser), post(article, browser, "Another thing altogether.")
    solved = solution(browser.get(f"{one.path}proof/").json())
    refused = send(browser, other, solved)
    assert (refused.status_code, refused.json()["title"]) == (
        422, "That does not solve the puzzle of this comment.",
    )  # fmt: skip
    assert send(Client(), one, solved).status_code == 404
    assert (one.is_held, other.is_held) == (True, True)
    # what was wrong took no chance away
    assert send(browser, one, solved).status_code == 200


def test_a_solution_that_comes_late_is_refused(article: Article):
    browser = Client()
    comment = post(article, browser)
    late = proving.puzzle_for(
        comment=comment, now=timezone.now() - puzzles.LIFE - timedelta(seconds=2)
    )
    refused = send(browser, comment, solution(late))
    assert (refused.status_code, refused.json()["title"][:19]) == (422, "That took too long:")
    assert comment.is_held and is_asked(browser, comment)


@pytest.mark.parametrize("action", [Decision.Action.REJECT, Decision.Action.SPAM, "approve, hold"])
def test_what_a_moderator_decided_stands(article: Article, action: str):
    browser, user = Client(), moderator()
    comment = post(article, browser)
    solved = solution(browser.get(f"{comment.path}proof/").json())
    for one in action.split(", "):
        moderating.decide(
            comment=comment, action=Decision.Action(one), by=Decision.By.MODERATOR, user=user,
            now=timezone.now(),
        )  # fmt: skip
    state = comment.state
    assert send(browser, comment, solved).status_code == 409
    confirm(browser, comment)
    assert comment.state == state
    assert not is_asked(browser, comment)


def test_the_words_that_stand_then_are_judged(article: Article):
    browser = Client()
    comment = post(article, browser)
    solved = solution(browser.get(f"{comment.path}proof/").json())
    browser.post(f"{comment.path}edit/", {"body": likely(outweighed(WORKED), SPAM_FROM)})
    assert send(browser, comment, solved).json()["state"] == "held"
    assert comment.is_held and set(why(comment)) == {"likely", "too_fast", "worked"}


@pytest.mark.parametrize("sent", ["", "x", "é\0", "[" * 1999, base64.b64encode(b"[]").decode()])
def test_rubbish_is_refused_with_a_sentence(article: Article, sent: str):
    browser = Client()
    comment = post(article, browser)
    for more in ({}, {"headers": {"Accept": "application/json"}}):
        refused = send(browser, comment, sent, **more)
        assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
        assert refused.json()["title"] == "That does not solve the puzzle of this comment."


def test_a_solution_of_megabytes_is_refused(article: Article):
    browser = Client()
    comment = post(article, browser)
    assert send(browser, comment, "A" * 1_000_000).status_code == 422
    assert send(browser, comment, "A" * 5_000_000).status_code == 413
    assert comment.is_held


def test_another_site_cannot_make_a_browser_send_it(article: Article):
    browser = Client()
    comment = post(article, browser)
    refused = send(browser, comment, "x", headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
