"""Reports go through the same filter as comments: programs hide nothing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article, Publication
from chronique.comments.models import Block, Comment, Report
from chronique.comments.trap import name_of
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(publication: Publication) -> Comment:
    article: Article = make_article(language="en")
    return make_comment(article, state=Comment.State.PUBLIC)


def report(comment: Comment, number: int = 1, **fields: Any) -> int:
    sent = {"reason": "insult", "words": "", **fields}
    browser = Client(REMOTE_ADDR=f"192.0.2.{number}", HTTP_USER_AGENT=f"Browser {number}")
    return browser.post(f"{comment.path}report/", sent).status_code


def test_a_readers_report_counts_with_words_or_without(comment: Comment):
    assert report(comment) == report(comment, 2, words="He calls her names.") == 200
    assert Report.objects.counted().count() == 2


def test_a_program_that_fills_in_what_nobody_sees_reports_nothing_and_is_not_told(
    comment: Comment,
):
    trapped: dict[str, Any] = {name_of(timezone.localdate()): "x"}
    assert report(comment, **trapped) == 200
    assert not Report.objects.exists()


def test_who_is_blocked_reports_nothing(comment: Comment):
    Block.objects.create(kind="network", value="192.0.2.0/24", effect="refuse")
    assert report(comment) == 200
    assert not Report.objects.exists()


def test_reports_that_read_like_spam_wait_for_a_moderator_and_hide_nothing(comment: Comment):
    offer = "Cheap viagra and cialis, order at http://pills-shop.example/buy http://x.example"
    for number in range(1, 6):
        report(comment, number, words=f"{offer} {number}")
    assert Report.objects.count() == 5 and not Report.objects.counted().exists()
    comment.refresh_from_db()
    assert comment.is_public
    for number in range(6, 9):
        report(comment, number)
    comment.refresh_from_db()
    assert comment.is_held


def test_the_form_holds_the_field_of_today(comment: Comment, client: Client):
    shown = client.get(f"{comment.path}report/").text
    assert shown.count(f'name="{name_of(timezone.localdate())}"') == 1
