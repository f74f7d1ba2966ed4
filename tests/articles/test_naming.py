"""Pages get names under which readers can reach them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from wagtail.models import Page

from chronique.articles.models import Article, StaticPage
from chronique.articles.naming import free_slug, is_free
from chronique.articles.rules import RESERVED, is_reserved
from tests.exchange.wordpress import blog, bring, changes, page
from tests.factories import make_static_page, the_home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def test_every_first_word_of_an_address_is_reserved():
    routes = [str(one.pattern).lstrip("^") for one in _patterns(get_resolver().url_patterns)]
    words = {route.partition("/")[0] for route in routes if "/" in route}
    plain = {word for word in words if word.replace("_", "").replace("-", "").isalpha()}
    assert len(plain) > 10
    assert plain - RESERVED == set()


def _patterns(found: list) -> list:
    """Return the patterns, those behind an empty prefix instead of the prefix."""
    return [
        one
        for pattern in found
        for one in (
            _patterns(pattern.url_patterns)
            if hasattr(pattern, "url_patterns") and not str(pattern.pattern)
            else [pattern]
        )
    ]


@pytest.mark.parametrize("slug", ["search", "Tag", "2024"])
def test_a_name_that_leads_elsewhere_gets_a_number_at_the_top(slug: str):
    assert is_reserved(slug)
    assert free_slug(slug, the_home()) == f"{slug}-2"
    assert not is_free("", the_home())


def test_below_a_page_and_in_words_it_is_a_name_like_others():
    assert free_slug("search", Page.objects.get(pk=make_static_page("About").pk)) == "search"
    assert free_slug("searching", the_home()) == "searching"


def test_a_name_of_another_gets_the_next_number():
    make_static_page("About", slug="about")
    make_static_page("About", slug="about-2")
    assert free_slug("about", the_home()) == "about-3"


def test_a_page_of_wordpress_that_could_not_be_reached_gets_another_name():
    report = bring(blog(page(5, slug="search", title="How to search")))
    assert StaticPage.objects.get().slug == "search-2"
    assert changes(report, "leads elsewhere") == [("page", "5")]
    assert b"How to search" in Client().get("/search-2/").content


@pytest.mark.parametrize("kind", ["article", "page"])
def test_two_who_save_the_same_title_at_the_same_time_both_have_a_page(kind: str):
    # given two who look at the same, empty place
    model: Any = Article if kind == "article" else StaticPage
    first, second = (the_home().folder if kind == "article" else the_home() for _ in range(2))
    made = [
        place.add_child(instance=model(title="Tides", slug="tides", language="en"))
        for place in (first, second)
    ]
    assert [page.slug for page in made] == ["tides", "tides-2"]
    assert len({page.path for page in Page.objects.all()}) == Page.objects.count()
    assert Page.find_problems() == ([], [], [], [], [])
