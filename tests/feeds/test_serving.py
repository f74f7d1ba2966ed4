"""Feeds at their addresses and old ones: cheap, sent again only when changed, easy to find."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import Client

from chronique.articles.models import Article, Publication, Section
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    paragraph,
)
from tests.feeds.given import (
    READERS,
    make_full_article,
    make_picture,
    make_quickly,
    picture_block,
    queries_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(publication: Publication) -> Section:
    return make_section("Sea & coast", slug="sea")


@pytest.fixture
def article(section: Section) -> Article:
    return make_full_article(section)


@pytest.mark.parametrize("ending", READERS)
def test_a_feed_that_did_not_change_is_not_sent_again(
    article: Article, client: Client, ending: str
) -> None:
    first = client.get(f"/feed/{ending}")
    assert first["Last-Modified"] == "Mon, 16 Mar 2026 11:00:00 GMT"

    by_tag = client.get(f"/feed/{ending}", headers={"If-None-Match": first["ETag"]})
    by_date = client.get(f"/feed/{ending}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)

    make_article(first_published_at=NOON + timedelta(days=3))
    by_tag = client.get(f"/feed/{ending}", headers={"If-None-Match": first["ETag"]})
    by_date = client.get(f"/feed/{ending}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (200, 200)


def test_a_feed_costs_the_same_queries_whatever_stands_in_it(
    article: Article, client: Client
) -> None:
    # given feeds with one article, read once
    paths = ["/feed/", "/feed/atom/", "/section/sea/feed/json/", "/author/ada/feed/"]
    few = {path: queries_of(client, path) for path in paths}
    # when there are more, full of pictures, links, sections, tags and authors
    author = article.authorships.get().author
    for n in range(19):
        full = make_quickly(
            section=article.section, tags=["Tides", f"Tag {n}"], lead_picture=make_picture(),
            authors=[author, make_author(f"Author {n}")],
            body=[
                picture_block(make_picture()), picture_block(make_picture()),
                paragraph(f'<p><a linktype="page" id="{article.pk}">before</a></p>'),
            ],
        )  # fmt: skip
        full.other_sections.add(make_section(f"Section {n}"))
        full.save()
    # then one query more asks for the pages that are linked to
    for path in paths:
        many = queries_of(client, path)
        assert len(many) - len(few[path]) <= 1, "\n".join(many)
        assert len(many) <= 15


@pytest.mark.parametrize("path", ["/comments/feed/", "/comments/feed/json/"])
def test_feeds_of_comments_cost_one_query_of_their_own(
    article: Article, client: Client, path: str
) -> None:
    few = queries_of(client, path)
    for n in range(19):
        top = make_comment(make_quickly(), written_at=NOON + timedelta(days=n))
        make_comment(top.article, parent=top, written_at=NOON + timedelta(days=n))

    many = queries_of(client, path)

    assert len(many) == len(few)
    assert sum("comments_comment" in sql for sql in many) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/rss2/", "/feed/"),
        ("/feed/rss/", "/feed/"),
        ("/feed/rdf/", "/feed/"),
        ("/rss/", "/feed/"),
        ("/rss.xml", "/feed/"),
        ("/atom/", "/feed/atom/"),
        ("/atom.xml", "/feed/atom/"),
        ("/comments/feed/rss2/", "/comments/feed/"),
        ("/section/sea/feed/rss/", "/section/sea/feed/"),
        ("/category/sea/feed/", "/section/sea/feed/"),
        ("/category/world/sea/feed/", "/section/sea/feed/"),
        ("/category/world/sea/feed/atom/", "/section/sea/feed/atom/"),
        ("/category/sea/feed/rss2/", "/section/sea/feed/"),
        ("/wp-sitemap.xml", "/sitemap.xml"),
        ("/sitemap_index.xml", "/sitemap.xml"),
    ],
)
def test_names_that_feeds_had_elsewhere_lead_here_for_good(
    section: Section, client: Client, old: str, new: str
) -> None:
    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


def test_the_feed_of_an_article_moves_with_it(article: Article, client: Client) -> None:
    before = article.address
    article.slug = "high-tides"
    article.save_revision().publish()

    response = client.get(f"{before}feed/atom/")

    assert (response.status_code, response["Location"]) == (
        301, "/2026/03/14/high-tides/feed/atom/",
    )  # fmt: skip


def test_pages_name_their_feeds(article: Article, publication: Publication) -> None:
    template = Template("{% load feeds %}{% feed_links publication subject %}")

    def links(subject: object) -> list[tuple[str, str]]:
        html = template.render(Context({"publication": publication, "subject": subject}))
        found = ElementTree.fromstring(f"<head>{html.replace('>', '/>')}</head>")
        assert {link.get("rel") for link in found} == {"alternate"}
        return [(link.get("type") or "", link.get("href") or "") for link in found]

    site = [
        ("application/rss+xml", "/feed/"),
        ("application/atom+xml", "/feed/atom/"),
        ("application/feed+json", "/feed/json/"),
    ]
    assert links(None) == site
    assert links(article.section)[:2] == [
        ("application/rss+xml", "/section/sea/feed/"),
        ("application/atom+xml", "/section/sea/feed/atom/"),
    ]
    assert links(article)[0] == ("application/rss+xml", f"{article.address}feed/")
    assert links(article)[3:] == site
