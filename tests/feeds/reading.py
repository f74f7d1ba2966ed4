"""Feeds as a careful program reads them: what the specifications demand, asserted."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_rss(data: bytes) -> ElementTree.Element:
    """Return the channel of an RSS 2.0 feed. Asserts what the specification and profile ask for."""
    rss = ElementTree.fromstring(data)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    for required in ("title", "link", "description"):
        assert len(channel.findall(required)) == 1, required
    assert_is_address(channel.findtext("link"))
    assert [link.get("rel") for link in channel.findall(f"{ATOM}link")] == ["self"]
    identifiers = [item.findtext("guid") for item in channel.findall("item")]
    assert len(identifiers) == len(set(identifiers))
    for item in channel.findall("item"):
        _check_item(item)
    assert not feedparser.parse(data).bozo
    return channel


def _check_item(item: ElementTree.Element) -> None:
    assert item.findtext("title") or item.findtext("description")
    for once in (
        "title",
        "link",
        "description",
        "guid",
        "pubDate",
        "comments",
        "enclosure",
        CONTENT,
    ):
        assert len(item.findall(once)) <= 1, once
    assert_is_address(item.findtext("link"))
    parsedate_to_datetime(item.findtext("pubDate") or "")
    guid = item.find("guid")
    assert guid is not None and guid.get("isPermaLink") == "false"
    enclosure = item.find("enclosure")
    if enclosure is not None:
        assert_is_address(enclosure.get("url"))
        assert int(enclosure.get("length") or "") > 0
        assert re.fullmatch(r"image/[a-z]+", enclosure.get("type") or "")


def read_atom(data: bytes) -> ElementTree.Element:
    """Return an Atom feed. Asserts what RFC 4287 demands of feeds and entries."""
    feed = ElementTree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    _check_atom(feed)
    assert len(_links(feed, "self")) == len(_links(feed, "alternate")) == 1
    assert feed.find(f"{ATOM}author") is not None
    entries = feed.findall(f"{ATOM}entry")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(identifiers) == len(set(identifiers))
    for entry in entries:
        _check_atom(entry)
        assert len(_links(entry, "alternate")) == 1
        content = entry.find(f"{ATOM}content")
        assert content is not None and content.get("type") == "html"
        assert len(entry.findall(f"{ATOM}summary")) <= 1
        if published := entry.findtext(f"{ATOM}published"):
            assert_is_moment(published)
        for person in [*entry.iter(f"{ATOM}author"), *entry.iter(f"{ATOM}contributor")]:
            assert person.findtext(f"{ATOM}name")
            if uri := person.findtext(f"{ATOM}uri"):
                assert_is_address(uri)
        for category in entry.findall(f"{ATOM}category"):
            assert category.get("term")
    assert not feedparser.parse(data).bozo
    return feed


def _check_atom(element: ElementTree.Element) -> None:
    for required in ("id", "title", "updated"):
        assert len(element.findall(f"{ATOM}{required}")) == 1, required
    assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", element.findtext(f"{ATOM}id") or "")
    assert_is_moment(element.findtext(f"{ATOM}updated"))
    for link in element.findall(f"{ATOM}link"):
        assert_is_address(link.get("href"))


def _links(element: ElementTree.Element, rel: str) -> list[ElementTree.Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel") == rel]


def read_json(data: bytes) -> dict[str, Any]:
    """Return a JSON Feed. Asserts what version 1.1 demands."""
    feed: dict[str, Any] = json.loads(data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert_is_address(feed["home_page_url"])
    assert_is_address(feed["feed_url"])
    assert isinstance(feed["items"], list)
    identifiers = [item["id"] for item in feed["items"]]
    assert all(isinstance(identifier, str) for identifier in identifiers)
    assert len(identifiers) == len(set(identifiers))
    for item in feed["items"]:
        assert_is_address(item["url"])
        assert isinstance(item["content_html"], str)
        assert_is_moment(item["date_published"])
        assert_is_moment(item["date_modified"])
        assert all(author.get("name") or author.get("url") for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for attachment in item.get("attachments", []):
            assert_is_address(attachment["url"])
            assert attachment["mime_type"].startswith("image/")
            assert attachment["size_in_bytes"] > 0
    return feed


def assert_is_moment(text: str | None) -> None:
    """As RFC 3339 writes it, with its zone."""
    assert text and re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text
    ), text
    assert datetime.fromisoformat(text).tzinfo


def assert_is_address(text: str | None) -> None:
    """Whole, and in ASCII."""
    parts = urlsplit(text or "")
    assert parts.scheme in ("http", "https") and parts.netloc and (text or "").isascii(), text
