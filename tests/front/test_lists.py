"""Lists of articles, the archive, the search, and pages that are not there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from chronique.articles.models import Article, Publication
from chronique.articles.search import index_page
from tests.factories import NOON, make_article, make_author, make_section, make_static_page
from tests.front.given import count_queries, make_picture, one, page, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def test_a_section_names_its_parts_and_the_one_it_is_part_of():
    coast = make_section("Coast", description="Where land ends")
    harbours = make_section("Harbours", parent=coast)
    make_article(title="Cranes", section=harbours)
    assert texts(page(coast.path), ".list-parts a") == ["Harbours"]
    assert texts(page(coast.path), ".standfirst") == ["Where land ends"]
    assert texts(page(harbours.path), ".list-kind a") == ["Coast"]
    assert texts(page(harbours.path), ".card-title") == ["Cranes"]


def test_a_section_without_articles_says_so():
    assert words(one(page(make_section().path), ".empty")) == "This section has no articles yet."


def test_what_other_programs_are_told_of_an_author_keeps_its_words_apart():
    ada = make_author(biography="<p>Sea &amp; land</p><ul><li>one</li><li>two</li></ul>")
    make_article(authors=[ada])
    soup = page(ada.path)
    for name in ("meta[name=description]", 'meta[property="og:description"]'):
        assert one(soup, name)["content"] == "Sea & land one two"


def test_a_tag_and_an_author_list_theirs():
    ada = make_author(
        name="Ada O'Brien", website="https://www.example.org/ada/", portrait=make_picture()
    )
    article = make_article(tags=["Sea"], authors=[ada])
    assert texts(page("/tag/sea/"), ".card-title") == [article.title]
    soup = page(ada.path)
    assert texts(soup, ".card-title") == [article.title]
    assert texts(soup, ".card-authors") == ["Ada O’Brien"]
    assert texts(soup, ".author-site") == ["example.org/ada"]


def test_long_lists_have_pages_that_know_their_neighbours():
    coast = make_section()
    for n in range(45):
        make_article(section=coast, first_published_at=NOON - timedelta(hours=n))
    soup = page(f"{coast.path}page/2/")
    assert words(one(soup, ".pager-place")) == "Page 2 of 3"
    assert one(soup, "head link[rel=prev]")["href"] == coast.path
    assert one(soup, "head link[rel=next]")["href"] == f"{coast.path}page/3/"
    assert one(soup, "link[rel=canonical]")["href"] == f"http://localhost:8000{coast.path}page/2/"
    assert len(soup.select(".list .card")) == 20
    # each card's section is the one of the list: it is not said again
    assert not soup.select(".card-section")
    page(f"{coast.path}page/4/", status=404)


def test_a_list_takes_as_many_queries_for_twenty_articles_as_for_two():
    coast, ada = make_section(), make_author()
    fields: dict[str, Any] = {"section": coast, "authors": [ada], "lead_picture": make_picture()}
    for _ in range(2):
        make_article(**fields)
    few = count_queries(coast.path)
    for _ in range(18):
        make_article(**fields, tags=["Sea"])
    assert count_queries(coast.path) == few == 9


def test_the_archive_leads_to_each_month_that_has_something():
    for month, day in ((1, 3), (1, 9), (11, 30)):
        make_article(first_published_at=datetime(2025, month, day, tzinfo=UTC))
    soup = page("/archive/")
    assert texts(soup, ".year h2") == ["2025 3 articles"]
    assert texts(soup, ".year li") == ["November 1", "January 2"]
    months = [str(link["href"]) for link in soup.select(".year li a")]
    assert months == ["/2025/11/", "/2025/01/"]
    assert len(page(months[1]).select(".card")) == 2
    assert texts(page(months[1]), "h1") == ["January 2025"]
    assert texts(page("/2025/"), "h1") == ["2025"]


def test_what_was_found_is_highlighted():
    make_article(title="Ministère de la mer", language="fr", standfirst="Un ministère.")
    soup = page("/search/?q=ministere")
    assert texts(soup, ".hit h2") == ["Ministère de la mer"]
    assert texts(soup, ".hit h2 mark") == ["Ministère"]
    assert texts(soup, ".found") == ["1 result"]
    assert one(soup, "#q")["value"] == "ministere"


def test_articles_with_some_of_the_words_are_called_that():
    make_article(title="Tides")
    assert words(one(page("/search/?q=tides+walrus"), ".found")).startswith("Nothing has all")


def test_nothing_found_says_what_else_to_try():
    make_article(title="Tides")
    soup = page("/search/?q=walrus")
    assert "Nothing was found for “walrus”." in words(one(soup, ".empty"))
    assert texts(soup, ".newest .card-title") == ["Tides"]


def test_what_was_asked_comes_back_as_text_only():
    answer = Client().get("/search/", {"q": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in answer.content


def test_the_pages_of_results_keep_the_question():
    for n in range(25):
        make_article(title=f"Tides {n}")
    soup = page("/search/?q=tides")
    assert one(soup, ".pager-next")["href"] == "?q=tides&page=2"
    assert len(page("/search/?q=tides&page=2").select(".hit")) == 5
    page("/search/?q=tides&page=3", status=404)


def test_what_is_found_says_what_it_is():
    index_page(make_static_page("Tides, a method"))
    make_article(title="Tides", section=make_section("Coast"))
    assert texts(page("/search/?q=tides"), ".hit .card-section") == ["Coast", "Page"]


@pytest.mark.parametrize("path", ["/search/", "/search/?q=", "/search/?q=%20&page=x"])
def test_a_search_for_nothing_explains_the_search(path: str):
    assert one(page(path), "main p.empty")


def test_a_page_that_is_not_there_helps():
    make_article(title="Tides")
    soup = page("/there/is/no/such/page/", status=404)
    assert one(soup, "main form input[type=search]")
    assert texts(soup, ".newest .card-title") == ["Tides"]
    assert one(soup, "main a[href='/archive/']")


def test_when_the_database_is_away_the_page_still_says_so(monkeypatch: pytest.MonkeyPatch):
    def away(*_: object, **__: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    client = Client(raise_request_exception=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert b"Something went wrong" in answer.content or b"erreur" in answer.content
    for sheet in (b"front.css", b"lists.css"):
        assert b"/static/front/" + sheet in answer.content


def test_articles_that_readers_may_not_see_are_in_no_list():
    coast = make_section()
    make_article(section=coast, live=False, title="Draft")
    assert Article.objects.count() == 1
    for path in (coast.path, "/archive/", "/search/?q=draft", "/page/1/"):
        assert "Draft" not in words(one(page(path), "main"))
