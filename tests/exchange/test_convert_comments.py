"""What WordPress shows of a comment is valid HTML here, whatever was typed."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chronique.exchange.bodies import markup
from chronique.exchange.bodies.comment_text import shown_as
from chronique.text import bounds
from tests.shared import shared_inputs
from tests.text.properties import TRIED
from tests.text.validity import faults

COMMENT = re.compile(r"<wp:comment_content>(.*?)</wp:comment_content>", re.DOTALL)
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)

PIECES = st.lists(
    st.sampled_from(
        """<p> </p> <ul> </ul> <ol> <li> </li> <blockquote> </blockquote> <pre> </pre> <b> </b> <br>
        <br/> <a> </a> <h2> </h2> <table> <tr> <td> </table> <dl> <dt> <dd> <div> </div> <code>
        </code> https://example.org/ a b &amp; < >""".split()  # noqa: SIM905
    )
    | st.sampled_from(["\n", "\n\n", "\r\n", " ", '<a href="/x">']),
    max_size=30,
).map("".join)


def real_comments() -> list[str]:
    found = []
    for path in sorted((shared_inputs() / "wxr").glob("*.xml")):
        for text in COMMENT.findall(path.read_text(encoding="utf-8", errors="replace")):
            found.append("".join(CDATA.findall(text)) if "<![CDATA[" in text else unescape(text))
    assert len(found) > 40, f"only {len(found)} comments were found"
    return found


def test_all_real_comments_are_valid():
    assert {text: found for text in real_comments() if (found := faults(shown_as(text)))} == {}


def letters(html: str) -> str:
    return "".join(re.findall(r"\w", unescape(re.sub(r"<[^>]*>", "", html))))


def test_all_real_comments_keep_their_words():
    for text in real_comments():
        assert letters(shown_as(text)) == letters(text)


@TRIED
@given(PIECES)
@example('<pre>words <a href="/x"><br>')
def test_any_soup_is_shown_as_valid_html(text: str):
    shown = shown_as(text)
    assert faults(shown) == []
    assert shown_as(shown) == shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<ol>\n<li>a</li>\n<br />\n<li>b</li>\n\n</ol>\nc",
         "<ol><li>a</li><li>b</li></ol><p>c</p>"),
        ("<table>\n<tr>\n<th>a</th>\n<td>b</td>\n</tr>\n\n<tr><td>c</td></tr></table>",
         "<p>a b</p><p>c</p>"),
        ("<h1>Title</h1>\nWords.", "<p><b>Title</b></p><p>Words.</p>"),
        ("<b>a\n\nb</b>", "<p><b>a</b></p><p><b>b</b></p>"),
        ("<li>a\n<li>b", "<p>a</p><p>b</p>"),
    ],
)  # fmt: skip
def test_lists_and_tables_hold_nothing_but_what_they_may(text: str, html: str):
    assert shown_as(text) == html


@pytest.mark.parametrize("piece", ["<b>", "<div>", "<blockquote>\n\n", "<ul><li>", "<div></b>"])
def test_a_hostile_comment_is_flat_before_it_is_read(piece: str, monkeypatch: pytest.MonkeyPatch):
    written: list[str] = []
    flatten = bounds._Flattened.read

    def watched(self: bounds._Flattened, html: str) -> str:
        written.append(flatten(self, html))
        return written[-1]

    monkeypatch.setattr(bounds._Flattened, "read", watched)
    assert "word" in shown_as(piece * 20_000 + "word")
    assert len(written) >= 1
    assert max(text.count("<div>") + text.count("<b>") for text in written) <= bounds.DEEPEST


def test_a_hostile_article_is_within_bounds_before_it_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(markup, "bounded", lambda html: html.replace("deep", "flat"))
    assert markup.normal("<div>deep</div>") == "<div>flat</div>"
