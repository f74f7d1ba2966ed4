"""Links between articles lead to the articles; old addresses lead to where things are now."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from chronique.articles.models import Article, Link
from tests.exchange.wordpress import (
    OLD,
    author,
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


def linking(href: str, number: int = 1, slug: str = "from", **fields: Any) -> str:
    content = f'<p>See <a href="{href}">this</a> now.</p>'
    return post(number, slug=slug, content=content, **fields)


def linking_each(hrefs: Iterable[str], **fields: Any) -> list[str]:
    """Return an article for each address: `from-0` links to the first, and so on."""
    return [linking(href, 100 + n, f"from-{n}", **fields) for n, href in enumerate(hrefs)]


def links(hrefs: Iterable[str]) -> dict[str, str]:
    """Return what became of each link of `linking_each`, by where it led."""
    texts = {href: paragraphs_of(the_article(slug=f"from-{n}")) for n, href in enumerate(hrefs)}
    assert all(t.startswith("<p>See ") and t.endswith(" now.</p>") for t in texts.values()), texts
    return {h: t.removeprefix("<p>See ").removesuffix(" now.</p>") for h, t in texts.items()}


def target(slug: str = "to") -> str:
    return post(2, [comment(31)], slug=slug, title="To")


def leads_to(pk: int) -> str:
    return f'<a linktype="page" id="{pk}">this</a>'


def linked_to(article: Article) -> int:
    """Return how many articles are known to link to one in their text."""
    known = Link.objects.filter(target=article, kind=Link.Kind.TEXT)
    return known.values("source").distinct().count()


@pytest.mark.parametrize("order", [1, -1])
def test_a_link_to_another_article_leads_to_it_whichever_comes_first(order: int):
    hrefs = [
        f"{OLD}/2013/05/06/to/", f"{OLD}/2013/05/06/to", "/2013/05/06/to/",
        "http://www.old.example.org/2013/05/06/to/", "//old.example.org/2013/05/06/to/",
        f"{OLD}/?p=2", f"{OLD}/index.php?p=2&amp;preview=true", f"{OLD}/?page_id=2",
        f"{OLD}/2013/05/06/to/?utm_source=mail&amp;x=y", f"{OLD}/2013/05/06/to/?fbclid=abc",
    ]  # fmt: skip
    bring(blog(*[*linking_each(hrefs), target()][::order]))
    other = the_article(slug="to")
    assert links(hrefs) == dict.fromkeys(hrefs, leads_to(other.pk))
    assert linked_to(other) == len(hrefs)
    for n, href in enumerate(hrefs):
        shown = Client().get(the_article(slug=f"from-{n}").address).content.decode()
        assert f'<a href="{other.address}">this</a>' in shown, href


@pytest.mark.parametrize("order", [1, -1])
def test_a_link_to_a_part_of_an_article_keeps_the_part(order: int):
    bring(blog(*[linking(f"{OLD}/2013/05/06/to/#comment-31"), target()][::order]))
    assert 'href="/2013/05/06/to/#comment-31"' in paragraphs_of(the_article(slug="from"))


PARTS = """<h2 id="h-La_mer">The sea</h2><p>Words.</p><!--more--><h3>Les côtes</h3><p>More.</p>
<!--nextpage--><p>The end.</p>"""


AT_PARTS = {
    "/?p=2#comment-31": "comment-31", "/2013/05/06/to/#comments": "comments",
    "/2013/05/06/to/#respond": "comments", "/2013/05/06/to/#disqus_thread": "comments",
    "/2013/05/06/to/comment-page-2/#comment-31": "comment-31",
    "/2013/05/06/to/?cpage=2#comment-31": "comment-31",
    "/2013/05/06/to/?replytocom=31#respond": "comments",
    "/2013/05/06/to/#h-La_mer": "h-la-mer", "/2013/05/06/to/#les-c%C3%B4tes": "les-cotes",
    "/2013/05/06/to/2/#h-La_mer": "h-la-mer", "/2013/05/06/to#h-La_mer": "h-la-mer",
}  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_a_link_to_a_part_that_is_still_there_leads_to_that_part(order: int):
    expected = {
        OLD + href: f'<a href="/2013/05/06/to/#{part}">this</a>' for href, part in AT_PARTS.items()
    }
    parts = post(2, [comment(31)], slug="to", content=PARTS)
    bring(blog(*[*linking_each(expected), parts][::order]))
    assert links(expected) == expected
    shown = Client().get("/2013/05/06/to/").content.decode()
    assert [part for part in AT_PARTS.values() if f'id="{part}"' not in shown] == []


def test_a_link_to_a_part_that_is_no_more_leads_to_the_article():
    hrefs = [
        OLD + href for href in (
            "/2013/05/06/to/#more-2", "/?p=2#more-2", "/2013/05/06/to/#top", "/2013/05/06/to/#",
            "/2013/05/06/to/#comment-99", "/2013/05/06/to/#comments", "/2013/05/06/to/2/",
            "/2013/05/06/to/2", "/2013/05/06/to/comment-page-3/", "/2013/05/06/to/?page=2",
            "/?p=2&amp;page=2", "/2013/05/06/to/?print=1",
        )
    ]  # fmt: skip
    held = comment(99, approved="0")
    bring(blog(*linking_each(hrefs), post(2, [held], slug="to", content=PARTS)))
    other = the_article(slug="to")
    assert links(hrefs) == dict.fromkeys(hrefs, leads_to(other.pk))
    assert linked_to(other) == len(hrefs)


def test_a_number_at_the_end_of_an_address_may_be_a_page_of_its_own():
    bring(
        blog(
            linking(f"{OLD}/about/2/"),
            page(3, slug="about"),
            page(4, slug="2", wp__post_parent=3, link=f"{OLD}/about/2/"),
        )
    )
    assert leads_to(the_page(slug="2").pk) in paragraphs_of(the_article())


def test_what_is_not_the_article_is_left_as_it_is():
    paths = ["/2013/05/06/to/?attachment_id=9", "/2013/05/", "/?s=to", "/2/"]
    expected = {OLD + path: f'<a href="{OLD}{path}">this</a>' for path in paths}
    bring(blog(*linking_each(expected), target()))
    assert links(expected) == expected


def test_a_link_to_a_part_of_a_draft_names_the_draft():
    bring(blog(linking(f"{OLD}/?p=2#comment-31"), post(2, slug="to", status="draft")))
    assert leads_to(the_article(slug="to").pk) in paragraphs_of(the_article(slug="from"))


def test_a_link_to_a_comment_on_a_further_page_leads_to_that_page():
    many = [comment(n, date=f"2014-01-01 00:{n // 60:02}:{n % 60:02}") for n in range(1, 71)]
    bring(blog(linking(f"{OLD}/?p=2#comment-70"), post(2, many, slug="to")))
    href = "/2013/05/06/to/comments/2/#comment-70"
    assert f'href="{href}"' in paragraphs_of(the_article(slug="from"))
    assert 'id="comment-70"' in Client().get(href).content.decode()


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


def test_other_links_stay_as_they_are():
    hrefs = ["https://example.com/2013/05/06/to/", "mailto:ada@example.org", "#part", f"{OLD}/x/"]
    bring(blog(*linking_each(hrefs), target()))
    assert links(hrefs) == {href: f'<a href="{href}">this</a>' for href in hrefs}


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

    def test_numbers(self):
        bring(blog(target(), page(5, slug="about")))
        expected = {
            "/?p=2": "/2013/05/06/to/", "/?page_id=2": "/2013/05/06/to/",
            "/?p=5": "/about/", "/?page_id=5": "/about/",
        }  # fmt: skip
        assert {path: self.leads(path) for path in expected} == expected

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
        assert Client().get("/?p=2").status_code == 404
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


def test_a_link_to_a_list_leads_to_the_list_that_it_is_now():
    now = {
        f"{OLD}/category/coast/ports/": "/section/ports/", "/tag/tide": "/tag/tide/",
        f"{OLD}/author/ada/": "/author/ada/", "/category/nowhere/": "/category/nowhere/",
        "https://example.net/tag/tide/": "https://example.net/tag/tide/",
    }  # fmt: skip
    terms = [("category", "ports", "Ports"), ("post_tag", "tide", "Tide")]
    bring(blog(author("ada", "Ada"), *linking_each(now, terms=terms, dc__creator="ada")))
    assert links(now) == {href: f'<a href="{address}">this</a>' for href, address in now.items()}
