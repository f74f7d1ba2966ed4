"""The words of a body without its markup."""

from typing import Any

from chronique.articles.plain import plain_body, plain_texts, summary_of
from tests.factories import paragraph

PICTURE = {
    "image": 12,
    "address": "https://example.org/secret.jpg",
    "alt": "A lighthouse",
    "decorative": False,
    "caption": "<p>By <b>night</b></p>",
    "credit": "Ada",
    "link": "https://example.org/secret",
    "width": "wide",
}
BODY: list[dict[str, Any]] = [
    {
        "type": "heading",
        "value": {"text": "Tides & winds", "level": "2", "anchor": "secret"},
        "id": "secret",
    },
    paragraph("<p>First[^1],<br>then &amp; there.</p>", ["A <i>note</i>."]),
    {
        "type": "paragraph",
        "value": {"text": "x", "notes": [{"type": "item", "value": "Wrapped", "id": "secret"}]},
    },
    {"type": "pull_quote", "value": {"text": "1 < 2", "attribution": "Bo"}},
    {
        "type": "quotation",
        "value": {
            "text": "<p>Quoted</p>",
            "source": "A book",
            "source_url": "https://example.org/secret",
            "language": "de",
        },
    },
    {"type": "read_also", "value": {"article": 3, "address": "/secret/", "label": "Read this"}},
    {"type": "picture", "value": PICTURE},
    {
        "type": "gallery",
        "value": {"pictures": [{**PICTURE, "caption": "Second"}], "caption": "All of them"},
    },
    {
        "type": "embed",
        "value": {
            "url": "https://example.org/secret",
            "title": "Film",
            "author": "Cy",
            "text": "Seen",
        },
    },
    {
        "type": "table",
        "value": {
            "columns": [{"type": "text", "heading": "Port"}, {"type": "rich", "heading": "Height"}],
            "rows": [{"values": ["Brest <3", "<b>7</b> m"]}, {"values": ["", ""]}],
            "caption": "Heights",
        },
    },
    {"type": "code", "value": {"language": "secret", "code": "if a < b:", "caption": "Listing"}},
    {"type": "divider", "value": None},
    {"type": "aside", "value": {"title": "Aside", "text": "<ul><li>one</li><li>two</li></ul>"}},
    {"type": "file", "value": {"file": 4, "address": "/secret.pdf", "title": "Report"}},
    {
        "type": "media",
        "value": {
            "kind": "secret",
            "file": None,
            "address": "/secret.ogg",
            "title": "Sound",
            "caption": "Waves",
        },
    },
    {"type": "html", "value": {"html": '<p title="secret">Kept</p><script>secret</script>'}},
    {"type": "secret", "value": "of an older program"},
]


def test_all_that_readers_read_is_there_in_order_and_nothing_else() -> None:
    assert plain_body(BODY).split("\n") == [
        "Tides & winds",
        "First,",
        "then & there.",
        "A note.",
        "x",
        "Wrapped",
        "1 < 2",
        "Bo",
        "Quoted",
        "A book",
        "Read this",
        "A lighthouse",
        "By night",
        "Ada",
        "All of them",
        "A lighthouse",
        "Second",
        "Ada",
        "Film",
        "Cy",
        "Seen",
        "Heights",
        "Port Height",
        "Brest <3 7 m",
        "if a < b:",
        "Listing",
        "Aside",
        "one",
        "two",
        "Report",
        "Sound",
        "Waves",
        "Kept",
    ]
    assert "secret" not in plain_body(BODY)


def test_a_quotation_knows_its_language() -> None:
    languages = {text: language for text, language in plain_texts(BODY) if language}
    assert languages == {"Quoted": "de", "A book": "de"}


def test_missing_values_are_no_words() -> None:
    kinds = ["paragraph", "picture", "gallery", "table", "media", "html", "heading"]
    empty: list[dict[str, Any]] = [
        {"type": kind, "value": value} for kind in kinds for value in (None, dict[str, Any]())
    ]
    broken = {
        "type": "table",
        "value": {"columns": [{"type": "text"}], "rows": [{"values": [None, "x"]}]},
    }
    assert plain_body([*empty, broken]) == ""


def test_a_summary_keeps_blocks_and_entries_of_lists_apart_and_invents_nothing() -> None:
    listed = paragraph("<p>Before</p><ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>")
    aside = {"type": "aside", "value": {"title": "Why", "text": "<p>four<br>five</p>"}}
    assert summary_of([listed, aside, {"type": "divider", "value": None}]) == (
        "Before one two three Why four five"
    )


def test_a_summary_is_not_broken_by_a_note() -> None:
    noted = {"type": "paragraph", "value": {"text": "<p>The sea[^1]</p>", "notes": ["A note."]}}
    assert summary_of([noted, paragraph("<p>comes in.</p>")]) == "The sea comes in."


def test_the_text_around_a_note_stays_as_it_is() -> None:
    assert plain_body([paragraph("<p>One[^1] two[^2]. [^3]</p>")]) == "One two."
    assert plain_body([{"type": "code", "value": {"code": "regex [^1]"}}]) == "regex [^1]"
