"""What pages tell other programs: schema.org's graph, microformats, Open Graph."""

import json
from collections.abc import Iterator
from typing import Any

import mf2py
import pytest
from django.test import Client

from chronique.articles.models import Article, Publication
from chronique.front.graph import as_script
from tests.factories import make_article, make_author, make_comment, make_section
from tests.front.given import graph, make_picture, one, page

pytestmark = pytest.mark.django_db

ROOT = "http://localhost:8000"


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


@pytest.fixture
def article() -> Article:
    made = make_article(
        title="Tides & </script> dunes", section=make_section("Coast"), tags=["Sea"],
        authors=[make_author(website="https://example.org/ada")], lead_picture=make_picture(),
    )  # fmt: skip
    first = make_comment(made, html="<p>First &lt;/script&gt;!</p>", like_count=3)
    make_comment(made, "Second", parent=first)
    return made


def named(things: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    (found,) = [thing for thing in things if thing["@type"] == kind]
    return found


def references(value: Any) -> Iterator[str]:
    """Yield the addresses that a thing gives instead of the thing itself."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for part in value.values():
            yield from references(part)
    if isinstance(value, list):
        for part in value:
            yield from references(part)


def test_an_article_is_one_connected_graph(article: Article):
    things = graph(page(article.address))
    ids = [thing["@id"] for thing in things]
    assert len(ids) == len(set(ids))
    pointed = set(references(things))
    assert pointed <= set(ids)
    # and whatever is there is named by something, or names something
    lone = [
        thing["@id"]
        for thing in things
        if thing["@id"] not in pointed and not set(references(thing))
    ]
    assert lone == []


def test_the_graph_says_who_wrote_what_when(article: Article):
    things = graph(page(article.address))
    piece, person = named(things, "Article"), named(things, "Person")
    assert piece["headline"] == "Tides & </script> dunes"
    assert piece["author"] == [{"@id": person["@id"]}]
    assert (person["name"], person["sameAs"]) == ("Ada Verne", "https://example.org/ada")
    assert piece["datePublished"] == "2026-03-14T12:00:00+01:00"
    assert piece["articleSection"] == ["Coast"]
    assert piece["keywords"] == ["Sea"]
    assert piece["image"]["url"].startswith(f"{ROOT}/pictures/")


def test_the_graph_holds_the_comments_and_what_they_answer(article: Article):
    things = graph(page(article.address))
    first, second = (thing for thing in things if thing["@type"] == "Comment")
    assert second["parentItem"] == {"@id": first["@id"]}
    assert (first["text"], first["upvoteCount"]) == ("First </script>!", 3)
    assert named(things, "Article")["commentCount"] == 2
    assert first["@id"].partition("#")[2] in {e["id"] for e in page(article.address).select("[id]")}


def test_the_breadcrumb_leads_from_the_first_page(article: Article):
    crumbs = named(graph(page(article.address)), "BreadcrumbList")["itemListElement"]
    names = [crumb["name"] for crumb in crumbs]
    assert names == ["My publication", "Coast", "Tides & </script> dunes"]
    assert crumbs[0]["item"] == f"{ROOT}/"


def test_nothing_ends_the_graphs_script_early(article: Article):
    html = Client().get(article.address).content.decode()
    inside = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(inside)["@graph"]
    assert "</" not in as_script([{"a": "</script><!--"}]).removesuffix("</script>")


@pytest.mark.parametrize("path", ["/", "/archive/", "/page/1/", "/2026/", "/2026/03/", "/tag/sea/"])
def test_every_list_has_its_graph(article: Article, path: str):
    things = graph(page(path))
    assert set(references(things)) <= {thing["@id"] for thing in things}
    assert named(things, "WebSite")["publisher"] == {"@id": named(things, "Organization")["@id"]}


def test_an_authors_page_is_about_the_author(article: Article):
    author = article.authorships.get().author
    things = graph(page(author.path))
    assert named(things, "ProfilePage")["mainEntity"] == {"@id": named(things, "Person")["@id"]}


def test_an_article_is_an_h_entry(article: Article):
    html = Client().get(article.address).content.decode()
    (entry,) = mf2py.parse(doc=html, url=ROOT + article.address)["items"]
    said = entry["properties"]
    assert entry["type"] == ["h-entry"]
    assert said["name"] == ["Tides & </script> dunes"]
    assert said["summary"] == ["What it is about."]
    assert said["published"][0].startswith("2026-03-14T12:00:00+01")
    assert said["url"] == [ROOT + article.address]
    assert said["category"] == ["Coast", "Sea"]
    assert said["content"][0]["value"].strip() == "Some words."
    assert [card["properties"]["name"] for card in said["author"]] == [["Ada Verne"]]
    assert [comment["type"] for comment in said["comment"]] == [["h-cite"], ["h-cite"]]


def test_a_list_is_an_h_feed(article: Article):
    html = Client().get("/tag/sea/").content.decode()
    (feed,) = mf2py.parse(doc=html, url=f"{ROOT}/tag/sea/")["items"]
    (entry,) = feed["children"]
    assert feed["type"] == ["h-feed"]
    assert entry["properties"]["url"] == [ROOT + article.address]
    assert entry["properties"]["name"] == ["Tides & </script> dunes"]


def test_open_graph_has_a_picture_that_everybody_can_show(article: Article):
    soup = page(article.address)
    said = {tag["property"]: tag["content"] for tag in soup.select("meta[property]")}
    assert said["og:type"] == "article"
    assert said["og:url"] == ROOT + article.address
    assert str(said["og:image"]).endswith(".jpg")
    assert said["article:section"] == "Coast"
    path = str(said["og:image"]).removeprefix(ROOT)
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert one(soup, "meta[name='twitter:card']")["content"] == "summary_large_image"


def test_feeds_are_announced_where_they_belong(article: Article):
    feeds = [str(link["href"]) for link in page("/tag/sea/").select("link[type*=rss]")]
    assert feeds == ["/tag/sea/feed/", "/feed/"]
    assert f"{article.address}feed/" in [
        link["href"] for link in page(article.address).select("link[rel=alternate]")
    ]
