"""An article's address is permanent: when it changes, the old one leads to the new one."""

from datetime import UTC, datetime

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from chronique.articles.actions import leave_redirect, make_site
from chronique.articles.models import Article, Publication, StaticPage
from chronique.publishing import announce
from tests.factories import make_article, make_section, make_static_page, the_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def publish(article: Article) -> Article:
    """As the desk does: by a revision."""
    article.save_revision().publish()
    return Article.objects.get(pk=article.pk)


def test_an_article_has_wordpress_addresses_by_default():
    article = make_article(slug="on-tides", first_published_at=datetime(2026, 7, 5, 9, tzinfo=UTC))
    assert article.address == "/2026/07/05/on-tides/"


def test_the_address_names_the_day_in_the_publications_time_zone():
    late = datetime(2026, 7, 5, 22, 30, tzinfo=UTC)
    assert make_article(slug="late", first_published_at=late).address == "/2026/07/06/late/"


def test_a_draft_has_no_address(client):
    draft = make_article(live=False)
    assert draft.get_url() is None


def test_a_new_slug_leaves_a_permanent_redirect(client):
    article = make_article(slug="old", first_published_at=datetime(2026, 7, 5, 9, tzinfo=UTC))
    article.slug = "new"
    publish(article)
    answer = client.get("/2026/07/05/old/")
    assert (answer.status_code, answer["Location"]) == (301, "/2026/07/05/new/")
    assert client.get("/2026/07/05/new/").status_code == 200


def test_a_new_date_leaves_a_permanent_redirect(client):
    article = make_article(slug="dated", first_published_at=datetime(2026, 7, 5, 9, tzinfo=UTC))
    article.first_published_at = datetime(2026, 8, 1, 9, tzinfo=UTC)
    publish(article)
    answer = client.get("/2026/07/05/dated/")
    assert (answer.status_code, answer["Location"]) == (301, "/2026/08/01/dated/")


def test_a_page_that_is_renamed_or_moved_leads_on_and_takes_those_below_along(
    client, django_capture_on_commit_callbacks
):
    about, press = make_static_page(slug="about"), make_static_page(slug="press")
    about.add_child(instance=StaticPage(title="Method", slug="method", language="en"))
    about.slug = "who-we-are"
    with django_capture_on_commit_callbacks(execute=True):
        about.save_revision().publish()
    assert client.get("/about/")["Location"] == "/who-we-are/"
    assert client.get("/about/method/")["Location"] == "/who-we-are/method/"
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=about.pk).move(press, pos="last-child")
    for old in ("/about/method/", "/who-we-are/method/"):
        assert client.get(old)["Location"] == "/press/who-we-are/method/", old
    assert client.get("/press/who-we-are/method/").status_code == 200


def test_a_new_slug_takes_no_other_redirect_away(client, django_capture_on_commit_callbacks):
    # given what an import left, and an article, a draft and a page
    article, draft, page = make_article(), make_article(live=False), make_static_page()
    leave_redirect(the_site(), "/?p=12", article)
    for each in (article, draft, page):
        each.slug = f"{each.slug}-anew"
        # Wagtail's own receivers hear of it when it is committed
        with django_capture_on_commit_callbacks(execute=True):
            each.save_revision().publish()
        assert client.get("/?p=12").status_code == 301


def test_an_article_that_comes_back_to_its_old_slug_is_found_there(client):
    article = make_article(slug="first", first_published_at=datetime(2026, 7, 5, 9, tzinfo=UTC))
    for slug in ("second", "first"):
        article.slug = slug
        article = publish(article)
    assert client.get("/2026/07/05/first/").status_code == 200
    assert client.get("/2026/07/05/second/")["Location"] == "/2026/07/05/first/"


def test_another_pattern_moves_all_and_leads_from_the_old_ones(client, publication):
    article = make_article(slug="on-tides", section=make_section(slug="sea"))
    old = article.address
    publication.address_pattern = "/{section}/{slug}/"
    publication.save()
    announce.catch_up()
    article.refresh_from_db()
    assert article.address == "/sea/on-tides/"
    assert client.get(old)["Location"] == "/sea/on-tides/"
    assert client.get("/sea/on-tides/").status_code == 200
    publication.refresh_from_db()
    assert publication.settled_pattern == publication.address_pattern


def test_publishing_twice_changes_nothing():
    article = make_article(slug="twice")
    announce.went_public(article)
    announce.went_public(article)
    assert not Redirect.objects.exists()


def test_what_a_crash_cut_short_is_announced_by_the_clock(client):
    article = make_article(slug="cut", announced=False)
    assert article.address == ""
    announce.catch_up()
    article.refresh_from_db()
    assert client.get(article.address).status_code == 200


def test_an_unpublished_article_is_gone(client):
    article = make_article()
    article.unpublish()
    assert client.get(article.address).status_code == 404


def test_articles_of_another_site_are_not_here(client, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "other.localhost"]
    other = make_site(hostname="other.localhost", port=80, language="en")
    article = Article(
        title="There", slug="there", live=True, first_published_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    other.site.root_page.specific.folder.add_child(instance=article)
    announce.went_public(article)
    assert client.get(article.address).status_code == 404
    assert client.get(article.address, headers={"host": "other.localhost"}).status_code == 200
