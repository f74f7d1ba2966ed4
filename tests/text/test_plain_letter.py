"""HTML becomes what somebody would have typed: lines of 72 signs, links numbered, tables set."""

import pytest

from chronique.text.plain_letter import PlainLetter, wrapped
from chronique.text.tree import pieces, read


def written(html: str, *, width: int = 72) -> str:
    return PlainLetter("Picture:").written(html, width=width)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Five &lt; six,\n  and <b>so</b> <em>on</em>.</p>", "Five < six, and *so* _on_."),
        ("<p>One</p>two<p>three</p>", "One\n\ntwo\n\nthree"),
        ("<p>A line<br>and one more</p>", "A line\nand one more"),
        ("<p>CO<sub>2</sub>, 5 m<sup>3</sup>, 1<sup>er</sup></p>", "CO₂, 5 m³, 1er"),
        ("<p>Told.<sup>12</sup></p>", "Told.¹²"),
        ("<h1>High water</h1><p>Now.</p>", "High water\n==========\n\nNow."),
        ("<h2>Low</h2>", "Low\n---"),
        ("<h3>Lower</h3>", "Lower"),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", "> One\n>\n> Two"),
        ('<blockquote class="pull"><p>One</p></blockquote>', "    One"),
        ('<div class="card"><p>Vimeo</p><p>A film</p></div>', "| Vimeo\n|\n| A film"),
        ("<ul><li>One</li><li>Two</li></ul>", "• One\n• Two"),
        ('<ol start="9"><li>One</li><li>Two</li></ol>', " 9. One\n10. Two"),
        ("<ol reversed><li>One</li><li>Two</li></ol>", "2. One\n1. Two"),
        ("<ul><li>One<ul><li>in it</li></ul></li></ul>", "• One\n  • in it"),
        ("<pre><code>if a:\n    b  =  1\n</code></pre>", "    if a:\n        b  =  1"),
        ("<dl><dt>Load</dt><dd>What is asked.</dd></dl>", "Load\n\n    What is asked."),
        ('<p><img src="/a.jpg" alt="A lighthouse"></p>', "[Picture: A lighthouse]"),
        ('<p><img src="/a.jpg" alt=""></p>', ""),
        ("<p>He said <q>no</q> and <s>left</s>.</p>", "He said “no” and ~left~."),
        ('<table role="presentation"><tr><td><p>a</p></td><td>b</td></tr></table>', "a\n\nb"),
        ("<!-- nothing --><p></p>", ""),
    ],
)  # fmt: skip
def test_each_element_has_its_text(html: str, text: str):
    assert written(html) == text


def test_a_divider_stands_in_the_middle():
    assert written("<hr>", width=9) == "  * * *"


def test_lines_are_no_longer_than_asked_and_no_break_spaces_hold():
    words = "deux mille\u00a0ans et\u202f; puis " * 12
    lines = written(f"<p>{words}</p>", width=30).split("\n")
    assert all(len(line) <= 30 for line in lines) and len(lines) > 5
    assert " ".join(lines) == words.strip()
    address = "https://example.org/" + "a" * 90
    assert wrapped(f"See {address} there.") == f"See\n{address}\nthere."


def test_links_are_numbered_once_each_unless_they_say_their_address():
    letter = PlainLetter("Picture:")
    first = letter.written('<p><a href="https://a.example/">One</a></p>')
    again = letter.written(
        '<p><a href="https://b.example/">Two</a>, <a href="https://a.example/">one</a>,'
        ' <a href="https://c.example/">https://c.example/</a>,'
        ' <a href="mailto:a@example.org">a@example.org</a></p>'
    )
    assert (first, again) == (
        "One\u00a0[1]", "Two\u00a0[2], one\u00a0[1], https://c.example/, a@example.org"
    )  # fmt: skip
    assert letter.list_of_links() == "[1] https://a.example/\n[2] https://b.example/"


TABLE = (
    "<table><caption>Depth</caption><thead><tr><th>Year</th><th class=number>Metres</th></tr>"
    "</thead>"
    "<tbody><tr><td>1931</td><td class=number>7.2</td></tr>"
    "<tr><td>2024, in spring</td><td class=number>18.8</td></tr></tbody></table>"
)


def test_a_table_has_columns_and_numbers_stand_below_each_other():
    assert written(TABLE) == (
        "Depth\n\n"
        "Year             Metres\n"
        "---------------  ------\n"
        "1931                7.2\n"
        "2024, in spring    18.8"
    )


def test_a_table_that_is_too_wide_says_row_by_row_what_is_what():
    assert written(TABLE, width=18) == (
        "Depth\n\nYear: 1931\nMetres: 7.2\n\nYear: 2024, in\n  spring\nMetres: 18.8"
    )


def test_a_table_without_a_head_is_only_its_rows():
    assert written("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == "a  b\nc"


def test_html_is_cut_after_its_outermost_elements():
    html = 'Loose <p title="a > b">One <b>two</b></p>\n<ul><li>a<br>b</li></ul><hr><p>end'
    assert pieces(html) == [
        'Loose <p title="a > b">One <b>two</b></p>', "\n<ul><li>a<br>b</li></ul>", "<hr>", "<p>end"
    ]  # fmt: skip
    assert "".join(pieces(html)) == html


def test_a_tree_ends_what_is_left_open():
    tree = read("<div><p>One <b>two</div><p>three")
    assert [node.name for node in tree.children] == ["div", "p"]
    assert [node.name for node in tree.all("b", "p")] == ["p", "p"]
