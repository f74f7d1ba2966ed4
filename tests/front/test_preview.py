"""What a writer sees before readers do: the same page, of an article that is not there yet."""

import pytest
from bs4 import BeautifulSoup

from chronique.articles.models import Article, Home, Publication, StaticPage
from tests.factories import make_article, paragraph, the_home
from tests.front.given import heading, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def previewed(it: Article | Home | StaticPage) -> BeautifulSoup:
    answer = it.make_preview_request()
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_an_article_that_was_never_saved():
    body = [heading("One"), paragraph("<p>Words.[^1]</p>", ["A note."])]
    article = Article(title="Tides", slug="tides", language="en", live=False, body=body)
    soup = previewed(article)
    assert texts(soup, "h1") == ["Tides"]
    assert texts(soup, ".prose h2") == ["One"]


def test_a_static_page_that_was_never_saved():
    about = StaticPage(title="About", slug="about", language="en", body=[paragraph()])
    assert texts(previewed(about), "h1") == ["About"]


def test_a_draft_that_was_saved():
    article = make_article(title="Tides", live=False)
    soup = previewed(article)
    assert texts(soup, "h1") == ["Tides"]
    assert soup.select("link[rel=canonical]") == []


def test_a_change_of_what_readers_have():
    article = make_article(title="Tides")
    article.title = "High tides"
    assert texts(previewed(article), "h1") == ["High tides"]
    assert texts(page(article.address), "h1") == ["Tides"]


def test_the_first_page_and_a_static_page():
    assert texts(previewed(the_home()), "h1") == ["My publication"]
    about = StaticPage(title="About", language="en", body=[paragraph()])
    the_home().add_child(instance=about)
    assert texts(previewed(about), "h1") == ["About"]
