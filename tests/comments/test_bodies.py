"""Which words are a comment, and where a form leads that was taken."""

from typing import Any

import pytest
from django.test import Client

from chronique.articles.models import Article
from chronique.comments.models import Comment
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open")


def post(article: Article, client: Client, body: str) -> Any:
    words = {"name": "Bo", "email": "bo@example.org", "body": body}
    return client.post(f"{article.address}comments/", words)


def test_what_was_changed_or_taken_back_is_seen_next(article: Article):
    writer = Client()
    post(article, writer, "I do not agree at all.")
    comment = Comment.objects.get()
    changed = writer.post(f"{comment.path}edit/", {"body": "Other words."})
    assert (changed.status_code, changed["Location"]) == (303, comment.path)
    removed = writer.post(f"{comment.path}remove/")
    assert (removed.status_code, removed["Location"]) == (303, f"{article.address}#comments")


@pytest.mark.parametrize(
    "body", ["\ufffd", "\ufffd \ufffd\ufffc", "\u200b\u0301", "\ue000", "\u3164"]
)
def test_what_shows_nothing_is_no_comment(article: Article, body: str):
    assert post(article, Client(), body).status_code == 422


@pytest.mark.parametrize("body", ["👍", "2", "?", "é", "谢谢"])
def test_a_sign_may_say_enough(article: Article, body: str):
    assert post(article, Client(), body).status_code == 303
