"""The editor's block comments are read into a tree, and broken ones break nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.exchange.bodies.gutenberg import DEEPEST, Block, parse


def shape(parts: list[str | Block]) -> list[object]:
    """Return a tree as texts and (name, attributes, content)."""
    return [
        part if isinstance(part, str) else (part.name, part.attributes, shape(part.content))
        for part in parts
    ]


def test_a_document_without_blocks_is_text():
    assert parse("<p>Only text</p>") == ["<p>Only text</p>"]
    assert parse("") == []


def test_a_block_has_its_name_attributes_and_html():
    document = '<!-- wp:heading {"level":3} -->\n<h3>A</h3>\n<!-- /wp:heading -->'
    assert shape(parse(document)) == [("core/heading", {"level": 3}, ["\n<h3>A</h3>\n"])]


def test_blocks_of_plugins_keep_their_namespace():
    assert shape(parse('<!-- wp:jetpack/map {"zoom":2} /-->')) == [("jetpack/map", {"zoom": 2}, [])]


def test_text_between_blocks_stays_where_it_is():
    document = "before<!-- wp:more /-->between<!-- wp:spacer /-->after"
    assert shape(parse(document)) == [
        "before",
        ("core/more", {}, []),
        "between",
        ("core/spacer", {}, []),
        "after",
    ]


def test_children_stand_in_the_html_of_their_parent():
    document = (
        "<!-- wp:group --><div><!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->"
        "<!-- wp:separator /--></div><!-- /wp:group -->"
    )
    paragraph: object = ("core/paragraph", {}, ["<p>a</p>"])
    content = ["<div>", paragraph, ("core/separator", {}, []), "</div>"]
    assert shape(parse(document)) == [("core/group", {}, content)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{"a":"\\u003cb\\u003e"}', {"a": "<b>"}),
        ('{"a":{"b":[1,{"c":null}]}}', {"a": {"b": [1, {"c": None}]}}),
        ('{"a":"}"}', {"a": "}"}),
        ('{"a":"x --> y"}', {"a": "x --> y"}),
        ("{}", {}),
        ("{broken}", {}),
        ("{'a':1}", {}),
    ],
)
def test_attributes_are_read_as_json_or_not_at_all(written: str, read: dict[str, object]):
    assert shape(parse(f"<!-- wp:x {written} -->t<!-- /wp:x -->")) == [("core/x", read, ["t"])]


def test_an_opener_that_is_never_closed_holds_nothing_back():
    document = "<!-- wp:latest-posts --><p>a</p><!-- wp:paragraph --><p>b</p><!-- /wp:paragraph -->"
    assert shape(parse(document)) == [
        ("core/latest-posts", {}, []),
        "<p>a</p>",
        ("core/paragraph", {}, ["<p>b</p>"]),
    ]


def test_a_closer_closes_what_was_left_open_inside():
    document = "<!-- wp:group -->a<!-- wp:column -->b<!-- /wp:group -->c"
    assert shape(parse(document)) == [
        ("core/group", {}, ["a", ("core/column", {}, []), "b"]),
        "c",
    ]


def test_a_closer_without_opener_is_passed_over():
    assert shape(parse("a<!-- /wp:group -->b")) == ["a", "b"]


def test_a_broken_marker_is_left_in_the_text_and_the_next_is_read():
    document = "a<!-- wp:x {broken <!-- wp:more /-->b"
    assert shape(parse(document)) == ["a<!-- wp:x {broken ", ("core/more", {}, []), "b"]


def test_other_comments_are_text():
    assert parse("a<!--more-->b<!-- wp: --><!-- WP:X -->") == [
        "a<!--more-->b<!-- wp: --><!-- WP:X -->"
    ]


def test_blocks_that_are_nested_too_deep_become_siblings():
    document = "<!-- wp:group -->x" * 500 + "<!-- /wp:group -->" * 500
    depth, level, texts = 0, parse(document), 0
    while inner := [part for part in level if isinstance(part, Block)]:
        depth += 1
        texts += sum(part == "x" for block in inner for part in block.content)
        level = [part for block in inner for part in block.content]
    assert depth == DEEPEST
    assert texts == 500


MARKS = ["<!-- wp:a -->", "<!-- /wp:a -->", "<!-- wp:b/c -->", "<!-- /wp:b/c -->", "<!-- wp:d /-->"]
PIECES = st.lists(st.one_of(st.sampled_from(MARKS), st.text("xyz<-", max_size=3)), max_size=30)


@given(PIECES)
def test_no_text_is_lost_whatever_is_open_or_closed(pieces: list[str]):
    def text_of(parts: list[str | Block]) -> str:
        return "".join(part if isinstance(part, str) else text_of(part.content) for part in parts)

    texts = [piece for piece in pieces if piece not in MARKS]
    assert sorted(text_of(parse("".join(pieces)))) == sorted("".join(texts))


@given(st.text('<!-wp: /{}ab"\n', max_size=80))
def test_any_text_can_be_read(document: str):
    parse(document)
