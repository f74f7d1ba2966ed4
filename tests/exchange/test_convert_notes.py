"""Notes stand with the paragraph that refers to them."""

import pytest

from tests.exchange.contents import blocks, converted, paragraphs, reasons

MARK = '<sup data-fn="{0}" class="fn"><a href="#{0}" id="{0}-link">1</a></sup>'


def test_the_editors_footnotes_are_notes():
    content = (
        f"<!-- wp:paragraph --><p>A{MARK.format('x')}, b{MARK.format('y')}.</p><!-- "
        f"/wp:paragraph -->"
        f"<!-- wp:paragraph --><p>C{MARK.format('x')}</p><!-- /wp:paragraph --><!-- wp:footnotes "
        f"/-->"
    )
    texts = {"x": "One <em>note</em>", "y": '<a href="https://a.org/">two</a>'}
    assert blocks(content, footnotes=texts) == [
        (
            "paragraph",
            {
                "text": "<p>A[^1], b[^2].</p>",
                "notes": ["One <i>note</i>", '<a href="https://a.org/">two</a>'],
            },
        ),
        ("paragraph", {"text": "<p>C[^1]</p>", "notes": ["One <i>note</i>"]}),
    ]
    assert reasons(content, footnotes=texts) == []


def test_a_footnote_without_its_text_keeps_its_mark_and_is_told():
    content = f"<p>A{MARK.format('x')}</p>"
    assert paragraphs(content) == ["<p>A<sup>1</sup></p>"]
    assert reasons(content) == ["lost: The text of footnote 1 is not in the export."]


def test_footnotes_that_nothing_refers_to_come_at_the_end():
    content = "<!-- wp:paragraph --><p>A</p><!-- /wp:paragraph --><!-- wp:footnotes /-->"
    assert blocks(content, footnotes={"x": "One"}) == [
        ("paragraph", {"text": "<p>A[^1]</p>", "notes": ["One"]})
    ]
    assert reasons(content, footnotes={"x": "One"}) == [
        "changed: A footnote to which nothing refers was put at the end."
    ]


@pytest.mark.parametrize("name", ["footnote", "fn", "ref", "efn_note", "mfn"])
def test_the_notes_of_plugins_are_notes(name: str):
    content = f"A[{name}]One <b>bold</b>\ntwo[/{name}] b [{name}]three[/{name}].\n\n[footnotes]"
    assert blocks(content) == [
        ("paragraph", {"text": "<p>A[^1] b[^2].</p>", "notes": ["One <b>bold</b><br>two", "three"]})
    ]


def test_doubled_parentheses_are_notes_only_where_there_is_a_list_of_notes():
    content = "A ((one (really) note)) b\n\n((two))"
    assert paragraphs(content) == ["<p>A ((one (really) note)) b</p>", "<p>((two))</p>"]
    assert blocks(f"{content}\n\n[footnotes]") == [
        ("paragraph", {"text": "<p>A[^1] b</p>", "notes": ["one (really) note"]}),
        ("paragraph", {"text": "<p>[^1]</p>", "notes": ["two"]}),
    ]


def test_a_note_in_a_list_belongs_to_the_paragraph_that_the_list_is():
    content = "<ul><li>a[ref]one[/ref]<ul><li>b[ref]two[/ref]</li></ul></li></ul>"
    assert blocks(content) == [
        (
            "paragraph",
            {
                "text": "<ul><li>a[^1]<ul><li>b[^2]</li></ul></li></ul>",
                "notes": ["one", "two"],
            },
        )
    ]


def test_a_note_where_none_can_be_moves_to_the_next_paragraph():
    content = "<h2>A[ref]one[/ref]</h2><blockquote>b[ref]two[/ref]</blockquote>c[ref]three[/ref]"
    assert blocks(content) == [
        ("heading", {"text": "A", "level": "2"}),
        ("quotation", {"text": "<p>b</p>"}),
        ("paragraph", {"text": "<p>c[^1][^2][^3]</p>", "notes": ["three", "one", "two"]}),
    ]
    assert reasons(content) == [
        "changed: A note of a heading moved to the next paragraph.",
        "changed: A note of a quotation moved to the next paragraph.",
    ]


def test_a_note_at_the_end_moves_to_the_last_paragraph():
    [first, _] = blocks(
        "<ul><li>a</li></ul><figure><img src='/a.jpg' alt='A'><figcaption>b[ref]n[/ref]"
        "</figcaption></figure>"
    )
    assert first == ("paragraph", {"text": "<ul><li>a[^1]</li></ul>", "notes": ["n"]})
    assert blocks("<h2>A[ref]n[/ref]</h2>") == [
        ("heading", {"text": "A", "level": "2"}),
        ("paragraph", {"text": "<p>[^1]</p>", "notes": ["n"]}),
    ]


def test_what_only_looks_like_a_reference_does_not_become_one():
    [block] = converted("a [^1] b[ref]n[/ref]").blocks
    assert block["value"]["text"] == "<p>a [\u2060^1] b[^1]</p>"
    assert block["value"]["notes"] == ["n"]


def test_notes_that_were_made_by_hand_are_left_alone():
    content = 'A<a href="#note1"><sup>1</sup></a>\n\n<a name="note1"></a>1. Note'
    assert paragraphs(content) == ['<p>A<a href="#note1"><sup>1</sup></a></p>', "<p>1. Note</p>"]


def test_a_note_inside_a_note_is_part_of_it():
    content = "a[footnote]one[ref]two[/ref][/footnote]"
    assert blocks(content) == [("paragraph", {"text": "<p>a[^1]</p>", "notes": ["one (two)"]})]
