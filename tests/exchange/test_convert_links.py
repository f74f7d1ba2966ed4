"""Links of finished blocks lead to articles instead of to where these were."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.exchange.bodies.convert import rewrite_links
from tests.exchange.contents import converted

SITE = "https://old.example.org"
PAGES = {f"{SITE}/2020/01/02/a/": 7, "/2020/01/02/a/": 7, f"{SITE}/?p=8": 8}
NEW = {address: f"/new/{page}/" for address, page in PAGES.items()}
NEW |= {f"{address}#part": f"/new/{page}/#part" for address, page in PAGES.items()}
NEW |= {f"{address}#gone": f"/new/{page}/" for address, page in PAGES.items()}


def paragraph(text: str, *notes: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": {"text": text, "notes": list(notes)}}


def rewritten(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block after its links were rewritten; without any of ours it must stay as it is."""
    blocks = [deepcopy(block)]
    changed = rewrite_links(blocks, PAGES.get, NEW.get)
    assert changed == (blocks != [block])
    assert not rewrite_links(blocks, PAGES.get, NEW.get), "twice is as once"
    return blocks[0]


def text(html: str) -> str:
    block = rewritten(paragraph(html))
    assert block["type"] == "paragraph"
    return str(block["value"]["text"])


def test_a_link_to_an_article_names_the_article():
    assert text(
        f'<p>See <a href="{SITE}/2020/01/02/a/">A</a> and <a href="/2020/01/02/a/">b</a>.</p>'
    ) == ('<p>See <a linktype="page" id="7">A</a> and <a linktype="page" id="7">b</a>.</p>')


def test_a_link_to_others_stays():
    html = (
        '<p>See <a href="https://b.org/">b</a> <a href="mailto:a@b.org">c</a> <a href="#d">d'
        "</a></p>"
    )
    assert text(html) == html


def test_a_link_with_a_fragment_keeps_it_at_the_new_address():
    html = f'<p>See <a href="{SITE}/2020/01/02/a/#part">A</a></p>'
    assert text(html) == '<p>See <a href="/new/7/#part">A</a></p>'
    blocks = [paragraph(html)]
    assert not rewrite_links(blocks, PAGES.get)
    assert blocks == [paragraph(html)]


def test_a_link_to_what_is_no_part_any_more_names_the_article():
    html = f'<p>x <a href="{SITE}/?p=8#gone">A</a> <a href="{SITE}/?p=8#no-address">B</a></p>'
    page = '<a linktype="page" id="8">'
    assert text(html) == f"<p>x {page}A</a> {page}B</a></p>"


def test_an_empty_fragment_is_none():
    assert (
        text(f'<p>x <a href="{SITE}/2020/01/02/a/#">A</a></p>')
        == '<p>x <a linktype="page" id="7">A</a></p>'
    )


def test_links_are_rewritten_wherever_rich_text_is():
    link = f'<a href="{SITE}/?p=8">x</a>'
    new = '<a linktype="page" id="8">x</a>'
    picture = {"caption": link, "link": f"{SITE}/?p=8"}
    blocks = [
        paragraph(f"<p>a {link}</p>", link),
        {
            "type": "paragraph",
            "value": {"text": "<p>a</p>", "notes": [{"type": "item", "value": link, "id": "1"}]},
        },
        {"type": "quotation", "value": {"text": f"<p>{link}</p>", "source_url": f"{SITE}/?p=8"}},
        {"type": "aside", "value": {"title": link, "text": f"<p>{link}</p>"}},
        {"type": "picture", "value": dict(picture)},
        {
            "type": "gallery",
            "value": {
                "caption": link,
                "pictures": [dict(picture), {"type": "item", "value": dict(picture)}],
            },
        },
        {"type": "media", "value": {"caption": link, "address": f"{SITE}/?p=8"}},
        {
            "type": "table",
            "value": {
                "columns": [{"type": "rich"}, {"type": "text"}],
                "rows": [{"values": [link, link]}],
            },
        },
        {"type": "html", "value": {"html": f"<dl><dt>{link}</dt></dl>"}},
        {"type": "code", "value": {"code": link}},
    ]
    assert rewrite_links(blocks, PAGES.get, NEW.get)
    found = {"caption": new, "link": "/new/8/"}
    assert [block["value"] for block in blocks] == [
        {"text": f"<p>a {new}</p>", "notes": [new]},
        {"text": "<p>a</p>", "notes": [{"type": "item", "value": new, "id": "1"}]},
        {"text": f"<p>{new}</p>", "source_url": "/new/8/"},
        {"title": link, "text": f"<p>{new}</p>"},
        found,
        {"caption": new, "pictures": [found, {"type": "item", "value": found}]},
        {"caption": new, "address": f"{SITE}/?p=8"},
        {"columns": [{"type": "rich"}, {"type": "text"}], "rows": [{"values": [new, link]}]},
        {"html": '<dl><dt><a href="/new/8/">x</a></dt></dl>'},
        {"code": link},
    ]


LINK = f'<a href="{SITE}/2020/01/02/a/">A title</a>'


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Lire aussi : {LINK}</p>",
        f"<p><b>À lire aussi\u00a0:</b> {LINK}.</p>",
        f"<p>» À lire : « {LINK} »</p>",
        f"<p>→ Voir aussi {LINK}</p>",
        f"<p>A LIRE AUSSI — <b>{LINK}</b></p>",
        f"<p>Read also: {LINK}</p>",
        f"<p>📖 Read more: {LINK}</p>",
        f"<p><i>See also: {LINK}</i></p>",
        f"<p>Related:<br>{LINK}</p>",
        f"<p>Related article: {LINK}</p>",
        f'<p><a href="{SITE}/2020/01/02/a/">Lire aussi : A title</a></p>',
        f'<p><b>&gt;&gt; <a href="{SITE}/2020/01/02/a/">Read also – A title</a></b></p>',
    ],
)
def test_a_paragraph_that_only_says_read_also_becomes_a_card(html: str):
    assert rewritten(paragraph(html)) == {
        "type": "read_also",
        "value": {"article": 7, "address": "", "label": "A title"},
    }


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LINK}</p>",
        f"<p>Lire aussi : {LINK} et {LINK}</p>",
        f"<p>Lire aussi : {LINK} (2019)</p>",
        f"<p>We read more of {LINK}</p>",
        f"<p>Il faut lire {LINK}</p>",
        '<p>Lire aussi : <a href="https://b.org/">B</a></p>',
        f"<ul><li>Lire aussi : {LINK}</li></ul>",
        f"<p>Read also: {LINK}</p><p>And more</p>",
        f'<p>Lire aussi : <a href="{SITE}/2020/01/02/a/#part">A</a></p>',
    ],
)
def test_any_other_paragraph_stays_a_paragraph(html: str):
    assert rewritten(paragraph(html))["type"] == "paragraph"


def test_a_paragraph_with_notes_stays_a_paragraph():
    assert rewritten(paragraph(f"<p>Read also: {LINK}</p>", "note"))["type"] == "paragraph"


def test_an_address_of_ours_alone_becomes_a_card():
    address = f"{SITE}/?p=8"
    alone = paragraph(f'<p><a href="{address}">{address}</a></p>')
    card = {"type": "read_also", "value": {"article": 8, "address": "", "label": ""}}
    assert rewritten(alone) == card
    assert rewritten({"type": "embed", "value": {"url": address, "title": "T"}}) == {
        "type": "read_also",
        "value": {"article": 8, "address": "", "label": "T"},
    }
    old_card = {"type": "read_also", "value": {"article": None, "address": address, "label": ""}}
    assert rewritten({**old_card, "id": "x"}) == {**card, "id": "x"}
    for converted_to in converted(f"a\n\n{address}").blocks[1:]:
        assert rewritten(converted_to) == card


def test_cards_of_others_stay():
    for block in (
        {"type": "embed", "value": {"url": "https://b.org/", "title": ""}},
        {
            "type": "read_also",
            "value": {"article": None, "address": "https://b.org/", "label": "B"},
        },
        {"type": "read_also", "value": {"article": 3, "address": "", "label": ""}},
        {"type": "divider", "value": None},
    ):
        assert rewritten(block) == block


@given(st.text("<a href=\"'>/p&;#x \n", max_size=60))
def test_any_text_can_be_rewritten(html: str):
    rewrite_links([paragraph(html)], lambda _: 1, lambda _: '"><script>')
    blocks = [paragraph(f'<p><a href="{SITE}/?p=8#x">x</a></p>')]
    rewrite_links(blocks, PAGES.get, lambda _: '"><script>')
    assert "<script" not in blocks[0]["value"]["text"]
