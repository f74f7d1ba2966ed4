"""Under its old name, the new site knows every address that WordPress had, and those that it
answered to.
"""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from chronique.articles.actions import follow_address
from chronique.articles.models import Picture, Section, StaticPage
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.arriving.incoming import Incoming, Source
from chronique.exchange.arriving.ledger import Ledger
from chronique.exchange.arriving.redirects import lead_lost_attachments
from chronique.exchange.report import Report
from tests.exchange.wordpress import (
    OLD,
    attachment,
    author,
    blog,
    bring,
    category,
    comment,
    page,
    post,
    the_article,
)
from tests.factories import NOON, make_static_page, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

SITE = blog(
    author("ada", "Ada Verne", id="7"),
    author("Jo.Mar Tin", "Jo Martin", id="8"),
    category(3, "coast", "Coast"),
    category(4, "ports", "Ports", parent="coast"),
    post(2, [comment(31)], slug="to", dc__creator="ada",
         terms=[("category", "ports", "Ports"), ("post_tag", "t", "T")]),
    page(5, slug="about"),
    post(6, slug="later", status="draft"),
    attachment(9, f"{OLD}/wp-content/uploads/lost.png", wp__post_parent=2),
)  # fmt: skip


def led(path: str) -> str:
    """Follow redirects to the end; return the last address. Fails on a loop or an error."""
    client, seen = Client(), [path]
    answer = client.get(path)
    while answer.status_code in (301, 302):
        assert answer.status_code == 301, seen
        assert answer["Location"] not in seen, f"a loop: {seen}"
        seen.append(answer["Location"])
        answer = client.get(seen[-1])
    assert answer.status_code == 200, (seen, answer.status_code)
    return seen[-1]


MEANT = {
    "/?p=2": "/2013/05/06/to/",
    # its second part, of which WordPress made a page; and a file that was not to be had
    "/2013/05/06/to/2/": "/2013/05/06/to/",
    "/about/3/": "/about/",
    "/?attachment_id=9": "/2013/05/06/to/",
    "/2013/05/06/lost/": "/2013/05/06/to/",
    "/?page_id=5": "/about/",
    "/index.php?p=2": "/2013/05/06/to/",
    "/index.php/2013/05/06/to/": "/2013/05/06/to/",
    "/index.php": "/",
    "/2013/05/06/": "/2013/05/",
    "/?p=2&preview=true": "/2013/05/06/to/",
    "/?cat=3": "/section/coast/",
    "/?cat=4&paged=1": "/section/ports/page/1/",
    "/?category_name=coast/ports": "/section/ports/",
    "/?tag=t": "/tag/t/",
    "/?author=7": "/author/ada/",
    "/?author_name=ada": "/author/ada/",
    "/?m=201305": "/2013/05/",
    "/?m=20130506": "/2013/05/",
    "/?m=2013": "/2013/",
    "/?s=words": "/search/?q=words",
    "/category/coast/": "/section/coast/",
    "/category/coast/ports/": "/section/ports/",
    "/category/coast/ports/page/1/": "/section/ports/page/1/",
    "/tag/t/": "/tag/t/",
    "/author/ada/": "/author/ada/",
    "/author/jo-mar-tin/": "/author/Jo-Mar-Tin/",
    "/feed/": "/feed/",
    "/feed/rss2/": "/feed/",
    "/feed/rdf/": "/feed/",
    "/feed/atom/": "/feed/atom/",
    "/?feed=rss2": "/feed/",
    "/?feed=atom": "/feed/atom/",
    "/?feed=comments-rss2": "/comments/feed/",
    "/?feed=rss2&cat=4": "/section/ports/feed/",
    "/?feed=rss2&p=2": "/2013/05/06/to/feed/",
    "/comments/feed/": "/comments/feed/",
    "/category/coast/ports/feed/": "/section/ports/feed/",
    "/category/coast/feed/atom/": "/section/coast/feed/atom/",
    "/tag/t/feed/": "/tag/t/feed/",
    "/author/ada/feed/": "/author/ada/feed/",
    "/2013/05/06/to/feed/": "/2013/05/06/to/feed/",
    "/2013/05/06/to/comment-page-2/": "/2013/05/06/to/#comments",
    "/2013/05/": "/2013/05/",
    "/2013/": "/2013/",
    "/about/": "/about/",
    "/wp-sitemap.xml": "/sitemap.xml",
}


def test_an_address_of_wordpress_leads_to_what_it_meant():
    bring(SITE)
    assert {old: led(old) for old in MEANT} == MEANT


def test_a_question_that_means_nothing_shows_the_first_page():
    bring(SITE)
    questions = ["/?p=x", "/?p=²", "/?m=20139", "/?feed=x", "/?p="]
    assert [led(question) for question in questions] == questions


def test_what_was_never_there_is_not_found():
    bring(SITE)
    paths = [
        "/category/nothing/", "/category/page/2/", "/wp-content/uploads/a-2x2.jpg",
        "/wp-content/uploads/a.jpg", "/?p=99", "/?p=6", "/?cat=99", "/?cat=" + "9" * 30,
        "/author/nobody/", "/2013/05/06/later/",
    ]  # fmt: skip
    answers = {path: Client().get(path, follow=True).status_code for path in paths}
    assert answers == dict.fromkeys(paths, 404)


def test_a_comment_keeps_its_anchor_and_its_address():
    bring(SITE)
    article = the_article(slug="to")
    assert b'id="comment-31"' in Client().get("/2013/05/06/to/").content
    answer = Client().get(f"/comment/?old=31&article={article.pk}")
    assert answer["Location"] == "/2013/05/06/to/#comment-31"


def test_a_category_that_is_called_otherwise_now_is_found():
    bring(SITE)
    section = Section.objects.get(slug="ports")
    was_at, section.slug = section.path, "harbours"
    section.save()
    follow_address(section, was_at=was_at)
    assert led("/category/coast/ports/") == "/section/harbours/"
    assert led("/?cat=4") == "/section/harbours/"


def test_permalinks_of_every_pattern_lead_to_the_article():
    patterns = [
        "/category/coast/to-{}/", "/archives/{}", "/archives/2013/to-{}.html",
        "/index.php/2013/05/to-{}/", "/2013/05/to-{}/", "/to-{}/", "/blog/to-{}/",
    ]  # fmt: skip
    old = {number: pattern.format(number) for number, pattern in enumerate(patterns, 2)}
    coast = [("category", "coast", "Coast")]
    posts = [post(n, slug=f"to-{n}", link=OLD + path, terms=coast) for n, path in old.items()]
    bring(blog(category(3, "coast", "Coast"), *posts))
    now = {path: f"/2013/05/06/to-{n}/" for n, path in old.items()}
    assert {path: led(path) for path in now} == now


def test_pages_of_many_lost_files_are_led_on_with_as_many_queries_as_those_of_one():
    def site(many: int) -> str:
        posts = [post(n, slug=f"to-{n}") for n in range(1, many + 1)]
        pages = [page(n + 100, slug=f"page-{n}") for n in range(many)]
        lost = [
            attachment(n + 200, f"{OLD}/wp-content/uploads/lost-{n}.png", wp__post_parent=parent)
            for n, parent in enumerate([*range(1, many + 1), *range(100, 100 + many)])
        ]
        return blog(*posts, *pages, *lost)

    def queries() -> list[int]:
        """First with redirects to make, then with none."""
        asked = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                lead_lost_attachments(incoming)
            asked.append(len(captured))
        return asked

    counts = []
    for many in (1, 20):
        bring(site(many))
        Redirect.objects.filter(old_path__contains="attachment_id").delete()
        incoming = Incoming(the_site(), Report(), Media(online=False), NOON)
        incoming.source = Source(Ledger(the_site(), "wordpress:old.example.org"))
        counts.append(queries())
    assert Redirect.objects.filter(old_path__contains="attachment_id").count() == 40
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8


class TestUploads:
    @pytest.fixture(autouse=True)
    def pictures(self, tmp_path: Path) -> None:
        for name in ("tide.jpg", "cape-scaled.jpg"):
            Image.new("RGB", (60, 40), "teal").save(tmp_path / name)
        self.media = Media(tmp_path, online=False)

    def bring(self, *names: str, at: str = OLD) -> list[str]:
        files = [attachment(n, f"{at}/wp-content/uploads/{m}") for n, m in enumerate(names, 1)]
        bring(blog(*files, at=at), media=self.media)
        return [picture.file.url for picture in Picture.objects.order_by("pk")]

    def test_a_file_and_all_sizes_of_it_lead_to_the_picture(self):
        tide, cape = self.bring("2013/05/tide.jpg", "2013/05/cape-scaled.jpg")
        for name in ("tide.jpg", "tide-300x200.jpg", "tide-1024x683.jpg"):
            assert led(f"/wp-content/uploads/2013/05/{name}") == tide
        assert led("/wp-content/uploads/2013/05/cape-150x150.jpg") == cape

    def test_also_of_a_blog_in_a_folder(self):
        (tide,) = self.bring("tide.jpg", at=f"{OLD}/blog")
        assert led("/blog/wp-content/uploads/tide-300x200.jpg") == tide


class TestNothingIsShadowed:
    """A redirect is for what is nowhere else: pages that are there are read where they are."""

    def test_a_page_wins_over_a_redirect_to_another(self):
        bring(blog(post(2, slug="to", link=f"{OLD}/team/"), page(5, slug="team")))
        assert led("/team/") == "/team/"

    def test_a_page_made_here_under_an_old_address_wins(self):
        bring(blog(post(2, slug="to", link=f"{OLD}/archives/to/")))
        make_static_page("Archives", slug="archives").add_child(
            instance=StaticPage(title="To", slug="to", language="en")
        )
        assert led("/archives/to/") == "/archives/to/"

    def test_nothing_leads_to_itself(self):
        bring(SITE)
        bring(SITE)
        for redirect in Redirect.objects.all():
            assert Redirect.normalise_path(redirect.link or "/none") != redirect.old_path

    def test_every_redirect_ends_at_a_page(self):
        bring(SITE)
        paths = Redirect.objects.filter(site=the_site()).exclude(redirect_page__live=False)
        assert paths.count() > 5
        for redirect in paths:
            led(redirect.old_path)

    def test_two_that_have_swapped_their_addresses_do_not_send_readers_round(self):
        bring(blog(post(1, slug="a"), post(2, slug="b")))
        bring(blog(post(1, slug="c"), post(2, slug="a")))
        bring(blog(post(1, slug="b"), post(2, slug="a")))
        assert led("/2013/05/06/a/") == "/2013/05/06/a/"
        assert led("/2013/05/06/b/") == "/2013/05/06/b/"
        assert led("/2013/05/06/c/") == "/2013/05/06/b/"
