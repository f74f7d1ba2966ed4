"""A reader likes something with one press, and says what should not stand there."""

from typing import Any

import pytest
from django.test import Client

from chronique.articles.models import Article
from chronique.comments.models import Comment, Decision, Like, PageLikes, Report
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def article() -> Article:
    return make_article()


def like(client: Client, path: str, **fields: str) -> Any:
    return client.post(f"{path}like/", fields, headers={"Accept": "application/json"}).json()


def test_one_press_likes_and_the_next_takes_it_back(article: Article):
    client, comment = Client(), make_comment(article, like_count=3)
    for path, before in ((article.address, 0), (comment.path, 3)):
        assert like(client, path) == {"liked": True, "count": before + 1}
        assert 'aria-pressed="true"' in client.get(article.address).content.decode()
        assert like(client, path) == {"liked": False, "count": before}
    assert not Like.objects.exists()


def test_to_ask_twice_for_the_same_changes_nothing(article: Article):
    client = Client()
    for _ in range(2):
        assert like(client, article.address, liked="1") == {"liked": True, "count": 1}
    for _ in range(2):
        assert like(client, article.address, liked="0") == {"liked": False, "count": 0}


def test_a_new_cookie_is_not_a_new_reader_of_the_day(article: Article):
    assert like(Client(), article.address, liked="1")["count"] == 1
    assert like(Client(), article.address, liked="1")["count"] == 1
    # but another browser is, and another network
    other = Client(headers={"user-agent": "Another"})
    assert like(other, article.address, liked="1")["count"] == 2
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert like(elsewhere, article.address, liked="1")["count"] == 3
    assert PageLikes.objects.get().count == 3


def test_no_address_is_kept_and_no_two_likes_of_one_reader_look_alike(article: Article):
    client, comment = Client(REMOTE_ADDR="192.0.2.7"), make_comment(article)
    like(client, article.address)
    like(client, comment.path)
    one, two = Like.objects.all()
    assert one.device != two.device and one.network != two.network
    assert "192.0.2" not in "".join([one.device, one.network, two.device, two.network])


def test_a_form_leads_back_and_others_sites_do_not_like(article: Article):
    client = Client()
    assert client.post(f"{article.address}like/")["Location"] == f"{article.address}#like"
    away = client.post(f"{article.address}like/", headers={"Sec-Fetch-Site": "cross-site"})
    assert away.status_code == 403
    held = make_comment(article, state=Comment.State.HELD)
    assert client.post(f"{held.path}like/").status_code == 404


def test_so_many_reports_hold_a_comment_until_somebody_has_looked(article: Article):
    comment = make_comment(article)
    for number in range(3):
        assert comment.is_public
        reader = Client(REMOTE_ADDR=f"192.0.2.{number}")
        for _twice in range(2):
            answer = reader.post(f"{comment.path}report/", {"reason": "insult", "words": "Rude."})
            comment.refresh_from_db()
            assert answer.status_code in (200, 404)
    assert comment.is_held
    assert Report.objects.count() == 3
    assert Decision.objects.get().by == Decision.By.READERS


def test_a_report_needs_a_reason(article: Article):
    answer = Client().post(f"{make_comment(article).path}report/", {})
    assert answer.status_code == 422
    assert "Choose a reason." in answer.content.decode()


def test_a_report_that_is_too_long_is_told_so_and_keeps_its_words(article: Article):
    fields = {"reason": "spam", "words": "a" * 1001}
    answer = Client().post(f"{make_comment(article).path}report/", fields)
    page = answer.content.decode()
    assert (answer.status_code, page.count('id="words-error"')) == (422, 1)
    assert "a" * 1001 in page


def test_a_like_of_nothing_leads_to_the_page_that_says_so(article: Article):
    for path in ("/nothing/", "/comment/123456/"):
        answer = Client().post(f"{path}like/", {"liked": "1"})
        assert answer.status_code == 404
        assert b"<h1" in answer.content
    hidden = make_comment(article, state=Comment.State.HELD)
    assert Client().post(f"{hidden.path}like/").status_code == 404


def test_an_answer_to_a_like_carries_what_every_answer_does(article: Article):
    answer = Client().post(f"{article.address}like/", {"liked": "1"})
    assert answer.status_code == 303
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"):
        assert answer.headers[name] == Client().get(article.address).headers[name]
    assert (answer.headers["Content-Length"], answer.headers["Cache-Control"]) == ("0", "no-store")
