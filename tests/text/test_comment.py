"""What a comment becomes is always HTML in which everything stands where it may."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.text.html import clean_comment
from tests.text.attacks import attacks
from tests.text.properties import TRIED
from tests.text.test_html import SOUP
from tests.text.validity import faults

TAGS = st.sampled_from(
    """<p> </p> <ul> </ul> <ol> </ol> <li> </li> <blockquote> </blockquote> <pre> </pre> <b> </b>
    <i> </i> <a&href="/x"> </a> <q> </q> <del> </del> <br> <hr> <h2> </h2> <table> <tr> <td>
    </table> <dl> <dt> <dd> </dl> <div> </div> <code> </code> a b &nbsp;""".split()  # noqa: SIM905
).map(lambda tag: tag.replace("<a&", "<a "))
LISTS = st.lists(TAGS | st.sampled_from([" ", "\n", "\n\n"]), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<ul>a<li>b</li><br>\n<li>c</li></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<ul><li>a</li><ol><li>b</li></ol><li>c</ul>",
         "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li><li></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        ("<li>a</li>b", "<p>a</p><p>b</p>"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "<p>a b</p><p>c</p>"),
        ("<dl><dt>a<dd>b</dl>", "<p><b>a</b></p><p>b</p>"),
        ("<b><p>a</p>b<ul><li>c</ul></b>",
         "<p><b>a</b></p><p><b>b</b></p><ul><li><b>c</b></li></ul>"),
        ("<b>a <i>b</b> c</i>", "<p><b>a <i>b</i></b> <i>c</i></p>"),
        ("<b>a<b>b</b></b>c", "<p><b>ab</b>c</p>"),
        ("<blockquote>a<blockquote>b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote>"
         "</blockquote>"),
        ("<h2></h2><p> </p><b></b>&nbsp;<br><blockquote><p></p></blockquote><ol></ol>", ""),
        ("<p><br>a<br><br>b<br></p>", "<p>a<br><br>b</p>"),
        ("<pre>\na\n\n  b</pre>", "<pre>a\n\n  b</pre>"),
        ("<pre><p>a<ul><li>b</ul></pre>", "<pre>a\n\nb</pre>"),
        ('<a name="x">a</a> <a href="/y">b</a>',
         '<p>a <a href="/y" rel="nofollow ugc noopener">b</a></p>'),
        ("a<hr>b", "<p>a</p><p>b</p>"),
    ],
)  # fmt: skip
def test_everything_stands_where_it_may(given: str, shown: str) -> None:
    assert clean_comment(given) == shown
    assert faults(shown) == []


@TRIED
@given(soup=LISTS | SOUP)
def test_any_soup_of_tags_becomes_valid_html(soup: str) -> None:
    shown = clean_comment(soup)
    assert faults(shown) == []
    assert clean_comment(shown) == shown


@TRIED
@given(pieces=st.lists(TAGS | st.integers(10, 99).map(lambda n: f" w{n} "), max_size=40))
def test_no_word_is_lost(pieces: list[str]) -> None:
    """Where browsers put words that stand between the cells of a table is theirs to say."""
    shown = clean_comment("".join(pieces))
    words = sorted(piece.strip() for piece in pieces if piece.startswith(" w"))
    assert sorted(re.findall(r"w\d\d", shown)) == words


def test_every_known_attack_becomes_valid_html() -> None:
    assert {html: faults(shown) for html in attacks() if faults(shown := clean_comment(html))} == {}


@pytest.mark.parametrize("html", ["<ul>a</ul>", "<p><p>a</p></p>", "<b><p>a</p></b>", "<p></p>",
                                  "<ol><br></ol>", "<a>x</a>", "<h2>a</h2>"])  # fmt: skip
def test_what_is_not_valid_would_be_seen(html: str) -> None:
    assert faults(html)


def test_a_mark_around_many_paragraphs_does_not_make_a_comment_endless() -> None:
    html = f'<a href="https://example.org/{"x" * 2000}">' + "<p>word</p>" * 2000
    shown = clean_comment(html)
    assert shown.count("word") == 2000
    assert len(shown) < 4 * len(html)
