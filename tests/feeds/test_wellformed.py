"""Whatever stands in a title or a comment, a feed stays a document that every parser reads."""

import json
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.feeds.entries import Attachment, Entry, Feed, Person
from chronique.feeds.formats import write_atom, write_json, write_rss
from chronique.feeds.rules import identifier, legal
from tests.feeds.reading import ATOM, CONTENT

# All characters; halves of characters and control characters more often than by chance.
WILD = st.text(
    st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from(
            "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x85\ud800\udfff\ufdd0\ufffe\uffff\U0001ffff"
        ),
        st.sampled_from("<>&\"'] \n\t\u2028\u202e\U0001f600"),
    ),
    max_size=40,
)
NOON = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
HERE = "https://example.org/"


def feed_with(text: str) -> Feed:
    """Return a feed in which the text stands wherever somebody's words can stand."""
    entry = Entry(
        id="urn:uuid:1", url=HERE, title=text, language="en", published=NOON, updated=NOON,
        content=text, summary=text, authors=[Person(text)], contributors=[Person(text)],
        categories=[text],
        picture=Attachment(HERE, "image/jpeg", 1, 1, 1, alt=text, credit=text),
    )  # fmt: skip
    return Feed(
        title=text, subtitle=text, language="en", home=HERE, address=f"{HERE}feed/",
        publisher=Person(text, HERE), rights=text, entries=[entry],
    )  # fmt: skip


def as_xml_reads(text: str) -> str:
    return legal(text).replace("\r\n", "\n").replace("\r", "\n")


@given(WILD)
def test_rss_holds_any_text(text: str) -> None:
    channel = ElementTree.fromstring(write_rss(feed_with(text), HERE).encode())[0]

    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == as_xml_reads(text)
    assert item.findtext(CONTENT) == as_xml_reads(text)


@given(WILD)
def test_atom_holds_any_text(text: str) -> None:
    feed = ElementTree.fromstring(write_atom(feed_with(text), HERE).encode())

    assert feed.findtext(f"{ATOM}title") == as_xml_reads(text)
    assert feed.findtext(f"{ATOM}entry/{ATOM}content") == as_xml_reads(text)


@given(WILD)
def test_json_holds_any_text(text: str) -> None:
    feed = json.loads(write_json(feed_with(text), HERE).encode())

    assert feed["items"][0]["content_html"] == legal(text)


@given(WILD)
def test_what_is_legal_stays(text: str) -> None:
    assert legal(legal(text)) == legal(text)
    printable = "".join(character for character in text if character.isprintable())
    assert legal(printable) == printable


@pytest.mark.parametrize(
    ("guid", "kept"),
    [
        ("https://old.example.org/?p=12", "https://old.example.org/?p=12"),
        (
            "http://old.example.org/?post_type=x&#038;p=1",
            "http://old.example.org/?post_type=x&#038;p=1",
        ),
        (" tag:old.example.org,2010:12\n", "tag:old.example.org,2010:12"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("12", ""),
        ("two words:x", ""),
        ("http://old.example.org/a b", ""),
        ("", ""),
        (None, ""),
        (12, ""),
    ],
)
def test_an_identifier_is_kept_when_it_is_one(guid: object, kept: str) -> None:
    key = UUID(int=7)
    assert identifier(guid, key) == (kept or f"urn:uuid:{key}")
