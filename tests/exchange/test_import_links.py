"""Links between articles lead to the articles; old addresses lead to where things are now."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from chronique.articles.models import Article, Link
from tests.exchange.wordpress import (
    OLD,
    blog,
    bring,
    category,
    comment,
    page,
    paragraphs_of,
    post,
    the_article,
    the_page,
)
from tests.factories import the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def linking(href: str, **fields: Any) -> str:
    return post(1, slug="from", content=f'<p>See <a href="{href}">this</a> now.</p>', **fields)


def target(slug: str = "to") -> str:
    return post(2, [comment(31)], slug=slug, title="To")


def leads_to(pk: int) -> str:
    return f'<a linktype="page" id="{pk}">this</a>'


@pytest.mark.parametrize(
    "href",
    [
        f"{OLD}/2013/05/06/to/", f"{OLD}/2013/05/06/to", "/2013/05/06/to/",
        "http://www.old.example.org/2013/05/06/to/", "//old.example.org/2013/05/06/to/",
        f"{OLD}/?p=2", f"{OLD}/index.php?p=2&amp;preview=true", f"{OLD}/?page_id=2",
        f"{OLD}/2013/05/06/to/?utm_source=mail&amp;x=y", f"{OLD}/2013/05/06/to/?fbclid=abc",
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [1, -1])
def test_a_link_to_another_article_leads_to_it_whichever_comes_first(href: str, order: int):
    bring(blog(*[linking(href), target()][::order]))
    source, other = the_article(slug="from"), the_article(slug="to")
    assert leads_to(other.pk) in paragraphs_of(source)
    assert Link.objects.filter(source=source, target=other, kind=Link.Kind.TEXT).exists()
    shown = Client().get(source.address).content.decode()
    assert f'href="{other.address}"' in shown


@pytest.mark.parametrize("order", [1, -1])
def test_a_link_to_a_part_of_an_article_keeps_the_part(order: int):
    bring(blog(*[linking(f"{OLD}/2013/05/06/to/#comment-31"), target()][::order]))
    assert 'href="/2013/05/06/to/#comment-31"' in paragraphs_of(the_article(slug="from"))


def test_a_link_to_a_page_and_to_a_draft_leads_there():
    text = f'<p><a href="{OLD}/about/">a</a> <a href="{OLD}/?p=4">b</a></p>'
    bring(blog(post(1, content=text), page(3, slug="about"), post(4, slug="later", status="draft")))
    article = the_article(slug="post-1")
    assert f'linktype="page" id="{the_page().pk}"' in paragraphs_of(article)
    assert f'linktype="page" id="{the_article(slug="later").pk}"' in paragraphs_of(article)


def test_a_link_to_an_article_that_a_later_export_brings_leads_to_it_then():
    bring(blog(linking(f"{OLD}/2013/05/06/to/")))
    assert f"{OLD}/2013/05/06/to/" in paragraphs_of(the_article())
    bring(blog(target()))
    assert leads_to(the_article(slug="to").pk) in paragraphs_of(the_article(slug="from"))
    assert Link.objects.filter(target__slug="to", kind=Link.Kind.TEXT).exists()


@pytest.mark.parametrize(
    "href", ["https://example.com/2013/05/06/to/", "mailto:ada@example.org", "#part", f"{OLD}/x/"]
)
def test_other_links_stay_as_they_are(href: str):
    bring(blog(linking(href), target()))
    assert f'href="{href}"' in paragraphs_of(the_article(slug="from"))


def test_a_line_that_is_nothing_but_a_link_to_an_article_becomes_a_card():
    text = f'<p>Read also: <a href="{OLD}/?p=2">The other</a></p><p>{OLD}/?p=2</p>'
    bring(blog(post(1, slug="from", content=text), target()))
    source, other = the_article(slug="from"), the_article(slug="to")
    cards = [
        b["value"]["article"] for b in source.body.get_prep_value() if b["type"] == "read_also"
    ]
    assert cards == [other.pk, other.pk]
    assert Link.objects.filter(source=source, target=other, kind=Link.Kind.READ_ALSO).count() == 1


class TestOldAddresses:
    """The new site has the old one's name: what readers kept leads to where things are."""

    def leads(self, path: str) -> str:
        answer = Client().get(path)
        assert answer.status_code == 301, (path, answer.status_code)
        return answer["Location"]

    @pytest.mark.parametrize("path", ["/?p=2", "/?page_id=2"])
    def test_numbers(self, path: str):
        bring(blog(target(), page(5, slug="about")))
        assert self.leads(path) == "/2013/05/06/to/"
        assert self.leads(path.replace("2", "5")) == "/about/"

    def test_permalinks_of_another_structure(self):
        bring(blog(post(2, slug="to", link=f"{OLD}/archives/2013/to.html")))
        assert self.leads("/archives/2013/to.html") == "/2013/05/06/to/"

    def test_a_blog_in_a_folder(self):
        bring(blog(post(2, slug="to", link=f"{OLD}/blog/2013/05/to/"), at=f"{OLD}/blog"))
        assert self.leads("/blog/2013/05/to/") == "/2013/05/06/to/"

    def test_letters_of_all_scripts(self):
        bring(blog(post(2, slug="%c3%a9t%c3%a9", link=f"{OLD}/vieux/%c3%a9t%c3%a9/")))
        assert self.leads("/vieux/%C3%A9t%C3%A9/").startswith("/2013/05/06/")

    def test_earlier_slugs(self):
        bring(blog(post(2, slug="to", meta={"_wp_old_slug": "draft-of-to"})))
        assert self.leads("/2013/05/06/draft-of-to/") == "/2013/05/06/to/"

    def test_a_page_below_a_page(self):
        bring(blog(page(1, slug="a"), page(2, slug="b", wp__post_parent=1, link=f"{OLD}/a/b/")))
        assert Client().get("/a/b/").status_code == 200
        assert not Redirect.objects.filter(old_path__in=["/a/b", "/b"]).exists()

    def test_categories(self):
        bring(blog(category(1, "coast", "Coast"), category(2, "ports", "Ports", parent="coast")))
        assert self.leads("/category/coast/ports/") == "/section/ports/"
        assert self.leads("/category/coast/") == "/section/coast/"

    def test_feeds_are_where_they_were(self):
        bring(blog(target()))
        assert Client().get("/feed/").status_code == 200

    def test_comments_keep_their_anchors(self):
        bring(blog(target()))
        assert b'id="comment-31"' in Client().get("/2013/05/06/to/").content

    def test_a_draft_is_not_led_to(self):
        bring(blog(post(2, slug="to", status="draft", link=f"{OLD}/?p=2")))
        assert Client().get("/?p=2").status_code == 200
        assert the_article().get_url() is None

    def test_who_came_first_keeps_the_address(self):
        bring(
            blog(target("first"), post(2, slug="second", title="Other", date="2014-01-01 00:00:00"))
        )
        assert self.leads("/?p=2") == "/2013/05/06/first/"
        assert Article.objects.count() == 2

    def test_a_redirect_that_a_writer_made_stays(self):
        Redirect.objects.create(
            old_path="/archives/to", site=the_site(), redirect_link="/elsewhere/"
        )
        bring(blog(post(2, slug="to", link=f"{OLD}/archives/to/")))
        assert self.leads("/archives/to/") == "/elsewhere/"

    def test_an_address_longer_than_a_redirect_is_passed_over(self):
        bring(blog(post(2, slug="to", link=f"{OLD}/{'x' * 300}/")))
        assert the_article().slug == "to"
