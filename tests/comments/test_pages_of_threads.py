"""The pages of threads as readers open them: their order, their names, what is marked on them."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from chronique.articles.models import Article, Publication
from chronique.comments.models import Comment, Discussion
from tests.comments.test_branches import hide, make_chain
from tests.comments.test_threads import make_many
from tests.factories import NOON, make_article, make_comment, the_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="Tides")


def opened(path: str) -> BeautifulSoup:
    answer = Client().get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def texts(page: BeautifulSoup) -> list[str]:
    return [words.get_text().strip() for words in page.select(".comment .comment-text")]


def say_numbers(comments: list[Comment]) -> None:
    """Each comment says its place among these, from 0."""
    for place, comment in enumerate(comments):
        comment.text, comment.html = str(place), f"<p>{place}</p>"
    Comment.objects.bulk_update(comments, ["text", "html"])


def test_the_most_liked_threads_come_first_on_pages_that_stay(article: Article):
    # given a hundred and twenty threads, of which some are liked alike; answers do not count
    comments = make_many(article, 120)
    say_numbers(comments)
    for place, likes in ((110, 9), (7, 4), (60, 4), (119, 1)):
        Comment.objects.filter(pk=comments[place].pk).update(like_count=likes)
    late = NOON + timedelta(hours=1)
    make_comment(article, "An answer.", parent=comments[3], like_count=50, written_at=late)
    # when one reads them all in that order
    pages = [texts(opened(f"{article.address}comments/liked/{end}")) for end in ("", "2/", "3/")]
    # then the liked ones come first, the oldest of them before, and each stands on one page
    read = [text for page in pages for text in page]
    assert read[:6] == ["110", "7", "60", "119", "0", "1"]
    assert sorted(read) == sorted([*map(str, range(120)), "An answer."])
    # and the same pages come again
    again = [texts(opened(f"{article.address}comments/liked/{end}")) for end in ("", "2/", "3/")]
    assert again == pages
    assert Client().get(f"{article.address}comments/liked/4/").status_code == 404


def test_the_order_that_is_shown_is_marked_and_kept_from_page_to_page(article: Article):
    make_many(article, 60)
    page = opened(f"{article.address}comments/liked/")
    assert [one.get_text() for one in page.select(".order [aria-current=true]")] == ["Most liked"]
    [onward] = page.select(".comments-pager a[rel=next]")
    assert onward["href"] == f"{article.address}comments/liked/2/"


def test_each_page_has_a_title_and_an_address_of_its_own(article: Article):
    # given threads enough for two pages, and one that goes on below, twice
    make_many(article, 60)
    chain = make_chain(article, 14)
    hide(chain[9])
    base = f"{article.address}comments/"
    paths = [
        article.address, f"{base}2/", f"{base}newest/", f"{base}newest/2/", f"{base}liked/",
        f"{base}liked/2/", *(f"/comment/{chain[n].pk}/thread/" for n in (0, 3, 6, 9)),
    ]  # fmt: skip
    make_many(article, 60, under=chain[0])
    paths.append(f"/comment/{chain[0].pk}/thread/2/")
    # when all are opened
    pages = [opened(path) for path in paths]
    # then no two are called the same, and each names its own address
    titles = [page.title.get_text() for page in pages]
    assert len(set(titles)) == len(titles), titles
    assert "Answers to Reader 4, 03/14/2026 12:04 p.m., on Tides" in titles[7]
    assert "Reader 10" not in titles[9]
    addresses = [page.select_one("link[rel=canonical]")["href"] for page in pages]
    assert addresses == [f"http://localhost:8000{path}" for path in paths]


@pytest.mark.parametrize("number", ["0", "00", "2", "999999", "1" + "0" * 18, "9" * 30])
def test_a_page_of_a_thread_that_is_not_there_is_not_found(article: Article, number: str):
    top = make_comment(article)
    assert Client().get(f"/comment/{top.pk}/thread/{number}/").status_code == 404


def test_what_is_pinned_comes_first_and_marks_are_words(article: Article):
    # given three comments, of which the last is pinned and the second picked
    first = make_comment(article, "The first.")
    make_comment(article, "The pick.", is_picked=True, written_at=NOON + timedelta(hours=1))
    make_comment(article, "The pin.", is_pinned=True, written_at=NOON + timedelta(hours=2))
    make_comment(article, "An answer.", parent=first, role="author", is_picked=True)
    # then they stand so in each order, on the article's page too
    base = f"{article.address}comments/"
    for path in (article.address, f"{base}newest/", f"{base}liked/"):
        page = opened(path)
        assert texts(page)[0] == "The pin."
        marks = {
            entry.select_one(".comment-text").get_text().strip(): [
                mark.get_text() for mark in entry.select(".comment-mark, .comment-role")
            ]
            for entry in page.select(".comment")
        }
        assert marks == {
            "The pin.": ["pinned"], "The pick.": ["Author’s pick"], "The first.": [],
            "An answer.": ["author", "Author’s pick"],
        }  # fmt: skip


RULES = "Be **kind**. [More](https://rules.example.org/)\n\n- no <script>alert(1)</script>"


@pytest.mark.parametrize(
    ("language", "notice"),
    [("en", "What is kept, for how long, and why"), ("fr", "Ce qui est gardé")],
)
def test_the_house_rules_and_the_notice_stand_at_every_form(
    publication: Publication, language: str, notice: str
):
    # given rules in light Markdown, with what has no place in them
    publication.language = language
    publication.save()
    Discussion.objects.create(site=the_site(), house_rules=RULES)
    article = make_article(language=language)
    comment = make_comment(article)
    make_many(article, 60)
    # where one may write: below the article, by itself, after a refusal
    refused = Client().post(f"{article.address}comments/", {"body": "Yes."})
    assert refused.status_code == 422
    pages = [
        opened(article.address), opened(f"{article.address}comments/"),
        opened(f"{article.address}comments/?parent={comment.pk}"),
        BeautifulSoup(refused.content, "html.parser"),
    ]  # fmt: skip
    for page in pages:
        [form] = page.select("form.write")
        [rules] = form.select(".write-rules")
        assert rules.select_one("strong").get_text() == "kind"
        assert rules.select_one("a")["href"] == "https://rules.example.org/"
        assert "alert(1)" in rules.select_one("li").get_text() and not rules.select("script")
        [said] = form.select(".write-notice")
        [link] = said.select("a")
        assert (link["href"], notice in link.get_text()) == ("/privacy/", True)
        assert "e-mail" in said.get_text() or "adresse" in said.get_text()
    # and from a further page of the threads one comes to such a form
    ways = opened(f"{article.address}comments/2/").select("[data-answer]")
    assert ways
    assert all(re.fullmatch(r".*/comments/\?parent=\d+#write", str(way["href"])) for way in ways)


def test_without_rules_there_is_no_empty_place_for_them(article: Article):
    for path in (article.address, f"{article.address}comments/"):
        page = opened(path)
        assert page.select("form.write .write-notice") and not page.select(".write-rules")


def test_a_title_that_is_a_quotation_is_not_quoted_once_more(publication: Publication):
    publication.language = "fr"
    publication.save()
    article = make_article(title="« De l’eau »", language="fr")
    make_many(article, 60)
    for path in ("comments/", "comments/2/"):
        heading = opened(f"{article.address}{path}").select_one("h1").get_text()
        assert heading.count("«") == 1, heading
