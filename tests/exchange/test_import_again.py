"""An import that is run again changes what changed, adds what is new, undoes nothing done here."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from chronique.articles.models import Article, Author, Menu, Section, Tag
from chronique.comments.models import Comment
from chronique.exchange.arriving.identity import is_same
from tests.exchange.wordpress import (
    OLD,
    author,
    blog,
    bring,
    category,
    changes,
    comment,
    everything,
    menu_link,
    page,
    paragraphs_of,
    post,
    term,
    the_article,
    the_page,
    thread,
)
from tests.factories import NOON

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("publication", "later_work_is_done")
]  # fmt: skip

State = Comment.State
LATER = NOON + timedelta(days=3)
LINK = f'<p>See <a href="{OLD}/?p=2">the other</a> and <a href="{OLD}/nowhere/">nothing</a>.</p>'
A_SITE = blog(
    author("ada", "Ada Verne", email="ada@example.org"),
    category(1, "coast", "Coast"),
    category(2, "ports", "Ports", parent="coast"),
    category(3, "lost", "Lost", parent="nowhere"),
    term("genre", "noir", "Noir"),
    post(1, [comment(1), comment(2, parent=1), comment(3, parent=77, approved="0")], slug="one",
         content=LINK, dc__creator="ada",
         terms=[("category", "ports", "Ports"), ("post_tag", "a", "A")]),
    post(2, slug="two", wp__post_password="sesame"),
    post(3, slug="three", status="future", date=f"{LATER:%Y-%m-%d %H:%M:%S}", content=LINK),
    post("", slug="unnumbered", guid=""),
    post(4, slug="four", content='<img src="https://old.example.org/wp-content/uploads/a.jpg">'),
    page(11, slug="paris", wp__post_parent=10),
    page(12, slug="alone", wp__post_parent=99),
    page(10, slug="offices"),
    menu_link(20, "main", "Paris", {"_menu_item_type": "post_type", "_menu_item_object_id": "11"}),
    post(21, kind="wp_navigation", slug="side",
         content='<!-- wp:navigation-link {"label":"X","url":"/x/"} /-->'),
)  # fmt: skip


def test_the_same_export_again_changes_nothing_at_all():
    first = bring(A_SITE)
    before = everything()
    again = bring(A_SITE, now=NOON + timedelta(days=1))
    assert everything() - before == Counter()
    assert before - everything() == Counter()
    assert again.imported_counts == first.imported_counts
    assert first.unchanged_counts.total() == 0
    assert +again.unchanged_counts == +again.imported_counts


def test_what_an_export_says_anew_is_not_counted_as_unchanged():
    words = "<p>Words.</p>"
    entry = menu_link(9, "main", "Coast", {"_menu_item_url": "https://coast.example.org/"})
    both = author("ada", "Ada"), author("bo", "Bo"), category(1, "ports", "Ports"), entry
    bring(blog(*both, post(1, [comment(1), comment(2)], content=words), post(2, content=words)))
    changed = [part.replace("Ada", "Ada V.").replace("Ports", "Quays") for part in both]
    again = bring(
        blog(
            *changed,
            post(1, [comment(1, "No."), comment(2), comment(3)], content=words),
            post(2, content="<p>Other words.</p>"),
        )
    )
    assert +again.unchanged_counts == {
        "author": 1, "menu": 1, "nav_menu_item": 1, "post": 1, "comment": 1,
    }  # fmt: skip
    assert again.imported_counts["comment"] == 3
    assert again.balanced()


def test_the_same_export_twice_in_one_run_is_there_once():
    bring(A_SITE)
    bring(A_SITE, A_SITE)
    assert Article.objects.count() == 5
    assert Comment.objects.count() == 3


def test_a_newer_export_brings_what_is_new_and_changes_what_changed():
    bring(
        blog(author("ada", "Ada"), category(1, "ports", "Ports"), post(1, [comment(1)], slug="one"))
    )
    before = the_article()
    bring(
        blog(
            author("ada", "Ada Verne"),
            category(1, "ports", "Harbours"),
            post(1, [comment(1, "Changed."), comment(2, parent=1)], slug="one", title="Renamed",
                 content="<p>New words.</p>", terms=[("category", "ports", "Ports")],
                 dc__creator="ada", wp__post_modified_gmt="2020-01-01 00:00:00"),
            post(2, slug="two"),
        )
    )  # fmt: skip
    article = the_article(slug="one")
    assert (article.pk, article.title) == (before.pk, "Renamed")
    assert paragraphs_of(article) == "<p>New words.</p>"
    assert article.last_published_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert article.first_published_at == before.first_published_at
    assert article.section == Section.objects.get(name="Harbours")
    assert [a.author.name for a in article.authorships.all()] == ["Ada Verne"]
    assert thread(article) == [("1", "", ""), ("2", "1", "1")]
    assert Comment.objects.get(old_number="1").html == "<p>Changed.</p>"
    assert Article.objects.count() == 2
    assert Author.objects.count() == 1
    # nobody edited it here: there is no history to keep
    assert not article.revisions.exists()


def test_terms_and_authors_that_an_article_lost_there_go_here():
    terms = [
        ("category", "a", "A"),
        ("category", "b", "B"),
        ("post_tag", "t", "T"),
        ("genre", "g", "G"),
    ]
    bring(blog(post(1, terms=terms, dc__creator="ada")))
    bring(blog(post(1, terms=[("category", "b", "B")], dc__creator="bo")))
    article = the_article()
    assert article.section and article.section.slug == "b"
    assert not any(m.exists() for m in (article.other_sections, article.tags, article.terms))
    assert [a.author.name for a in article.authorships.all()] == ["bo"]


def test_an_address_that_changed_there_changes_here_and_the_old_one_leads_on(client):
    bring(blog(post(1, slug="one")))
    bring(blog(post(1, slug="uno")))
    assert the_article().address == "/2013/05/06/uno/"
    assert client.get("/2013/05/06/one/")["Location"] == "/2013/05/06/uno/"


def test_what_was_taken_back_there_is_taken_back_here(client):
    bring(blog(post(1, slug="one")))
    bring(blog(post(1, slug="one", status="draft")))
    assert not the_article().live
    assert client.get("/2013/05/06/one/").status_code == 404
    bring(blog(post(1, slug="one")))
    assert client.get("/2013/05/06/one/").status_code == 200


def test_a_draft_that_was_published_there_is_published_here(client):
    bring(blog(post(1, slug="one", status="draft", date="0000-00-00 00:00:00")))
    bring(blog(post(1, slug="one")))
    assert client.get("/2013/05/06/one/").status_code == 200


def test_a_page_that_hangs_elsewhere_now_is_moved():
    pages = [page(1, slug="a"), page(2, slug="b")]
    bring(blog(*pages, page(3, slug="c", wp__post_parent=1)))
    bring(blog(*pages, page(3, slug="c", wp__post_parent=2)))
    assert the_page(slug="c").get_url() == "/b/c/"
    bring(blog(*pages, page(3, slug="c", wp__post_parent=0)))
    assert the_page(slug="c").get_url() == "/c/"


class TestWhatWasDoneHere:
    @pytest.fixture
    def ada(self, django_user_model):
        return django_user_model.objects.create_superuser("ada")

    def test_the_words_of_a_writer_stay_in_the_history(self, ada):
        # given an article that came in and was edited here
        bring(blog(post(1, slug="one")))
        article = the_article()
        article.title = "As Ada wants it"
        article.save_revision(user=ada).publish(user=ada)
        # when a newer export has another text of it
        report = bring(blog(post(1, slug="one", title="As it is there")))
        # then that is shown, and hers can be brought back
        article = the_article()
        assert article.title == "As it is there"
        titles = [r.as_object().title for r in article.revisions.order_by("pk")]
        assert titles == ["As Ada wants it", "As it is there"]
        assert changes(report, "stays in its history") == [("post", "1")]
        assert article.get_latest_revision_as_object().title == "As it is there"

    def test_without_news_nothing_is_done_to_what_was_edited(self, ada):
        bring(A_SITE)
        article = the_article(slug="four")
        article.title = "As Ada wants it"
        article.save_revision(user=ada).publish(user=ada)
        bring(A_SITE)
        before = everything()
        bring(A_SITE)
        assert everything() == before
        assert the_article(pk=article.pk).title == "As Ada wants it"

    def test_an_article_that_was_taken_back_stays_away(self):
        bring(blog(post(1, slug="one")))
        the_article().unpublish()
        report = bring(blog(post(1, slug="one", title="News")))
        assert (the_article().live, the_article().title) == (False, "News")
        assert changes(report, "was taken back here") == [("post", "1")]

    def test_a_draft_that_was_published_stays_public(self, ada):
        bring(blog(post(1, slug="one", status="draft")))
        the_article().save_revision(user=ada).publish(user=ada)
        report = bring(blog(post(1, slug="one", status="draft", title="News")))
        assert (the_article().live, the_article().title) == (True, "News")
        assert changes(report, "was published here") == [("post", "1")]

    def test_a_slug_that_was_changed_stays(self):
        bring(blog(post(1, slug="one")))
        article = the_article()
        article.slug = "better"
        article.save()
        bring(blog(post(1, slug="one", title="News")))
        assert the_article().slug == "better"

    def test_what_was_deleted_stays_away_unless_it_is_asked_for(self):
        site = blog(
            author("bo", "Bo"), category(1, "ports", "Ports"), page(10, slug="offices"),
            post(1, [comment(1), comment(2)], slug="one",
                 terms=[("category", "ports", "Ports"), ("post_tag", "t", "T")]),
            post(2, [comment(3)], slug="two"),
            menu_link(20, "main", "X", {"_menu_item_type": "custom", "_menu_item_url": "/x/"}),
        )  # fmt: skip
        bring(site)
        the_article(slug="two").delete()
        Comment.objects.get(old_number="2").delete()
        the_page().delete()
        lists: list[Any] = [Author.objects, Section.objects, Tag.objects, Menu.objects]
        for rows in lists:
            rows.all().delete()
        before = everything()
        report = bring(site)
        assert everything() == before
        assert report.balanced()
        gone = Counter(s.kind for s in report.skips if "was deleted here" in s.reason)
        assert gone == {
            "author": 1, "category": 1, "tag": 1, "post": 1, "page": 1, "comment": 2, "menu": 1,
            "nav_menu_item": 1,
        }  # fmt: skip
        # when they are asked for
        report = bring(site, restore=True)
        assert report.skips == []
        assert Article.objects.count() == 2
        assert Comment.objects.count() == 3
        assert all(rows.count() == 1 for rows in lists)
        assert the_page().slug == "offices"

    def test_the_decision_of_a_moderator_stays(self):
        states = {"1": "1", "2": "1", "3": "0", "4": "0"}
        bring(blog(post(1, [comment(n, approved=s) for n, s in states.items()])))
        Comment.objects.filter(old_number__in=["1", "3"]).update(state=State.SPAM)
        # when all of them changed there
        report = bring(
            blog(post(1, [comment(n, "New.", approved="trash") for n in states], title="News"))
        )
        found = dict(Comment.objects.values_list("old_number", "state"))
        assert found == {
            "1": State.SPAM, "2": State.REJECTED, "3": State.SPAM, "4": State.REJECTED,
        }  # fmt: skip
        assert set(Comment.objects.values_list("text", flat=True)) == {"New."}
        assert changes(report, "moderated here") == [("comment", "1"), ("comment", "3")]

    def test_words_that_a_moderator_changed_stay(self):
        bring(blog(post(1, [comment(1, "You pig."), comment(2, "Hm.")])))
        Comment.objects.filter(old_number="1").update(text="You […].", html="<p>You […].</p>")
        report = bring(blog(post(1, [comment(1, "You old pig."), comment(2, "Hm!")])))
        shown = dict(Comment.objects.values_list("old_number", "html"))
        assert shown == {"1": "<p>You […].</p>", "2": "<p>Hm!</p>"}
        assert changes(report, "its words stay") == [("comment", "1")]

    def test_likes_of_both_places_are_not_lost(self):
        bring(blog(post(1, [comment(1, meta={"likes": "3"}), comment(2, meta={"likes": "3"})])))
        Comment.objects.filter(old_number="1").update(like_count=8)
        bring(blog(post(1, [comment(1, meta={"likes": "5"}), comment(2, meta={"likes": "5"})])))
        assert dict(Comment.objects.values_list("old_number", "like_count")) == {"1": 8, "2": 5}

    def test_what_was_written_here_below_what_came_in_stays(self):
        bring(blog(post(1, [comment(1)])))
        answered = Comment.objects.get()
        Comment.objects.create(
            page=answered.page, parent=answered, thread=answered, text="Ours.", written_at=NOON
        )
        bring(blog(post(1, [comment(1, "Changed."), comment(2)], title="News")))
        assert Comment.objects.get(text="Ours.").parent == answered
        assert Comment.objects.count() == 3

    def test_a_menu_that_was_changed_stays(self):
        meta = {"_menu_item_type": "custom", "_menu_item_url": "/x/"}
        bring(blog(menu_link(20, "main", "X", meta)))
        menu = Menu.objects.get()
        menu.items = []
        menu.items.append(("link", {"label": "Ours", "address": "/ours/", "children": []}))
        menu.save()
        report = bring(blog(menu_link(20, "main", "X", meta), menu_link(21, "main", "Y", meta)))
        assert [item.value["label"] for item in Menu.objects.get().items] == ["Ours"]
        assert changes(report, "made or changed here") == [("menu", "")]

    def test_who_may_read_is_as_a_writer_set_it(self):
        bring(blog(post(1, slug="one")))
        PageViewRestriction.objects.create(
            page=the_article(), restriction_type=PageViewRestriction.PASSWORD, password="ours"
        )
        bring(blog(post(1, slug="one", title="News")))
        assert PageViewRestriction.objects.get().password == "ours"

    def test_a_section_that_hangs_elsewhere_stays_there(self):
        site = blog(category(1, "a", "A"), category(2, "b", "B", parent="a"))
        bring(site)
        Section.objects.filter(slug="b").update(parent=None)
        bring(site)
        assert Section.objects.get(slug="b").parent is None


class TestTwoBlogsOfOneAddress:
    """A machine of one's own: all its blogs have lived at http://localhost, and count from 1."""

    def test_they_do_not_write_over_each_other(self):
        here = "http://localhost"
        first = blog(
            post(1, [comment(1)], slug="tides", title="Tides", guid=f"{here}/?p=1"), at=here
        )
        other = blog(
            post(1, [comment(1)], slug="wind", title="Wind", guid=f"{here}/?p=1",
                 date="2019-01-01 00:00:00"),
            at=here,
        )  # fmt: skip
        for _ in range(2):
            bring(first)
            report = bring(other)
            assert sorted(Article.objects.values_list("title", flat=True)) == ["Tides", "Wind"]
            assert Comment.objects.count() == 2
        bring(first, other)
        assert Article.objects.count() == 2
        assert report.balanced()

    def test_exports_without_an_address_are_told_apart_by_their_titles(self):
        for title in ("Tides", "Wind"):
            bring(blog(post(1, title=title, slug="a", guid="", link=""), title=title, at=""))
        assert sorted(Article.objects.values_list("title", flat=True)) == ["Tides", "Wind"]


@pytest.mark.parametrize(
    ("known", "told", "same"),
    [
        (["g", "slug", "date", "title"], ["g", "slug", "date", "title"], True),
        (["g", "slug", "date", "title"], ["g", "new", "date", "new"], True),
        (["g", "slug", "date", "title"], ["g", "slug", "new", "new"], True),
        (["g", "slug", "date", "title"], ["g", "new", "new", "new"], False),
        (["g", "slug", "date", "title"], ["h", "slug", "date", "title"], False),
        (["g", "", "", "title"], ["g", "", "", "new"], True),
        (["", "slug", "date", "title"], ["", "slug", "new", "new"], True),
        (["", "slug", "date", "title"], ["", "new", "new", "new"], False),
        ([], ["g", "slug", "date", "title"], True),
    ],
)
def test_a_thing_may_change_its_name_or_its_date_not_all_at_once(
    known: list[str], told: list[str], same: bool
):
    assert is_same(known, told) is same
