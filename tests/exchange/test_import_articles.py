"""Posts become articles and pages static pages, with all that they had."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from chronique.articles.models import Article, Link, Section, StaticPage
from chronique.articles.search import search
from tests.exchange.wordpress import (
    OLD,
    blog,
    bring,
    changes,
    comment,
    page,
    paragraphs_of,
    post,
    the_article,
    the_page,
)
from tests.factories import NOON, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

WRITTEN = datetime(2013, 5, 6, 7, 8, 9, tzinfo=UTC)
LATER = NOON + timedelta(days=3)


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def test_a_post_becomes_an_article_with_what_it_says_of_itself():
    bring(
        blog(
            post(
                7, title="Tides &amp; <em>ports</em>", slug="tides",
                content="<p>One.</p><p>Two.</p>",
                excerpt__encoded="What <b>moves</b> &amp; why.", wp__is_sticky="1",
                wp__post_modified_gmt="2014-01-02 03:04:05",
            )
        )
    )  # fmt: skip
    article = the_article()
    assert (article.title, article.slug, article.language) == ("Tides & ports", "tides", "en")
    assert article.standfirst == "What moves & why."
    assert (article.featured, article.live) == (True, True)
    assert article.first_published_at == WRITTEN
    assert article.last_published_at == datetime(2014, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert article.address == "/2013/05/06/tides/"
    assert paragraphs_of(article) == "<p>One.</p><p>Two.</p>"
    assert Client().get(article.address).status_code == 200


@pytest.mark.parametrize(
    ("status", "date", "live", "said"),
    [
        ("publish", stamp(WRITTEN), True, ""),
        ("private", stamp(WRITTEN), True, ""),
        ("draft", "0000-00-00 00:00:00", False, ""),
        ("pending", stamp(WRITTEN), False, "reviewed"),
        ("trash", stamp(WRITTEN), False, "was in the bin"),
        ("future", stamp(LATER), False, ""),
        ("future", stamp(WRITTEN), True, "has passed"),
        ("publish", stamp(LATER), False, "still to come"),
        ("archived_by_a_plugin", stamp(WRITTEN), False, "is not known"),
        ("", stamp(WRITTEN), False, "is not said"),
    ],
)
def test_each_state_is_kept_as_it_was_or_what_became_of_it_is_said(
    status: str, date: str, live: bool, said: str
):
    report = bring(blog(post(1, status=status, date=date), page(2, status=status, date=date)))
    assert (the_article().live, the_page().live) == (live, live)
    remarks = [remark for remark in report.changes if remark.kind in {"post", "page"}]
    assert [remark.id for remark in remarks] == (["1", "2"] if said else [])
    assert all(said in remark.reason for remark in remarks)


def test_what_is_scheduled_goes_live_at_its_time_with_its_links():
    # given a scheduled article that links to a later one of the same export
    link = f'<p>See <a href="{OLD}/?p=2">there</a>.</p>'
    bring(
        blog(
            post(1, title="Soon", slug="soon", status="future", date=stamp(LATER), content=link),
            post(2, title="There"),
        )
    )
    soon = the_article(slug="soon")
    assert (soon.live, soon.go_live_at, soon.approved_schedule) == (False, LATER, True)
    assert Client().get("/").content.count(b"Soon") == 0
    # when its time has come
    with patch("django.utils.timezone.now", return_value=LATER + timedelta(minutes=1)):
        call_command("publish_scheduled")
    # then it is public under the address of that day
    soon = the_article(slug="soon")
    assert (soon.live, soon.address) == (True, f"/{LATER:%Y/%m/%d}/soon/")
    assert f'linktype="page" id="{the_article(title="There").pk}"' in paragraphs_of(soon)
    assert Client().get(soon.address).status_code == 200


def test_a_date_of_zero_is_made_up_for():
    zero = "0000-00-00 00:00:00"
    dated: list[tuple[str, dict[str, Any], datetime]] = [
        (zero, {"pubDate": "Mon, 06 May 2013 07:08:09 +0000"}, WRITTEN),
        (zero, {"wp__post_modified_gmt": stamp(WRITTEN)}, WRITTEN),
        (zero, {}, NOON),
        ("not a date", {}, NOON),
        ("-0001-11-30 00:00:00", {}, NOON),
        ("2013-05-06 09:08:09", {"wp__post_date_gmt": zero}, WRITTEN),
    ]
    # another article tells how far the site's time was from ours
    other = post(9, date="2013-05-06 12:00:00", wp__post_date_gmt="2013-05-06 10:00:00")
    report = bring(blog(other, *(post(n, date=d, **told) for n, (d, told, _) in enumerate(dated))))
    articles = [the_article(slug=f"post-{n}") for n in range(len(dated))]
    assert [(a.live, a.first_published_at) for a in articles] == [(True, at) for *_, at in dated]
    undated = {("post", str(n)) for n, (*_, at) in enumerate(dated) if at == NOON}
    assert undated <= set(changes(report, "It has no date"))


def test_a_title_is_plain_words():
    first = "The first words of the text, as far as they go, and more of"
    titles = {
        "AT&amp;T, 1 &lt; 2": "AT&T, 1 < 2",
        "Two\nlines\x08 here": "Two lines here",
        "x" * 300: "x" * 255,
        "": first,
        "<script>alert(1)</script>": first,
    }
    text = f"<p>{first} them.</p>"
    bring(blog(*(post(n, title=title, content=text) for n, title in enumerate(titles))))
    became = {title: the_article(slug=f"post-{n}").title for n, title in enumerate(titles)}
    assert became == titles


def test_an_article_of_nothing_has_a_title_and_an_address_all_the_same():
    bring(blog(post(12, title="", slug="", content="")))
    article = the_article()
    assert (article.title, article.slug) == ("WordPress post 12", "wordpress-post-12")
    assert Client().get(article.address).status_code == 200


def test_two_things_that_want_one_slug_get_two():
    report = bring(blog(post(1, slug="tides"), post(2, slug="tides", guid=f"{OLD}/?p=2")))
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["tides", "tides-2"]
    assert changes(report, "is taken") == [("post", "2")]


def test_slugs_keep_their_letters():
    bring(blog(post(1, slug="%c3%a9t%c3%a9-%d0%bb%d0%b5%d1%82%d0%be"), page(2, slug="%e6%97%a5")))
    assert (the_article().slug, the_page().slug) == ("été-лето", "日")
    assert Client().get("/2013/05/06/été-лето/").status_code == 200
    assert Client().get("/日/").status_code == 200


def test_comments_are_closed_where_they_were():
    bring(blog(post(1, slug="a"), post(2, slug="b", wp__comment_status="closed")))
    assert the_article(slug="a").takes_comments()
    assert not the_article(slug="b").takes_comments()


def test_a_canonical_address_of_a_plugin_is_kept_when_it_is_one():
    good, bad = "https://example.com/first/", "javascript:alert(1)"
    key = "_yoast_wpseo_canonical"
    bring(blog(post(1, slug="a", meta={key: good}), post(2, slug="b", meta={key: bad})))
    assert the_article(slug="a").canonical_url == good
    assert the_article(slug="b").canonical_url == ""


def test_control_characters_are_not_in_what_readers_see():
    report = bring(
        blog(post(1, content="<p>One\x08 two\x0c three.</p>", excerpt__encoded="A\x01b"))
    )
    article = the_article()
    assert paragraphs_of(article) == "<p>One two three.</p>"
    assert article.standfirst == "Ab"
    assert changes(report, "control characters") == [("post", "1")]


@pytest.mark.usefixtures("later_work_is_done")
def test_what_came_in_is_found_and_leads_on():
    ports: Any = {"terms": [("category", "ports", "Ports")]}
    bring(
        blog(
            post(1, slug="a", content="<p>The tide gauge of the harbour.</p>", **ports),
            post(2, slug="b", content="<p>A harbour without a tide gauge.</p>", **ports),
        )
    )
    assert {hit.page.slug for hit in search("gauge", site=the_site()).hits} == {"a", "b"}
    assert Link.objects.filter(kind=Link.Kind.RELATED, source__slug="a", target__slug="b").exists()


@pytest.mark.usefixtures("later_work_is_done")
class TestWhoMayRead:
    def hidden(self, **fields: Any) -> Article:
        bring(
            blog(
                post(1, [comment(5, "A secret answer.")], title="Secret tides", slug="secret",
                     content="<p>The hidden harbour.</p>", **fields),
                post(2, title="Open"),
            )
        )  # fmt: skip
        return the_article(slug="secret")

    def is_in_no_list(self) -> bool:
        client = Client()
        lists = [
            "/", "/archive/", "/2013/", "/2013/05/", "/feed/", "/feed/atom/", "/comments/feed/",
            "/sitemap.xml", "/search/?q=harbour",
        ]  # fmt: skip
        pages = {path: client.get(path) for path in lists}
        assert {path: answer.status_code for path, answer in pages.items()} == dict.fromkeys(
            lists, 200
        )
        hidden = (b"Secret tides", b"harbour.", b"/secret/", b"secret answer")
        found = [p for p, answer in pages.items() if any(word in answer.content for word in hidden)]
        return not found and not search("harbour", site=the_site()).hits

    def test_a_password_is_asked_for_and_opens(self):
        article = self.hidden(wp__post_password="sesame")
        assert self.is_in_no_list()
        client = Client()
        asked = client.get(article.address)
        assert b"The hidden harbour" not in asked.content
        assert b'type="password"' in asked.content
        restriction = PageViewRestriction.objects.get(page=article)
        answer = client.post(
            f"/_util/authenticate_with_password/{restriction.pk}/{article.pk}/",
            {"password": "sesame", "return_url": article.address},
            follow=True,
        )
        assert b"The hidden harbour" in answer.content

    def test_what_was_private_asks_for_an_account(self, django_user_model):
        article = self.hidden(status="private")
        assert self.is_in_no_list()
        client = Client()
        assert client.get(article.address).status_code == 302
        client.force_login(django_user_model.objects.create_user("ada"))
        assert b"The hidden harbour" in client.get(article.address).content

    def test_a_password_that_was_taken_away_there_goes_here(self):
        self.hidden(wp__post_password="sesame")
        bring(blog(post(1, title="Secret tides", slug="secret")))
        assert not PageViewRestriction.objects.exists()

    def test_a_password_that_a_writer_gave_here_stays(self):
        article = self.hidden(wp__post_password="sesame")
        PageViewRestriction.objects.filter(page=article).update(password="open")
        bring(blog(post(1, title="Tides no more", slug="secret", wp__post_password="sesame")))
        assert PageViewRestriction.objects.get(page=article).password == "open"
        assert the_article(pk=article.pk).title == "Tides no more"


class TestPages:
    def tree(self) -> dict[str, str]:
        return {p.slug: p.get_url() or "" for p in StaticPage.objects.all()}

    def test_pages_hang_below_pages_whatever_comes_first(self):
        bring(
            blog(
                page(3, slug="team", wp__post_parent=2),
                page(2, slug="paris", wp__post_parent=1),
                page(5, slug="team", wp__post_parent=4, guid=f"{OLD}/?page_id=5"),
                page(4, slug="lyon", wp__post_parent=1),
                page(1, slug="offices"),
            )
        )
        paths = sorted(p.get_url() for p in StaticPage.objects.all())
        assert paths == [
            "/offices/", "/offices/lyon/", "/offices/lyon/team/", "/offices/paris/",
            "/offices/paris/team/",
        ]  # fmt: skip
        assert all(Client().get(path).status_code == 200 for path in paths)

    def test_pages_below_each_other_and_below_nothing_stand_at_the_top(self):
        report = bring(
            blog(
                page(1, slug="a", wp__post_parent=2), page(2, slug="b", wp__post_parent=1),
                page(3, slug="c", wp__post_parent=3), page(4, slug="d", wp__post_parent=99),
            )
        )  # fmt: skip
        assert StaticPage.objects.count() == 4
        assert self.tree()["c"] == "/c/"
        assert self.tree()["d"] == "/d/"
        assert {"/a/", "/b/"} & set(self.tree().values())
        assert ("page", "4") in changes(report, "is missing or below it")
        assert report.balanced()

    def test_a_page_moves_below_its_parent_when_a_later_export_brings_that(self):
        bring(blog(page(2, slug="paris", wp__post_parent=1)))
        assert self.tree() == {"paris": "/paris/"}
        bring(blog(page(1, slug="offices")))
        assert self.tree() == {"paris": "/offices/paris/", "offices": "/offices/"}
        # nobody is led in a circle
        assert Client().get("/offices/paris/").status_code == 200

    def test_pages_nested_deeper_than_any_site_has_them_come_in(self):
        chain = [page(n, slug=f"p{n}", wp__post_parent=n - 1) for n in range(1, 90)]
        report = bring(blog(*reversed(chain)))
        assert StaticPage.objects.count() == 89
        assert report.balanced()

    def test_a_page_says_what_it_could_not_keep(self):
        report = bring(blog(page(1, terms=[("category", "ports", "Ports")])))
        assert Section.objects.get().slug == "ports"
        assert changes(report, "neither sections nor tags") == [("page", "1")]
