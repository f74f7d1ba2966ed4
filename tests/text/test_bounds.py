"""However deep or odd HTML is, what reaches the parser is not deep, and not long."""

import re
from collections.abc import Callable

import nh3
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from chronique.text import bounds, html
from chronique.text.bounds import DEEPEST, MOST_ATTRIBUTES, bounded
from tests.shared import shared_inputs
from tests.text.properties import TRIED
from tests.text.test_html import SOUP

MANY = 30_000
# A parser adds some of its own: tbody and tr in each table.
ALLOWED = 2 * DEEPEST + 20

ATTACKS = [
    "<div>", "<b>", "<b>x", "<blockquote>", "<div></b>", "<p><b>", "<dd><li>", "<table><tr><td>",
    "<div><table></div>", "<div><!-- > </div> -->", "<div><!--> </div> -->x", '<div a="> </div>">',
    "<div a='> </div>'>", "<div a=b'> </div '>", '<div ="> </div> ">', "<div a=='></div'>",
    "<textarea></div></textarea><div>", "<title></div></title><div>", "<svg><g>", "<math><mi>",
    "<svg><link>", "<svg><td>", "<svg><style><g></style>", "<svg><![CDATA[ > </svg> ]]>",
    "<svg><title><div>", "<math><annotation-xml><div>", "<select><div>", "<button><p>",
    "<object><p>", "<a href=x><p>", "<ruby><rt>", "<font color=red>", "<nobr>", "<option><div>",
    "<noscript><div>", "<template><div>", "<?x ></div><div>", "<!x ></div><div>", "</ ></div><div>",
    "<script><div></script><div>", "<DIV></B>", "<div\f>", "<div/>", "<wbr><div>",
]  # fmt: skip


def depth(markup: str) -> int:
    """Return how deep elements are nested in HTML that nh3 wrote."""
    deepest = now = 0
    for closing, name in re.findall(r"<(/?)([a-z][^\s>/]*)", markup):
        if name in bounds.VOID:
            continue
        now += -1 if closing else 1
        deepest = max(deepest, now)
    return deepest


TAGS = {
    "div", "b", "p", "blockquote", "table", "tbody", "tr", "td", "ul", "li", "a", "dd", "dt", "i",
    "button", "object", "ruby", "rt", "font", "nobr", "option", "section", "g", "svg", "math",
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_is_deep_when_it_reaches_the_parser(attack: str) -> None:
    bare = bounded(attack * MANY + "word")
    # so that a test that fails does not take minutes
    sample = bounded(attack * 2000 + "word")
    parsed = nh3.clean(
        sample, tags=TAGS, clean_content_tags=set(), attributes={}, generic_attribute_prefixes=set()
    )
    assert depth(parsed) <= ALLOWED
    assert len(bare) <= 3 * len(attack) * MANY


@pytest.mark.parametrize("cleaner", [html.clean, html.clean_comment, html.clean_rich, html.plain])
def test_every_cleaner_reads_only_what_is_within_bounds(
    cleaner: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "bounded", lambda text: text.replace("deep", "flat"))
    assert "deep" not in cleaner("<div>deep</div>")


def test_a_tag_with_endless_attributes_keeps_the_first() -> None:
    said = " ".join(f"a{n}" for n in range(MANY))
    short = bounded(f"<p>x</p><a href=/y {said}>word</a>{' ' * 60_000}")
    assert len(re.findall(r"\ba\d+", short)) < MOST_ATTRIBUTES
    assert "href=/y" in short
    assert "word" in short


def test_a_mark_left_open_is_not_repeated_in_each_of_many_paragraphs() -> None:
    given = f"<p><a href=https://example.org/{'x' * 2000}>" + "<p>word" * MANY
    shown = html.clean(given)
    assert shown.count("word") == MANY
    assert len(shown) < 4 * len(given)


def test_words_keep_their_order_when_html_is_written_anew() -> None:
    given = "".join(f"<div>w{n}<p>v{n}" for n in range(2000))
    words = re.findall(r"[vw]\d+", given)
    assert bounded(given) != given
    assert re.findall(r"[vw]\d+", html.plain(given)) == words


def test_a_table_without_closing_tags_is_still_a_table() -> None:
    given = f"<table>{'<tr><td>a<td><b>b</b>' * 300}</table><p>end"
    shown = BeautifulSoup(html.clean(given), "html.parser")
    assert bounded(given) != given
    assert len(shown.find_all("tr")) == 300
    assert len(shown.find_all("td")) == 600
    assert shown.find_all("p")[-1].get_text() == "end"


def test_what_people_write_is_left_alone_to_the_letter() -> None:
    for path in sorted((shared_inputs() / "wxr").glob("*.xml")):
        for text in re.findall(r"<content:encoded><!\[CDATA\[(.*?)\]\]>", path.read_text(
                encoding="utf-8", errors="replace"), re.DOTALL):  # fmt: skip
            assert bounded(text) == text


@TRIED
@given(soup=SOUP)
def test_written_anew_a_soup_holds_what_a_parser_reads_in_it(soup: str) -> None:
    flat = bounds._Flattened().read(soup)
    assert bounds._Flattened().read(flat).count("<") <= flat.count("<")
    assert html.clean(flat) == html.clean(html.clean(flat))


@TRIED
@given(text=st.text(alphabet="<>/!-ab\"'= \n[]?", max_size=60))
def test_any_text_can_be_written_anew(text: str) -> None:
    flat = bounds._Flattened().read(text)
    opened = re.findall(r"<([ab]+)[^<>]*>", flat)
    assert len(opened) >= flat.count("</") - 1
