"""Static pages are found like articles, as long as readers may see them."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from chronique.articles.models import SearchEntry, StaticPage
from chronique.articles.search import search
from chronique.publishing import announce
from tests.factories import make_article, make_static_page, paragraph, the_site

pytestmark = pytest.mark.usefixtures("publication")


def publish(text: str, page: StaticPage | None = None) -> StaticPage:
    page = page or make_static_page("How we work", slug="method", live=False)
    page.body = [paragraph(f"<p>{text}</p>")]
    page.save_revision().publish()
    return StaticPage.objects.get(pk=page.pk)


def found(query: str) -> list[str]:
    return [hit.page.title for hit in search(query, site=the_site()).hits]


def test_a_static_page_is_found_by_what_it_says_now():
    page = publish("We measure tides.")
    assert found("tide") == ["How we work"]
    publish("We measure winds.", page)
    assert (found("tide"), found("wind")) == ([], ["How we work"])
    page.unpublish()
    assert found("wind") == []


def test_a_page_with_a_password_is_not_found():
    page = publish("We measure tides.")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="low water"
    )
    assert found("tide") == []
    restriction.delete()
    assert found("tide") == ["How we work"]


def test_a_deleted_page_is_forgotten():
    publish("We measure tides.").delete()
    assert (found("tide"), SearchEntry.objects.count()) == ([], 0)


def test_what_the_search_does_not_know_yet_is_made_up_for():
    publish("We measure tides.")
    SearchEntry.objects.all().delete()
    assert announce.catch_up() == 1
    assert found("tide") == ["How we work"]
    assert announce.catch_up() == 0


def test_readers_see_articles_and_static_pages_side_by_side():
    make_article(title="Tides of the year")
    publish("We measure tides.")
    page = Client().get("/search/?q=tides").content.decode()
    assert 'href="/method/"' in page
    assert "2 results" in page
    assert page.count('class="card-facts"') == 1
