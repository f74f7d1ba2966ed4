"""What readers and programs get that ask for odd things."""

import pytest
from django.test import Client

from chronique.articles.search import index_page
from tests.factories import make_article, make_static_page
from tests.front.given import one, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def test_a_description_is_typeset_and_escaped_once():
    article = make_article(title="Tides", standfirst="What's <new> & true.", language="en")
    soup = page(article.address)
    for selector in ("meta[name=description]", "meta[property='og:description']"):
        assert one(soup, selector)["content"] == "What’s <new> & true."


def test_what_is_found_is_typeset_like_every_list():
    article = make_article(title='L\'été des "œufs" ?', language="fr", standfirst="D'avril.")
    index_page(article)
    (title,) = texts(page("/search/?q=oeufs"), ".hit .card-title")
    assert title.startswith("L’été des")
    assert "'" not in title


def test_a_form_without_its_token_is_refused_on_a_page_of_ours():
    answer = Client(enforce_csrf_checks=True).post("/")
    assert answer.status_code == 403
    assert b"This form was not accepted" in answer.content
    assert b"front/front" in answer.content


def test_a_host_that_is_not_here_is_refused_without_a_trace_in_the_log(capfd):
    assert Client(HTTP_HOST="evil.example").get("/").status_code == 400
    assert "evil.example" not in capfd.readouterr().err


def test_a_missing_slash_is_added_where_a_page_may_be():
    make_static_page("About", slug="about")
    answer = Client().get("/about")
    assert (answer.status_code, answer["Location"]) == (301, "/about/")
    assert Client().get("/wp-login.php").status_code == 404
    # nothing is called by what is no text
    assert Client().get("/%ff").status_code == 404


def test_a_mark_does_not_part_what_belongs_together():
    article = make_article(
        title="Une ville ? Oui : l'eau", language="fr", standfirst="«\u00a0Ici »"
    )
    index_page(article)
    html = Client().get("/search/?q=ville").content.decode()
    assert "<mark>ville</mark>\u202f?" in html
    html = Client().get("/search/?q=oui").content.decode()
    assert "<mark>Oui</mark>\u00a0: l’eau" in html
