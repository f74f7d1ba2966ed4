"""A block of ours comes back as it left; one that somebody else wrote can do no harm."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from chronique.articles.blocks import BodyBlock
from chronique.articles.body import render_body
from chronique.articles.shelf import Shelf as Articles
from chronique.articles.shelf import Wanted
from chronique.exchange.bodies.verbatim import FIELDS, MOST_COLUMNS, Places, restored
from chronique.exchange.leaving.blocks import write_body
from tests.exchange.contents import Shelf, converted, words_in
from tests.exchange.harmless import executable
from tests.text.properties import TRIED

AT = "https://here.example.org"
PLACES = Places(
    page=lambda pk: f"{AT}/article-{pk}/",
    document=lambda pk: f"{AT}/file-{pk}.pdf",
    picture=lambda pk: f"{AT}/picture-{pk}.jpg",
    picture_number=str,
    document_number=str,
)
PICTURE = {
    "image": 7, "address": "", "alt": "A port", "decorative": False, "caption": "<b>Here</b>",
    "credit": "Ada", "link": "https://example.org/", "width": "wide",
}  # fmt: skip
AWAY = PICTURE | {"image": None, "address": "https://example.org/a.jpg", "width": "text"}
OURS: list[tuple[str, dict[str, Any]]] = [
    ("pull_quote", {"text": "One.\nTwo -->.", "attribution": "Ada & Bo"}),
    ("quotation", {"text": "<p>One</p><p><i>two</i></p>", "source": "Bo", "language": "fr",
                   "source_url": "https://example.org/"}),
    ("picture", PICTURE),
    ("picture", AWAY),
    ("gallery", {"pictures": [PICTURE, AWAY], "caption": "All"}),
    ("embed", {"url": "https://example.org/x", "title": "T", "author": "A", "text": "One\ntwo"}),
    ("table", {"columns": [{"type": "text", "heading": "A"}, {"type": "rich", "heading": ""}],
               "rows": [{"values": ["1 < 2", "<b>x</b>"]}], "caption": "C"}),
    ("code", {"language": "python", "code": "if a < b:\n\n    pass -->\n", "caption": "C"}),
    ("aside", {"title": "T", "text": "<p>One</p><ul><li>two</li></ul>"}),
    ("file", {"file": 3, "address": "", "title": "Report"}),
    ("media", {"kind": "video", "file": None, "address": "https://example.org/a.mp4",
               "title": "T", "caption": "<i>c</i>"}),
    ("html", {"html": "<pre>One\n  two<br>three</pre>"}),
    ("html", {"html": '<dl><dt>A</dt><dd><a href="https://example.org/">b</a> --&gt;</dd></dl>'}),
]  # fmt: skip


def shelf() -> Shelf:
    found = Shelf()
    found.pictures = {f"{AT}/picture-7.jpg": 7}
    found.files = {f"{AT}/file-3.pdf": 3}
    return found


@pytest.mark.parametrize(("kind", "value"), OURS, ids=[kind for kind, _ in OURS])
def test_a_block_comes_back_as_it_left(kind: str, value: dict[str, Any]):
    written = write_body([{"type": kind, "value": value}], seed="s", places=PLACES)
    assert converted(written.content, shelf()).blocks == [{"type": kind, "value": value}]


def test_a_card_comes_back_with_the_address_of_its_article():
    card = {"type": "read_also", "value": {"article": 5, "address": "", "label": "Next"}}
    written = write_body([card], seed="s", places=PLACES)
    value = {"article": None, "address": f"{AT}/article-5/", "label": "Next"}
    assert converted(written.content).blocks == [{"type": "read_also", "value": value}]


def test_blocks_come_back_in_their_places_in_a_group_too():
    raw = [{"type": kind, "value": value} for kind, value in OURS[:3]]
    content = write_body(raw, seed="s", places=PLACES).content
    group = f"<!-- wp:group -->\n<div><p>Before</p>{content}</div>\n<!-- /wp:group -->"
    assert converted(group, shelf()).blocks[1:] == raw


def told(kind: Any, value: Any, inner: str = "<p>The words</p>") -> str:
    said = json.dumps({"chronique": {"type": kind, "value": value}})
    said = said.replace("--", "\\u002d\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<!-- wp:group {said} --><div>{inner}</div><!-- /wp:group -->"


HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    '"><svg onload=alert(1)>', "https://example.org/\"onclick=alert(1)", "data:text/html,x",
    "//evil.example.org/x", "\x00\ud800\ufdd0", "x" * 30_000, "<b>" * 3000, "-->", "[^1]",
    '<a linktype="page" id="1">x</a>', '<wp-block class="own" data-own="0">',
    "java\nscript:alert(1)", "http://", "https://a.org/" + "y" * 3000, "\ufdd00\ufdd1",
)  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
    | st.sampled_from(HOSTILE) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["image", "file", "type", "values", "at", "number", "alt", "heading"]),
        inner, max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
NAMES = sorted(
    {name for fields in FIELDS.values() for name in fields}
    | {"at", "number", "pictures", "columns", "rows", "image", "file", "article"}
)


def refusals(blocks: list[dict[str, Any]]) -> list[str]:
    found = []
    for one in blocks:
        try:
            BodyBlock().clean(BodyBlock().to_python([one]))
        except ValidationError as error:
            found.append(f"{one}: {error!r}")
    return found


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]


@TRIED
@given(kind=st.sampled_from(sorted(FIELDS)), value=st.dictionaries(st.sampled_from(NAMES), ANY))
def test_nothing_that_somebody_wrote_runs_or_breaks_or_is_refused_by_the_desk(
    kind: str, value: dict[str, Any]
):
    blocks = converted(told(kind, value), shelf()).blocks
    assert blocks
    assert refusals(blocks) == []
    for block in blocks:
        rich = {n: t for n, t in block["value"].items() if n in ("text", "caption", "pictures")}
        said = [] if block["type"] in ("pull_quote", "embed", "code") else texts(rich)
        assert [found for text in said for found in executable(text)] == []
        links = [block["value"].get(name) or "" for name in ("address", "url", "link")]
        assert all(one.startswith(("http://", "https://", "/")) for one in links if one)


@pytest.mark.parametrize("kind", sorted(FIELDS))
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:12])
def test_a_hostile_text_in_every_field_runs_nowhere_on_the_page(kind: str, hostile: str):
    value: dict[str, Any] = dict.fromkeys(NAMES, hostile)
    value |= {"pictures": [dict.fromkeys(NAMES, hostile)]}
    value |= {"columns": [{"type": "rich", "heading": hostile}], "rows": [[hostile, hostile]]}
    blocks = converted(told(kind, value)).blocks
    assert refusals(blocks) == []
    shown = render_body(blocks, language="en", shelf=Articles(Wanted()))
    assert executable(shown.html) == []


@pytest.mark.parametrize(
    "carried",
    [
        None, [], "x", 3, {"type": "heading", "value": {"text": "x"}}, {"type": "picture"},
        {"type": ["picture"], "value": {}}, {"type": {}, "value": {}},
        {"type": "code", "value": []},
        {"type": "paragraph", "value": {"text": "x"}}, {"type": "unknown", "value": {"text": "x"}},
        {"type": "picture", "value": {"at": "javascript:x"}}, {"type": "code", "value": {}},
        {"type": "gallery", "value": {"pictures": [3, {}, None]}},
        {"type": "table", "value": {"columns": [[], 3]}},
        {"type": "table", "value": {"columns": [{}] * 5000, "rows": [[]] * 5000}},
    ],
)  # fmt: skip
def test_what_is_none_of_ours_is_read_from_its_html(carried: Any):
    content = (
        f"<!-- wp:group {json.dumps({'chronique': carried})} --><p>The words</p><!-- /wp:group -->"
    )
    assert words_in([b["value"] for b in converted(content).blocks]) == {"The": 1, "words": 1}


def test_json_nested_without_end_is_read_from_its_html():
    deep = '{"chronique":' + "[" * 200_000 + "]" * 200_000 + "}"
    content = f"<!-- wp:group {deep} --><p>The words</p><!-- /wp:group -->"
    assert words_in([b["value"] for b in converted(content).blocks]) == {"The": 1, "words": 1}


def test_a_number_of_ours_names_nothing_when_somebody_else_says_it():
    own = shelf()
    own.pictures |= {"7": 7, "12": 12}
    value = {"image": 12, "number": "12", "at": "https://example.org/x.jpg"}
    block = restored({"type": "picture", "value": value}, resolve=own)
    assert block
    assert block["value"]["image"] is None
    assert block["value"]["address"] == "https://example.org/x.jpg"
    assert restored({"type": "file", "value": {"file": 3, "number": "3"}}, resolve=own) is None


def test_a_text_that_says_that_it_is_a_block_of_ours_is_a_text():
    for number in ("0", "1", "-1", "x", "9" * 5000, "²"):
        content = f'<wp-block class="own" data-own="{number}">word</wp-block>'
        assert words_in([b["value"] for b in converted(content).blocks]) == {"word": 1}


def test_a_table_is_not_wider_than_anybody_reads():
    value = {"columns": [{"type": "text"}] * (MOST_COLUMNS + 1), "rows": [[]] * 10}
    assert restored({"type": "table", "value": value}, resolve=Shelf()) is None
