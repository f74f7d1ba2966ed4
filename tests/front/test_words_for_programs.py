"""What pages tell other programs: schema.org's graph, microformats, Open Graph."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import mf2py
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from chronique.articles.models import Article, Publication, StaticPage
from chronique.articles.rules import LANGUAGES
from chronique.comments.rules import thread_path
from chronique.front.graph import as_script
from chronique.front.locales import OPEN_GRAPH
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    make_static_page,
)
from tests.front.given import graph, make_picture, one, page

pytestmark = [pytest.mark.django_db, pytest.mark.once]

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


def crumbs(path: str) -> list[str]:
    items = named(graph(page(path)), "BreadcrumbList")["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    return [item["name"] for item in items]


def open_graph(soup: BeautifulSoup) -> dict[str, str]:
    return {str(tag["property"]): str(tag["content"]) for tag in soup.select("meta[property]")}


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


def test_the_breadcrumb_names_every_section_above(publication: Publication):
    coast = make_section("Coast", slug="coast")
    ports = make_section("Ports", slug="ports", parent=coast)
    quays = make_section("Quays", slug="quays", parent=ports)
    article = make_article(title="Cranes", section=quays)
    trail = ["My publication", "Coast", "Ports", "Quays"]
    assert crumbs(article.address) == [*trail, "Cranes"]
    assert crumbs("/section/quays/") == trail
    # what an import made part of itself by a roundabout way is no trap
    coast.parent = quays
    coast.save()
    assert crumbs("/section/quays/") == trail


def test_a_static_page_says_where_it_lies_and_what_was_said_of_it():
    about = make_static_page("About", slug="about")
    method = StaticPage(title="Method", slug="method", language="fr", body=[])
    about.add_child(instance=method)
    first = make_comment(method, "First")
    make_comment(method, "Second", parent=first)
    things = graph(page("/about/method/"))
    assert crumbs("/about/method/") == ["My publication", "About", "Method"]
    (itself,) = [thing for thing in things if thing["@type"] == "WebPage"]
    assert (itself["name"], itself["inLanguage"]) == ("Method", "fr")
    remarks = [thing for thing in things if thing["@type"] == "Comment"]
    assert itself["comment"] == [{"@id": remark["@id"]} for remark in remarks]
    assert remarks[1]["parentItem"] == {"@id": remarks[0]["@id"]}
    assert all(remark["about"] == {"@id": itself["@id"]} for remark in remarks)
    assert set(references(things)) <= {thing["@id"] for thing in things}


@pytest.mark.parametrize("kind", ["Article", "WebPage"])
def test_a_page_of_comments_says_what_they_are_about(kind: str):
    made: Any = make_article(title="Tides & dunes") if kind == "Article" else make_static_page()
    top = make_comment(made, "Top")
    soup = page(thread_path(top.pk))
    things = graph(soup)
    assert set(references(things)) <= {thing["@id"] for thing in things}
    (about,) = [thing for thing in things if thing.get("url") == ROOT + made.address]
    assert (about["@type"], about["commentCount"]) == (kind, 1)
    # the same things bear the same names on the page that they are about
    assert {about["@id"], named(things, "Comment")["@id"]} <= {
        thing["@id"] for thing in graph(page(made.address))
    }
    assert open_graph(soup)["og:title"] == f"Comments on {made.title}"
    assert open_graph(soup)["og:url"] == one(soup, "link[rel=canonical]")["href"]
    assert crumbs(thread_path(top.pk))[1] == made.title


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


def test_a_static_page_is_an_h_entry(publication: Publication):
    about = make_static_page("L'équipe", standfirst="Who we are.", slug="about")
    make_comment(about, "First")
    html = Client().get("/about/").content.decode()
    (entry,) = mf2py.parse(doc=html, url=f"{ROOT}/about/")["items"]
    said = entry["properties"]
    assert entry["type"] == ["h-entry"]
    assert (said["name"], said["summary"]) == (["L’équipe"], ["Who we are."])
    assert said["url"] == [f"{ROOT}/about/"]
    assert said["content"][0]["value"].strip() == "Some words."
    assert [comment["type"] for comment in said["comment"]] == [["h-cite"]]


def test_the_first_page_is_an_h_feed(article: Article):
    older = make_article(title="Older", first_published_at=NOON - timedelta(days=1))
    html = Client().get("/").content.decode()
    (feed,) = mf2py.parse(doc=html, url=f"{ROOT}/")["items"]
    assert feed["type"] == ["h-feed"]
    said = [entry["properties"] for entry in feed["children"]]
    assert [entry["name"] for entry in said] == [[article.title], ["Older"]]
    assert [entry["url"] for entry in said] == [[ROOT + article.address], [ROOT + older.address]]
    assert said[0]["author"][0]["properties"]["name"] == ["Ada Verne"]


@pytest.mark.parametrize("path", ["/", "/tag/sea/", "/archive/", "/author/ada/", "/about/"])
def test_open_graph_says_of_every_page_what_it_is_and_where(publication: Publication, path: str):
    publication.logo = make_picture("logo.jpg")
    publication.save()
    make_article(tags=["Sea"], authors=[make_author(slug="ada", biography="<p>Writes.</p>")])
    make_static_page("About", slug="about", standfirst="Who we are.")
    titles = {"/": "My publication", "/tag/sea/": "Sea", "/archive/": "Archive",
              "/author/ada/": "Ada Verne", "/about/": "About"}  # fmt: skip
    soup = page(path)
    said = open_graph(soup)
    assert (said["og:type"], said["og:site_name"]) == ("website", "My publication")
    assert (said["og:title"], said["og:url"]) == (titles[path], ROOT + path)
    assert said["og:url"] == one(soup, "link[rel=canonical]")["href"]
    assert said["og:locale"] == "en_US"
    assert Client().get(said["og:image"].removeprefix(ROOT))["Content-Type"] == "image/jpeg"
    descriptions = {"/author/ada/": "Writes.", "/about/": "Who we are."}
    assert said.get("og:description") == descriptions.get(path)


def test_open_graph_names_the_language_of_the_text_when_it_knows_it():
    assert set(OPEN_GRAPH) == {language for language, _ in LANGUAGES}
    french = make_article(language="fr")
    assert open_graph(page(french.address))["og:locale"] == "fr_FR"
    # an import may bring a language that nobody here has heard of
    unknown = make_article()
    Article.objects.filter(pk=unknown.pk).update(language="tlh")
    assert "og:locale" not in open_graph(page(unknown.address))


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
