"""The three forms of a feed: RSS 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1.

The two of XML are written by Django's generators; here is what those do not say. Whatever stands in
a title or a comment, the document stays well-formed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from chronique.feeds.entries import Attachment, Entry, Feed, Person, made_legal

JSON_FEED = "https://jsonfeed.org/version/1.1"


class _Dated:
    """Both generators ask for the newest date, and say "now" when there is none."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


class RSS(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["logo"]:
            handler.startElement("image", AttributesImpl({}))
            handler.addQuickElement("url", self.feed["logo"])
            handler.addQuickElement("title", self.feed["title"])
            handler.addQuickElement("link", self.feed["link"])
            handler.endElement("image")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            handler.addQuickElement("dc:creator", person.name)
        if entry.comments_feed:
            handler.addQuickElement("wfw:commentRss", entry.comments_feed)
        handler.addQuickElement("content:encoded", entry.content)
        if entry.picture:
            _add_media(handler, entry.picture)


def _add_media(handler: SimplerXMLGenerator, picture: Attachment) -> None:
    facts = {
        "url": picture.url,
        "fileSize": str(picture.size_bytes),
        "type": picture.type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    handler.startElement("media:content", AttributesImpl(facts))
    if picture.alt:
        handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")


class Atom(_Dated, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:thr": "http://purl.org/syndication/thread/1.0"}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["logo"]:
            handler.addQuickElement("logo", self.feed["logo"])

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            _add_person(handler, "author", person)
        for person in entry.contributors:
            _add_person(handler, "contributor", person)
        if entry.answers:
            ref, href = entry.answers
            answered = {"ref": ref, "href": href, "type": "text/html"}
            handler.addQuickElement("thr:in-reply-to", "", answered)
        if entry.comments_feed:
            href = f"{entry.comments_feed}atom/"
            replies = {"rel": "replies", "type": "application/atom+xml", "href": href}
            handler.addQuickElement("link", "", replies)
        handler.addQuickElement("content", entry.content, {"type": "html"})


def _add_person(handler: SimplerXMLGenerator, role: str, person: Person) -> None:
    handler.startElement(role, AttributesImpl({}))
    handler.addQuickElement("name", person.name)
    if person.url:
        handler.addQuickElement("uri", person.url)
    handler.endElement(role)


def _write_xml(generator: type[SyndicationFeed], feed: Feed, address: str) -> str:
    writer = generator(
        title=feed.title,
        link=feed.home,
        description=feed.subtitle or feed.title,
        subtitle=feed.subtitle or None,
        language=feed.language,
        author_name=feed.publisher.name,
        author_link=feed.publisher.url,
        feed_url=address,
        feed_guid=address,
        feed_copyright=feed.rights or None,
        logo=feed.logo,
        updated=feed.updated,
    )
    for entry in feed.entries:
        picture = entry.picture
        writer.add_item(
            title=entry.title,
            link=entry.url,
            # Both forms read it as HTML.
            description=escape(entry.summary) if entry.summary else None,  # type: ignore[arg-type]
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            comments=entry.comments or None,
            categories=entry.categories,
            enclosures=[Enclosure(picture.url, str(picture.size_bytes), picture.type)]
            if picture
            else [],
            entry=entry,
        )
    return writer.writeString("utf-8")


def write_rss(feed: Feed, address: str) -> str:
    return _write_xml(RSS, made_legal(feed), address)


def write_atom(feed: Feed, address: str) -> str:
    return _write_xml(Atom, made_legal(feed), address)


def write_json(feed: Feed, address: str) -> str:
    feed = made_legal(feed)
    document = _without_empty(
        {
            "version": JSON_FEED,
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": address,
            "description": feed.subtitle,
            "icon": feed.logo,
            "authors": [_json_person(feed.publisher)],
            "language": feed.language,
        }
    )
    return json.dumps(
        {**document, "items": [_json_item(entry) for entry in feed.entries]}, ensure_ascii=False
    )


def _json_item(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    return _without_empty(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "image": picture.url if picture else "",
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [_json_person(person) for person in entry.authors],
            "tags": entry.categories,
            "language": entry.language,
            "attachments": [_json_attachment(picture)] if picture else [],
        },
        kept=("content_html",),
    )


def _json_person(person: Person) -> dict[str, Any]:
    return _without_empty({"name": person.name, "url": person.url})


def _json_attachment(picture: Attachment) -> dict[str, Any]:
    return {"url": picture.url, "mime_type": picture.type, "size_in_bytes": picture.size_bytes}


def _without_empty(members: dict[str, Any], *, kept: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value or name in kept}


@dataclass(frozen=True)
class Form:
    """One form of a feed: what its address ends with, its media type, its name, who writes it."""

    ending: str
    media_type: str
    name: str
    write: Callable[[Feed, str], str]


FORMS = {
    "": Form("", "application/rss+xml", "RSS", write_rss),
    "atom": Form("atom/", "application/atom+xml", "Atom", write_atom),
    "json": Form("json/", "application/feed+json", "JSON Feed", write_json),
}
