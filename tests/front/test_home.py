"""The first page."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chronique.articles.models import Article, Menu, Publication
from chronique.front.frontpage import AT_LENGTH, at_length
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_section,
    make_static_page,
    the_site,
)
from tests.front.given import count_queries, make_picture, one, page, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def make_articles(number: int, *, since: datetime = NOON, **fields: Any) -> list[Article]:
    """Return articles, each an hour older than the one before."""
    return [
        make_article(first_published_at=since - timedelta(hours=n), **fields) for n in range(number)
    ]


def test_an_empty_publication_says_so():
    assert words(one(page("/"), "main .empty")) == "Nothing has been published here yet."


def test_the_featured_article_stands_first_however_old():
    make_articles(3)
    make_article(title="Tides", featured=True, first_published_at=NOON - timedelta(days=900))
    assert texts(page("/"), ".card-lead .card-title") == ["Tides"]


def test_without_a_featured_one_the_newest_leads():
    newest, *_ = make_articles(3)
    assert texts(page("/"), ".card-lead .card-title") == [newest.title]


def test_no_article_stands_twice_among_lead_latest_and_earlier():
    made = make_articles(12)
    shown = texts(page("/"), ".h-feed .card-title")
    assert shown == [article.title for article in made]


def test_where_the_first_page_of_the_list_ends_the_second_goes_on():
    made = make_articles(23)
    home = page("/")
    assert one(home, ".onward a")["href"] == "/page/2/"
    shown = texts(home, ".h-feed .card-title") + texts(page("/page/2/"), ".list .card-title")
    assert shown == [article.title for article in made]


def test_no_way_on_when_all_is_shown():
    make_articles(20)
    assert page("/").select(".onward") == []


def test_a_section_shows_its_newest_also_those_of_its_parts():
    coast = make_section("Coast")
    make_section("Nobody wrote here")
    harbours = make_section("Harbours", parent=coast)
    make_articles(2, since=NOON + timedelta(days=2))
    make_articles(6, section=coast)
    below = make_article(
        title="Cranes", section=harbours, first_published_at=NOON + timedelta(hours=1)
    )
    part = one(page("/"), ".part")
    assert texts(part, "h2") == ["Coast"]
    assert len(texts(part, "li a")) == 4
    assert texts(part, "li a")[0] == below.title


def test_as_long_as_all_stands_at_length_sections_do_not_say_it_again():
    coast = make_section("Coast")
    make_articles(AT_LENGTH + 1, section=coast)
    assert page("/").select(".part") == []
    make_article(section=coast)
    assert texts(page("/"), ".part h2") == ["Coast"]


@pytest.mark.parametrize(
    ("pictures", "without", "count"),
    # A page that is full; one of a young publication; the first of many with pictures.
    [(0, 19, 7), (19, 0, 4), (0, 11, 4), (0, 3, 3), (0, 0, 0), (2, 17, 5), (0, 4, 4), (0, 5, 4)],
)
def test_both_columns_end_at_about_one_height(pictures: int, without: int, count: int):
    assert at_length([True] * pictures + [False] * without) == count


def test_without_pictures_more_stand_at_length():
    make_articles(20)
    soup = page("/")
    assert (len(soup.select(".latest .card")), len(soup.select(".earlier .card"))) == (7, 12)


def test_sections_that_an_import_left_in_a_circle_do_not_hold_the_page():
    one_of_them = make_section("Coast")
    other = make_section("Harbours", parent=one_of_them)
    one_of_them.parent = other
    one_of_them.save()
    make_articles(AT_LENGTH + 1)
    make_article(section=other)
    assert texts(page("/"), ".part h2") == ["Coast"]


def test_without_a_menu_the_sections_are_the_menu():
    make_article(section=make_section("Coast"))
    assert texts(page("/"), ".menu li") == ["Coast", "Search"]


@pytest.mark.parametrize(("many", "switches"), [(6, []), (7, ["Menu"])])
def test_a_long_menu_has_something_to_open_it_with(many: int, switches: list[str]):
    links: list[dict[str, Any]]
    links = [{"label": f"Link {n}", "href": f"/{n}/", "children": []} for n in range(many)]
    links[2]["children"] = [{"label": f"Below {n}", "href": f"/2/{n}/"} for n in range(9)]
    menu = Menu.objects.create(site=the_site(), name="Main", slug="main", links=links)
    Publication.objects.update(main_menu=menu)
    soup = page("/")
    assert texts(soup, ".menu > details summary") == switches
    assert len(soup.select(".menu > ul > li")) == many + 1


def test_drafts_and_protected_articles_are_not_shown():
    make_article(title="Draft", live=False)
    assert page("/").select(".card") == []


def test_the_page_takes_as_many_queries_for_twenty_articles_as_for_six():
    ada, coast = make_author(), make_section("Coast")
    with_picture: dict[str, Any] = {"lead_picture": make_picture()}
    make_articles(6, authors=[ada], section=coast, **with_picture)
    few = count_queries("/")
    for n in range(17):
        make_article(authors=[ada], section=make_section(f"Section {n}"), **with_picture)
    make_static_page()
    assert count_queries("/") == few == 15


def test_the_title_is_the_only_heading_of_the_first_level():
    make_article()
    assert texts(page("/"), "h1") == ["My publication"]
