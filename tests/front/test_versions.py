"""What an article said before, as readers and programs find it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from chronique.articles.editions import keep_first_editions, withdraw_editions
from chronique.articles.models import Article, Edition, Publication
from chronique.base.errors import Refused
from chronique.publishing import announce
from tests.factories import make_article, make_static_page, paragraph, the_site
from tests.front.given import graph, one, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def change(article: Article, text: str, **fields: Any) -> Article:
    """Publish an article with another text, an hour later than before."""
    fresh = Article.objects.get(pk=article.pk)
    for name, value in {"body": [paragraph(f"<p>{text}</p>")], **fields}.items():
        setattr(fresh, name, value)
    fresh.last_published_at += timedelta(hours=1)
    fresh.save()
    announce.went_public(fresh)
    return fresh


@pytest.fixture
def article() -> Article:
    """Three versions: the second has a note, the third is minor."""
    first = make_article(title="Tides", body=[paragraph("<p>The dike is six metres high.</p>")])
    second = change(first, "The dike is seven metres high.", change_note="A number was wrong.")
    return change(second, "The dike is seven metres high!", change_note="", change_is_minor=True)


def numbers(article: Article) -> list[int]:
    return list(article.editions.in_order().values_list("number", flat=True))


def test_an_edition_is_kept_when_readers_see_something_else(article: Article):
    assert numbers(article) == [1, 2, 3]
    # and not when it is announced again, saved by an editor, or filed elsewhere
    announce.went_public(Article.objects.get(pk=article.pk))
    body = [{**paragraph('<p data-block-key="x1">The dike is seven metres high!</p>'), "id": "7"}]
    change(article, "", body=body, featured=True)
    assert numbers(article) == [1, 2, 3]


def test_an_article_is_compared_with_itself_alone():
    # given two articles that changed once each
    articles = [
        make_article(title=title, body=[paragraph(f"<p>{title} are low.</p>")])
        for title in ("Tides", "Winds")
    ]
    for each in articles:
        announce.went_public(each)
    for each in articles:
        change(each, f"{each.title} are high.")
    # then nothing of one is told of the other
    for each in articles:
        edition = Edition.objects.get(article=each, number=2)
        assert (edition.words_gone, edition.words_new) == (1, 1)
        soup = page(f"{each.address}changes/2/")
        assert [texts(soup, name) for name in ("del", "ins")] == [
            ["removed: low ;"],
            ["added: high ;"],
        ]


def test_what_stood_there_before_there_were_editions_is_the_first(article: Article):
    Edition.objects.all().delete()
    assert keep_first_editions(now=timezone.now()) == 1
    assert keep_first_editions(now=timezone.now()) == 0
    assert Edition.objects.get().published_at == article.last_published_at


def test_an_article_says_how_often_it_changed(article: Article):
    soup = page(article.address)
    assert "This article changed 2 times since it appeared" in texts(soup, ".article-foot .tags a")
    assert "changed" not in str(page(make_article().address).select(".article-foot"))


def test_the_list_of_versions_folds_minor_ones(article: Article):
    soup = page(f"{article.address}versions/")
    assert texts(soup, "summary") == ["1 minor change"]
    assert "A number was wrong." in str(soup.select(".versions-list > .versions-one"))
    assert one(soup, "meta[name=robots]")["content"] == "noindex"
    assert one(soup, "link[rel=canonical]")["href"].endswith(article.address)


def test_a_change_is_read_word_by_word(article: Article):
    soup = page(f"{article.address}changes/2/")
    assert texts(soup, "del") == ["removed: six ;"]
    assert texts(soup, "ins") == ["added: seven ;"]
    assert Client().get(f"{article.address}changes/1/").status_code == 404
    assert Client().get(f"{article.address}changes/4/").status_code == 404


def test_a_version_stays_at_its_address_and_says_of_when_it_is(article: Article):
    answer = Client().get(f"{article.address}versions/1/")
    assert "The dike is six metres high." in answer.content.decode()
    assert answer["Memento-Datetime"] == "Sat, 14 Mar 2026 11:00:00 GMT"
    assert answer["X-Robots-Tag"] == "noindex"
    assert f'{article.address}>; rel="original"' in answer["Link"]
    assert 'rel="timegate"' in Client().get(article.address)["Link"]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Sat, 14 Mar 2026 11:30:00 GMT", 1),
        ("Sat, 14 Mar 2026 12:00:00 GMT", 2),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 3),
        ("", 3),
    ],
)
def test_a_time_gate_leads_to_what_was_read_then(article: Article, asked: str, number: int):
    headers = {"Accept-Datetime": asked} if asked else {}
    for address in (article.address, f"/{the_site().root_url}{article.address}"):
        answer = Client().get(f"/timegate{address}", headers=headers)
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"{article.address}versions/{number}/")
        assert answer["Vary"] == "accept-datetime"


@pytest.mark.parametrize("asked", ["yesterday", "Sat, 99 Mar 2026 11:30:00 GMT", "2026-03-14"])
def test_a_time_gate_refuses_what_is_no_moment(article: Article, asked: str):
    headers = {"Accept-Datetime": asked}
    assert Client().get(f"/timegate{article.address}", headers=headers).status_code == 400


def test_a_time_map_lists_all(article: Article):
    answer = Client().get(f"/timemap{article.address}")
    assert answer["Content-Type"] == "application/link-format"
    lines = answer.content.decode().split(",\n")
    assert [line.partition("; ")[2].split(";")[0] for line in lines] == [
        'rel="original"', 'rel="timegate"', 'rel="self"', 'rel="first memento"', 'rel="memento"',
        'rel="last memento"',
    ]  # fmt: skip


def test_what_readers_may_not_read_has_no_versions(article: Article):
    paths = ("versions/", "versions/1/", "changes/2/")
    addresses = [f"{article.address}{path}" for path in paths] + [f"/timemap{article.address}"]
    PageViewRestriction.objects.create(page=article, restriction_type="password", password="x")
    assert {Client().get(address).status_code for address in addresses} == {404}
    PageViewRestriction.objects.all().delete()
    article.unpublish()
    assert {Client().get(address).status_code for address in addresses} == {404}
    article.delete()
    assert not Edition.objects.exists()


def test_versions_follow_an_article_that_moves(article: Article):
    old = article.address
    moved = change(article, "It moved.", slug="elsewhere")
    answer = Client().get(f"{old}versions/1/")
    assert (answer.status_code, answer["Location"]) == (301, f"{moved.address}versions/1/")


def test_a_version_that_is_withdrawn_leaves_its_place_and_no_word(article: Article):
    def withdraw(*chosen: int) -> int:
        return withdraw_editions(
            article=article, numbers=chosen, now=timezone.now(), by=None, because="A court said so."
        )

    with pytest.raises(Refused):
        withdraw(3)
    with pytest.raises(Refused):
        withdraw(9)
    assert withdraw(1) == 1
    assert Edition.objects.get(number=1).body == []
    for path in ("versions/1/",):
        soup = page(f"{article.address}{path}", status=410)
        assert "A court said so." in str(soup)
        assert "six" not in str(soup)
    assert "six" not in str(page(f"{article.address}changes/2/"))
    assert "versions/1/" not in Client().get(f"/timemap{article.address}").content.decode()


def test_all_corrections_are_listed_and_followed():
    value = {"date": "2026-04-02", "kind": "correction", "text": "<p>Eleven, not ten.</p>"}
    fixes = [{"type": "correction", "value": value, "id": "a1b2c3d4-0000"}]
    article = make_article(title="Tides", corrections=fixes)
    make_article(title="Hidden", live=False, corrections=fixes)
    soup = page("/corrections/")
    assert texts(soup, ".corrected-title a") == ["Tides"]
    assert one(soup, ".corrected-title a")["href"] == f"{article.address}#correction-a1b2c3d4"
    feed = Client().get("/corrections/feed/").content.decode()
    assert "Eleven, not ten." in feed
    assert "Hidden" not in feed
    told = next(thing for thing in graph(page(article.address)) if thing["@type"] == "Article")
    assert told["correction"][0]["text"] == "Eleven, not ten."
    article.unpublish()
    assert "Tides" not in str(page("/corrections/"))


def test_a_page_of_ones_own_about_corrections_has_them_below():
    make_static_page("Our mistakes", slug="corrections")
    soup = page("/corrections/")
    assert texts(soup, "h1") == ["Our mistakes"]
    assert texts(soup, ".corrections-list h2") == ["All corrections"]


def test_search_engines_are_told_how_mistakes_are_corrected():
    policy = make_static_page("How we correct", slug="mistakes")
    Publication.objects.update(corrections_page=policy)
    told = next(thing for thing in graph(page("/")) if thing["@type"] == "Organization")
    assert told["correctionsPolicy"].endswith("/mistakes/")


def test_five_hundred_versions_cost_no_more_queries(
    article: Article, django_assert_max_num_queries: Any
):
    last = article.editions.get(number=3)
    Edition.objects.bulk_create(
        Edition(
            article=article, number=n, published_at=last.published_at, language="en", title="T",
            digest=str(n), body=last.body,
        )
        for n in range(4, 501)
    )  # fmt: skip
    with django_assert_max_num_queries(25):
        Client().get(f"{article.address}versions/")
