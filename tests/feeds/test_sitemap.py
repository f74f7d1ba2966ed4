"""The map of the site, robots.txt, security.txt."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chronique.articles.models import Article, Publication
from chronique.feeds import sitemap
from tests.factories import (
    make_article,
    make_author,
    make_section,
    make_static_page,
)
from tests.feeds.given import make_picture, make_quickly, picture_block

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HOME = "http://localhost:8000"

pytestmark = pytest.mark.django_db


def read(client: Client, path: str = "/sitemap.xml") -> dict[str, ElementTree.Element]:
    """Return the places of a map by their paths."""
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/xml; charset=utf-8",
    )
    root = ElementTree.fromstring(response.content)
    places = {(place.findtext(f"{MAP}loc") or "").removeprefix(HOME): place for place in root}
    assert len(places) == len(root)
    return places


def test_the_map_names_every_page_with_something_to_read(
    publication: Publication, client: Client
) -> None:
    # given an article with its section, tag and author, a page, and a section without articles
    article = make_article(
        section=make_section(slug="sea"), tags=["Tides"], authors=[make_author(slug="ada")]
    )
    article.other_sections.add(make_section(slug="coast"))
    article.save()
    make_section(slug="empty")
    make_static_page(slug="about")
    # when the map is read
    places = read(client)
    # then all that has something to read is there
    assert list(places) == [
        "/", "/about/", "/section/sea/", "/section/coast/", "/tag/tides/", "/author/ada/",
        article.address,
    ]  # fmt: skip
    assert places[article.address].findtext(f"{MAP}lastmod") == "2026-03-14T11:00:00+00:00"
    assert places["/"].findtext(f"{MAP}lastmod") == "2026-03-14T11:00:00+00:00"


def test_the_map_leaves_out_what_appeared_elsewhere_first(
    publication: Publication, client: Client
) -> None:
    make_article(canonical_url="https://elsewhere.example.org/piece/")

    assert list(read(client)) == ["/"]


def test_the_map_shows_an_articles_pictures_once_each(
    publication: Publication, client: Client
) -> None:
    lead, other = make_picture(), make_picture()
    gallery = {
        "pictures": [picture_block(other)["value"], picture_block(lead)["value"]],
        "caption": "",
    }
    article = make_article(
        lead_picture=lead, body=[picture_block(other), {"type": "gallery", "value": gallery}]
    )

    place = read(client)[article.address]

    assert [loc.text for loc in place.iter(f"{IMAGE}loc")] == [
        f"{HOME}{lead.file.url}", f"{HOME}{other.file.url}",
    ]  # fmt: skip


def test_the_map_shows_a_static_pages_pictures(publication: Publication, client: Client) -> None:
    picture = make_picture()
    about = make_static_page(slug="about")
    about.body = [picture_block(picture), picture_block(picture)]
    about.save()

    place = read(client)["/about/"]

    assert [loc.text for loc in place.iter(f"{IMAGE}loc")] == [f"{HOME}{picture.file.url}"]


def test_the_map_knows_the_languages_of_an_article(
    publication: Publication, client: Client
) -> None:
    # given an article in three languages, a second one in French, one alone, and a draft
    english = make_article(language="en")
    french = make_article(language="fr", translation_of=english)
    german = make_article(language="de", translation_of=french)
    again = make_article(language="fr", translation_of=english)
    make_article(language="it", translation_of=english, live=False)
    alone = make_article(language="en")
    # when the map is read
    places = read(client)
    # then each names all three, itself among them
    versions = [
        ("en", HOME + english.address), ("fr", HOME + french.address),
        ("de", HOME + german.address),
    ]  # fmt: skip
    for article in (english, french, german):
        links = places[article.address].findall(f"{XHTML}link")
        assert [(link.get("hreflang"), link.get("href")) for link in links] == versions
    assert places[alone.address].findall(f"{XHTML}link") == []
    assert places[again.address].findall(f"{XHTML}link") == []


def test_translations_in_a_circle_are_one_group(publication: Publication, client: Client) -> None:
    first = make_article(language="en")
    second = make_article(language="fr", translation_of=first)
    Article.objects.filter(pk=first.pk).update(translation_of=second)

    places = read(client)

    assert len(places[first.address].findall(f"{XHTML}link")) == 2


def test_a_large_map_is_an_index_of_parts(
    publication: Publication, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given more pages than a part may hold
    monkeypatch.setattr(sitemap, "LIMIT", 3)
    articles = [make_quickly(section=make_section()) for _ in range(7)]
    # when the map is read with all its parts
    parts = list(read(client))
    # then every page is in one of them, once
    assert parts == [
        "/sitemap-pages-1.xml", "/sitemap-pages-2.xml", "/sitemap-pages-3.xml",
        "/sitemap-articles-1.xml", "/sitemap-articles-2.xml", "/sitemap-articles-3.xml",
    ]  # fmt: skip
    found = [path for part in parts for path in read(client, part)]
    assert len(found) == len(set(found)) == 15
    assert {article.address for article in articles} <= set(found)
    for path in ("articles-4", "articles-0", "pages-4", "secrets-1"):
        assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_the_map_costs_the_same_queries_however_large_it_is(
    publication: Publication, client: Client
) -> None:
    make_article(lead_picture=make_picture())
    page = make_static_page()
    page.body = [picture_block(make_picture())]
    page.save()
    read(client)
    with CaptureQueriesContext(connection) as few:
        read(client)
    for n in range(5):
        original = make_quickly(
            lead_picture=make_picture(), section=make_section(), tags=[f"Tag {n}"],
            authors=[make_author()], body=[picture_block(make_picture())],
        )  # fmt: skip
        make_quickly(translation_of=original, language="fr")
        page = make_static_page(slug=f"page-{n}")
        page.body = [picture_block(make_picture())]
        page.save()
    with CaptureQueriesContext(connection) as many:
        read(client)

    assert len(many) == len(few)


def test_robots_are_kept_from_the_desk_and_led_to_the_map(
    publication: Publication, client: Client
) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /desk/" in lines
    assert f"Sitemap: {HOME}/sitemap.xml" in lines


def test_without_a_security_contact_there_is_no_security_txt(
    publication: Publication, client: Client
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("security@example.org", "mailto:security@example.org"),
        ("https://example.org/security", "https://example.org/security"),
        ("https://example.org/\nExpires: never", "https://example.org/ Expires: never"),
    ],
)
def test_security_txt_says_whom_to_tell(
    publication: Publication, client: Client, contact: str, said: str
) -> None:
    publication.security_contact = contact
    publication.save()

    text = client.get("/.well-known/security.txt").content.decode()

    fields: list[Any] = [line.split(": ", 1) for line in text.splitlines()]
    assert [name for name, _ in fields] == [
        "Contact",
        "Expires",
        "Preferred-Languages",
        "Canonical",
    ]
    values = dict(fields)
    assert values["Contact"] == said
    assert values["Canonical"] == f"{HOME}/.well-known/security.txt"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", values["Expires"])
    left = datetime.fromisoformat(values["Expires"]).astimezone(UTC) - timezone.now()
    assert timedelta(days=150) < left < timedelta(days=365)
