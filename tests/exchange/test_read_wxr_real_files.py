"""Exports that WordPress and other tools wrote come in, no less than WordPress makes of them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from chronique.exchange.wxr.reader import (
    AuthorRecord,
    BrokenArchive,
    Event,
    Item,
    TermRecord,
    Unreadable,
    open_archive,
    read,
)
from tests.shared import shared_inputs

# WordPress notes on each post that it publishes whom to ping: its own making, not the export's.
OWN_META_A_POST = 2


def wxr() -> Path:
    return shared_inputs() / "wxr"


def oracle() -> dict[str, dict[str, Any]]:
    """What WordPress had in its database, by file; an empty PHP array stands for nothing."""
    lines = (wxr() / "oracle-wordpress-import.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["file"]: row["added"] or {} for row in map(json.loads, lines)}


def whole(path: Path) -> list[Event]:
    return list(read(open_archive(path)))


def terms(found: list[Event]) -> Counter[str]:
    """The terms by taxonomy, those that only an item names too."""
    known = {(event.taxonomy, event.slug) for event in found if isinstance(event, TermRecord)}
    for event in found:
        if isinstance(event, Item):
            known |= {(term.taxonomy, term.slug) for term in event.terms if term.slug}
    return Counter(taxonomy for taxonomy, _ in known)


def comments(found: list[Event]) -> Counter[str]:
    return Counter(
        f"{comment.type or 'comment'}/{comment.approved}"
        for event in found
        if isinstance(event, Item)
        for comment in event.comments
    )


def test_no_file_gives_less_than_wordpress_makes_of_it():
    expected = oracle()
    assert len(expected) >= 31
    for name, added in expected.items():
        if name == "malformed.xml":
            continue
        found = whole(wxr() / name)
        items = [event for event in found if isinstance(event, Item)]
        posts = Counter(f"{item.type}/{item.status}" for item in items)
        assert posts >= Counter(added.get("posts", {})), name
        assert comments(found) >= Counter(added.get("comments", {})), name
        assert terms(found) >= Counter(added.get("terms", {})), name
        people = {event.login for event in found if isinstance(event, AuthorRecord)}
        people |= {item.creator for item in items}
        assert len(people) >= added.get("users", 0), name
        own = OWN_META_A_POST * posts["post/publish"]
        assert sum(len(item.meta) for item in items) >= added.get("postmeta", 0) - own, name
        replies = [c for item in items for c in item.comments if c.parent not in ("", "0")]
        assert len(replies) >= added.get("nested", 0), name
        assert not [event for event in found if isinstance(event, Unreadable)], name


def test_every_item_of_the_theme_test_is_there():
    found = whole(wxr() / "themeunittestdata.wordpress.xml")
    posts = Counter(event.type for event in found if isinstance(event, Item))
    assert posts == {
        "post": 58,
        "page": 21,
        "attachment": 37,
        "nav_menu_item": 70,
    }
    assert sum(comments(found).values()) == 33
    assert sum(event.is_sticky for event in found if isinstance(event, Item)) == 1
    assert sum(bool(event.password) for event in found if isinstance(event, Item)) == 1


def test_what_wordpress_refuses_for_a_missing_version_comes_in():
    found = whole(wxr() / "missing-version-tag.xml")
    assert terms(found) == {"category": 21, "post_tag": 18, "post_tax": 14}
    items = [event for event in whole(wxr() / "isso-wordpress.xml") if isinstance(event, Item)]
    assert [len(item.comments) for item in items] == [7, 1, 0]
    first = list(items[0].comments)
    assert [comment.parent for comment in first] == ["0", "0", "6", "7", "7", "0", "0"]
    assert (first[0].content, first[0].author_email) == ("Erster!1", "test@example.org")


def test_bare_ampersands_in_addresses_are_read_as_wordpress_reads_them():
    items = [event for event in whole(wxr() / "mg-sample.xml") if isinstance(event, Item)]
    assert [item.type for item in items] == [
        "post",
        "post",
        "post",
        "customcpt",
        "attachment",
        "page",
    ]
    assert items[4].attachment_url == (
        "https://images.unsplash.com/photo-1601276861758-2d9c5ca69a17?ixlib=rb-1.2.1"
        "&ixid=eyJhcHBfaWQiOjEyMDd9&auto=format&fit=crop&w=1268&q=80"
    )


def test_what_is_malformed_for_wordpress_is_refused_with_its_line_and_cause():
    with pytest.raises(BrokenArchive) as refused:
        whole(wxr() / "malformed.xml")
    assert str(refused.value) == (
        "malformed.xml, line 90: </channel> stands where <notachanneltag>, which begins on "
        "line 27, should be closed."
    )


def test_other_real_files_are_refused_in_one_sentence():
    folders = ("ghost", "medium", "substack", "disqus", "feeds", "uploads", "mail", "other-engines")
    paths = [path for folder in folders for path in (shared_inputs() / folder).rglob("*")]
    refused = 0
    for path in filter(Path.is_file, paths):
        with pytest.raises(BrokenArchive) as refusal:
            whole(path)
        assert str(refusal.value).startswith(path.name)
        assert str(refusal.value).endswith(".")
        assert "\n" not in str(refusal.value)
        refused += 1
    assert refused > 1000
