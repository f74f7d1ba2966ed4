"""Who may read an article is known to the search at once."""

import pytest
from wagtail.models import PageViewRestriction

from chronique.articles.models import Article
from chronique.articles.search import search
from chronique.publishing import announce
from tests.factories import make_article, the_home, the_site

pytestmark = pytest.mark.usefixtures("publication")


def found() -> list[str]:
    return [hit.page.title for hit in search("tides", site=the_site()).hits]


@pytest.mark.parametrize("place", ["article", "folder"])
def test_what_may_be_read_again_is_found_again(place: str):
    article = make_article(title="Tides")
    page = article if place == "article" else the_home().folder
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="low water"
    )
    # published while it was restricted, so unknown to the search
    announce.went_public(Article.objects.get(pk=article.pk))
    assert found() == []
    restriction.delete()
    assert found() == ["Tides"]
