"""Who is known: an address can be typed by anybody, so a browser shows that it is its reader's."""

from typing import Any

import pytest
from django.test import Client

from chronique.articles.models import Article
from chronique.comments.jobs import ask_readers
from chronique.comments.models import Comment, Follow
from chronique.mail.models import Letter
from chronique.readers.models import Reader
from tests.factories import make_article, make_comment
from tests.readers.given import links_in, make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def article() -> Article:
    article = make_article()
    make_comment(article, "What Bo wrote before.", author_email="Bo@example.org")
    return article


def written(article: Article, browser: Client, body: str, **fields: Any) -> Comment:
    words = {"name": "Bo", "email": "bo@example.org", "body": body, **fields}
    assert browser.post(f"{article.address}comments/", words).status_code == 303
    ask_readers()
    return Comment.objects.get(text=body)


def why(comment: Comment) -> list[str]:
    return [reason["name"] for reason in comment.verdict["reasons"]]


def press_the_link(browser: Client) -> None:
    """Do as the last letter says."""
    browser.post(links_in(Letter.objects.latest("pk"))[0])


def test_who_types_the_address_of_a_known_reader_is_not_that_reader(article: Article):
    make_reader("bo@example.org")
    comment = written(article, Client(), "Mine.")
    assert (comment.is_held, why(comment)) == (True, ["unproven"])


def test_a_reader_on_a_new_phone_is_known_once_they_confirmed_there(article: Article):
    # given a reader who confirmed the address elsewhere
    make_reader("bo@example.org")
    phone, stranger = Client(), Client()
    # when they write from a phone, and do as the letter says
    assert written(article, phone, "From my phone.", notify="on").is_held
    written(article, stranger, "Not from Bo.")
    assert Letter.objects.count() == 1
    press_the_link(phone)
    # then they are known there, whatever their spelling, and nobody else is
    assert written(article, phone, "Once more.", email="BO@example.org").is_public
    assert written(article, stranger, "Me too.").is_held
    assert Letter.objects.count() == 1
    assert Follow.objects.agreed().count() == 1


def test_before_anybody_confirmed_the_browser_of_an_approved_comment_is_known(article: Article):
    browser, other = Client(), Client()
    first = written(article, browser, "My first from here.")
    Comment.objects.filter(pk=first.pk).update(state=Comment.State.PUBLIC)
    assert written(article, browser, "My second.").is_public
    assert written(article, other, "From elsewhere.").is_held
    # but not for another address
    make_comment(article, author_email="cy@example.org")
    assert written(article, browser, "As Cy.", email="cy@example.org").is_held


def test_once_it_is_confirmed_an_approved_comment_under_it_proves_nothing(article: Article):
    # given somebody whose first comment under Bo's address was approved by mistake
    make_reader("bo@example.org")
    browser = Client()
    first = written(article, browser, "I am Bo.")
    Comment.objects.filter(pk=first.pk).update(state=Comment.State.PUBLIC)
    assert written(article, browser, "Really.").is_held
    browser.post(f"{first.path}edit/", {"body": "Mine."})
    first.refresh_from_db()
    assert (first.is_held, why(first)) == (True, ["unproven"])


def test_who_had_everything_erased_is_asked_anew(article: Article):
    browser = Client()
    written(article, browser, "Mine.")
    press_the_link(browser)
    Reader.objects.all().delete()
    Comment.objects.all().delete()
    written(article, browser, "Back again.", notify="on")
    assert Letter.objects.count() == 2
    assert not Follow.objects.agreed().exists()
