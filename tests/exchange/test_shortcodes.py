"""Shortcodes are found as WordPress finds them, and brackets of prose are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.exchange.bodies.shortcodes import Kind, Shortcode, attributes, replace

KINDS = {
    "gallery": Kind.BARE,
    "caption": Kind.ENCLOSING,
    "quote": Kind.ENCLOSING,
    "audio": Kind.ADDRESSED,
    "youtube": Kind.NUMBERED,
}


def read(html: str, **how: bool) -> tuple[str, list[Shortcode], list[Shortcode]]:
    """Return the HTML with «name» for each known shortcode, those, and those that were dropped."""
    known: list[Shortcode] = []
    dropped: list[Shortcode] = []

    def write(code: Shortcode) -> str:
        known.append(code)
        return f"«{code.name}»"

    return replace(html, kind=KINDS.get, write=write, drop=dropped.append, **how), known, dropped


@pytest.mark.parametrize(
    ("written", "named", "bare"),
    [
        (' ids="1,2" columns=3', {"ids": "1,2", "columns": "3"}, ()),
        (" a='x y' B = \"z\"", {"a": "x y", "b": "z"}, ()),
        (" http://x.org/a.mp3", {}, ("http://x.org/a.mp3",)),
        (' "two words" one', {}, ("two words", "one")),
        (" link=”x y”", {"link": "x y"}, ()),
        (" link=&quot;x&quot; to=&#8221;y&#8243;", {"link": "x", "to": "y"}, ()),
        (" a=&#8217;x&#8217;", {"a": "x"}, ()),
        ("\u00a0a=\"1\"&nbsp;b='2'", {"a": "1", "b": "2"}, ()),
        (' title="Tom &amp; Ann"', {"title": "Tom & Ann"}, ()),
        (' data-x="1"', {"data-x": "1"}, ()),
        ("", {}, ()),
    ],
)
def test_attributes_are_read_in_all_ways_of_quoting(
    written: str, named: dict[str, str], bare: tuple[str, ...]
):
    assert attributes(written) == (named, bare)


def test_a_shortcode_may_stand_alone_close_itself_or_enclose():
    html, known, _ = read("[gallery] a [gallery ids='1' /] b [caption id='x']<img>[/caption] c")
    assert html == "«gallery» a «gallery» b «caption» c"
    assert [code.content for code in known] == [None, None, "<img>"]
    assert known[2].tag == "[caption id='x']"


def test_a_shortcode_ends_at_its_first_closing_tag():
    html, known, _ = read("[quote]a[/quote]b[/quote]c")
    assert html == "«quote»bc"
    assert known[0].content == "a"


def test_a_closing_tag_belongs_to_the_opener_before_it():
    html, known, _ = read('[caption id="1"]a[caption id="2"]b[/caption]')
    assert html == "«caption»a«caption»"
    assert [code.content for code in known] == [None, "b"]


def test_doubled_brackets_are_text():
    assert read("[[gallery]] and [[caption]x[/caption]]")[0] == "[gallery] and [caption]x[/caption]"


@pytest.mark.parametrize(
    "prose",
    [
        "[sic]",
        "[...]",
        "[…]",
        "[1]",
        "[simple boat]",
        "[top]",
        "[Note: a=b]",
        "[Gallery]",
        "[VIDEO]",
        "[video]",
        "[audio en anglais]",
        "[youtube]",
        "[youtube video]",
        "[quote]",
        "[gallery of horrors]",
        "[/quote",
        "[caption",
        "[a, b]",
        "f[x]",
        "[x[y]]",
        "[sous-titre]",
        "[quote = law]",
        "[youtube Macron]",
        "[audio 2019]",
        "[i]",
        "[login]",
        "[voir p. 3]",
    ],
)
def test_brackets_of_prose_are_left_alone(prose: str):
    assert read(f"He said {prose} then") == (f"He said {prose} then", [], [])


@pytest.mark.parametrize(
    "tag",
    [
        '[unknown key="value"]',
        "[x k='v' /]",
        "[table id=3 /]",
        "[my_plugin]",
        "[thing /]",
        "[vc_row]",
        "[et_pb_section admin=1]",
        "[contact-form-7 id=&quot;4&quot;]",
        "[wpforms]",
        "[product id=”7”]",
    ],
)
def test_what_can_only_be_a_shortcode_is_dropped_and_told(tag: str):
    html, _, dropped = read(f"a {tag} b")
    assert html == "a  b"
    assert [(code.tag, code.content) for code in dropped] == [(tag, None)]


def test_what_an_unknown_shortcode_encloses_stays():
    html, _, dropped = read("[row][col]a [gallery][/col] b[/row] [/row]")
    assert html == "a «gallery» b "
    assert [(code.name, code.content) for code in dropped] == [("row", ""), ("col", "")]


def test_addresses_and_numbers_make_a_player_a_shortcode():
    for tag in (
        "[youtube http://y.org/watch?v=1]",
        "[youtube=http://y.org/?v=1]",
        "[youtube SQEQr7c0-dw]",
    ):
        html, known, _ = read(tag)
        assert (html, len(known)) == ("«youtube»", 1), tag
    assert read("[audio http://x.org/a.mp3]")[1][0].positional == ("http://x.org/a.mp3",)


@pytest.mark.parametrize(
    "html",
    [
        "<pre>[gallery]</pre>",
        "<code>[gallery]</code>",
        '<a href="[gallery]">x</a>',
        "<!-- [gallery] -->",
        "<PRE>[gallery]</PRE>",
        "<script>a[gallery]</script>",
    ],
)
def test_shortcodes_in_code_and_in_tags_are_text(html: str):
    assert read(html) == (html, [], [])


def test_shortcodes_are_read_again_after_code():
    assert read("<pre>[gallery]</pre>[gallery]<pre>")[0] == "<pre>[gallery]</pre>«gallery»<pre>"


def test_everywhere_means_everything_in_brackets_with_a_name():
    html, _, dropped = read("[anything at all] [1]", everywhere=True)
    assert html == " [1]"
    assert dropped[0].tag == "[anything at all]"


@given(st.text("[]/ ab=\"'gallery<>pre", max_size=60))
def test_text_without_shortcodes_comes_back_as_it_was(text: str):
    html, known, dropped = read(text)
    if not known and not dropped and "[[" not in text and "[/" not in text:
        assert html == text
