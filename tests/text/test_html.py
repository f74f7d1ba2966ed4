"""Foreign HTML comes in clean, wherever it may stand."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.utils.html import conditional_escape
from hypothesis import given
from hypothesis import strategies as st

from chronique.text import html as doors
from chronique.text.allowed import ARTICLE_ATTRIBUTES, ARTICLE_TAGS, COMMENT_TAGS
from chronique.text.html import clean, clean_comment, clean_rich, plain, safe
from tests.text.attacks import attacks, harms
from tests.text.properties import TRIED

Cleaner = Callable[[str], str]

PLAYER = {"controls", "preload"}
ATTRIBUTES = ARTICLE_ATTRIBUTES | {
    "audio": ARTICLE_ATTRIBUTES["audio"] | PLAYER,
    "video": ARTICLE_ATTRIBUTES["video"] | PLAYER,
}
INLINE = {"br", "b", "i", "code", "sup", "sub", "s", "a"}
RICH = INLINE | {"p", "ul", "ol", "li"}
LINK = {"a": {"href", "linktype", "id"}}


def clean_inline(html: str) -> str:
    return clean_rich(html, inline=True)


CLEANERS = pytest.mark.parametrize(
    ("cleaner", "tags", "attributes"),
    [
        pytest.param(clean, ARTICLE_TAGS, ATTRIBUTES, id="article"),
        pytest.param(clean_comment, COMMENT_TAGS, {"a": {"href", "rel"}}, id="comment"),
        pytest.param(clean_rich, RICH, LINK, id="rich"),
        pytest.param(clean_inline, INLINE, LINK, id="inline"),
    ],
)

# Pieces that parsers disagree about, to be put together at random.
SHARDS = """
    <p> </p> <b> </b> <i> </i> <a_href='/x'> <a> </a> <table> <tr> <td> </td> </table> <ul> <li>
    </li> </ul> <ol> <div> </div> <svg> </svg> <math> <mtext> <style> </style> <!-- --> <![CDATA[
    ]]> <script> </script> <noscript> </noscript> <textarea> <title> <select> <option> <button>
    <form> <object> <pre> <img_src=x> <img_src=/a_alt='&quot;onerror=x'> <br> <hr> <h2> </h2> <q>
    <strike> <center> <font> <span_style='font-weight:700'> </span> <b_style='font-weight:normal'>
    <template> <iframe> <plaintext> <details> <summary> <video_src=x> <nobr> <marquee> </marquee>
    <p_style='mso-list:l0_level2_lfo1'> <span_style='mso-list:Ignore'> &lt; &amp; &#1; &nbsp; <col>
    <a_linktype='page'_id='4'> <frameset> <caption> <foreignObject> <desc> <mglyph> <annotation-xml>
"""
SOUP = st.lists(
    st.sampled_from([shard.replace("_", " ") for shard in re.split(r"\s+", SHARDS.strip())])
    | st.text(alphabet="ab <>&'\"=/\n\u00a0é", max_size=4),
    max_size=25,
).map("".join)


@CLEANERS
def test_no_known_attack_comes_through(
    cleaner: Cleaner, tags: set[str], attributes: dict[str, set[str]]
) -> None:
    cleaned = {cleaner(attack): attack for attack in attacks()}
    through = {cleaned[html]: html for html in cleaned if harms(html, tags, attributes)}
    assert through == {}


@CLEANERS
def test_cleaning_a_known_attack_again_changes_nothing(
    cleaner: Cleaner, tags: set[str], attributes: dict[str, set[str]]
) -> None:
    once = {cleaner(attack) for attack in attacks()}
    assert [html for html in once if cleaner(html) != html] == []


@CLEANERS
@TRIED
@given(soup=SOUP)
def test_whatever_comes_in_is_harmless_and_then_stays_as_it_is(
    cleaner: Cleaner, tags: set[str], attributes: dict[str, set[str]], soup: str
) -> None:
    cleaned = cleaner(soup)
    assert harms(cleaned, tags, attributes) == []
    assert cleaner(cleaned) == cleaned


@st.composite
def sound_html(draw: st.DrawFn, depth: int = 3) -> str:
    """HTML that is nested as the standard wants, so that no parser adds elements of its own."""
    children = st.text(alphabet="ab é", max_size=5)
    if depth:
        children |= sound_html(depth=depth - 1)
    inner = "".join(draw(st.lists(children, max_size=3)))
    name = draw(
        st.sampled_from(["div", "span", "section", "mark", "main", "iframe", "strike", "u"])
    )
    return f"<{name} class=x onclick=y>{inner}</{name}>"


@TRIED
@given(html=sound_html())
def test_never_more_elements_come_out_than_went_in(html: str) -> None:
    def elements(html: str) -> int:
        return len(BeautifulSoup(html, "html.parser").find_all(True))

    assert elements(clean(html)) <= elements(html)


def test_a_reference_cannot_hide_a_control_character_in_a_scheme() -> None:
    assert clean('<a href="java&#1;script:alert(1)">x</a>') == "<a>x</a>"
    assert clean('<a href="&#1;javascript:alert(1)">x</a>') == "<a>x</a>"


def test_control_characters_go_and_windows_quotes_become_what_they_were() -> None:
    assert clean("<p>l\x92été\x00\x0b \x96 &#11;fin\ud800</p>") == "<p>l’été – fin</p>"


def test_an_article_keeps_what_writers_use() -> None:
    html = (
        '<h2>Titre</h2><figure><img src="/a.jpg" alt="Un chat" width="640" height="480">'
        "<figcaption>Légende</figcaption></figure>"
        '<table><caption>C</caption><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr>'
        '</tbody></table><details><summary>s</summary>t</details><p lang="en" dir="ltr">'
        '<abbr title="x">y</abbr> <time datetime="2026-07-05">5</time> <del>a</del><ins>b</ins>'
        "H<sub>2</sub>O <ruby>漢<rt>kan</rt></ruby></p><dl><dt>a</dt><dd>b</dd></dl>"
        '<ol start="3" reversed=""><li value="9">x</li></ol><a href="mailto:a@example.org">m</a>'
    )
    assert clean(html) == html


def test_an_article_loses_its_looks_and_its_frames() -> None:
    assert clean('<p class="wp-x" style="color:red" id="a" onclick="x">a</p>') == "<p>a</p>"
    assert clean('a<iframe src="https://example.org">b</iframe><style>p{}</style>') == "a"
    assert clean('<a href="/x" target="_blank" rel="NoFollow noopener x">a</a>') == (
        '<a href="/x" rel="nofollow">a</a>'
    )


def test_a_player_shows_its_controls_and_starts_by_itself_never() -> None:
    video = clean('<video src="/a.mp4" autoplay preload="auto" poster="javascript:1"></video>')
    assert video == '<video controls="" preload="none" src="/a.mp4"></video>'


def test_pictures_without_a_source_go_and_others_have_an_alternative_text() -> None:
    html = '<img src="data:image/png;base64,AA" alt="a"><img src="/b.png" width="100%">'
    assert clean(html) == '<img alt="" src="/b.png">'


def test_old_elements_become_what_replaced_them() -> None:
    assert clean("<center><strike>a</strike> <tt>b</tt></center>") == (
        "<div><s>a</s> <code>b</code></div>"
    )


def test_a_comment_keeps_emphasis_and_its_links_count_for_nothing() -> None:
    html = '<p lang="fr">a <strong>b</strong> <a href="https://example.org/" title="t">c</a></p>'
    link = '<a href="https://example.org/" rel="nofollow ugc noopener">c</a>'
    assert clean_comment(html) == f"<p>a <strong>b</strong> {link}</p>"


def test_words_of_blocks_that_a_comment_must_not_hold_do_not_run_together() -> None:
    html = "<div>a</div><h2>b</h2><table><td>c<td>d</table>"
    assert clean_comment(html) == "<p>a</p><p><b>b</b></p><p>c d</p>"


def test_words_from_google_docs_keep_their_weight_without_its_wrappers() -> None:
    pasted = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
        '<p dir="ltr" style="line-height:1.4"><span style="font-weight:400">Un </span>'
        '<span style="font-size:11pt;font-weight:700;font-style:italic">mot</span>'
        '<span style="font-style:normal"> et</span>'
        '<span style="vertical-align:super;font-size:0.6em">e</span>'
        '<a href="https://www.google.com/url?q=https://example.org/a?b%3Dc&amp;sa=D">ici</a></p>'
        '<br><ul><li dir="ltr" aria-level="1"><p>un</p></li>'
        '<ul><li aria-level="2"><p>deux</p></li></ul>'
        "</ul></b>"
    )
    assert clean_rich(pasted) == (
        '<p>Un <b><i>mot</i></b> et<sup>e</sup><a href="https://example.org/a?b=c">ici</a></p>'
        "<ul><li>un<ul><li>deux</li></ul></li></ul>"
    )


def test_words_from_word_keep_their_lists_without_its_markers() -> None:
    pasted = (
        "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p.MsoNormal{}</style>"
        "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Gras</b><o:p>&nbsp;</o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>Un<o:p/></p>"
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>Deux</p>"
        "<p class=MsoNormal>Fin<a href='#_ftn1' name='_ftnref1'>[1]</a></p>"
    )
    assert clean_rich(pasted) == (
        "<p><b>Gras</b></p><ol><li>Un<ul><li>Deux</li></ul></li></ol><p>Fin[1]</p>"
    )


@pytest.mark.parametrize(
    ("given", "rich", "inline"),
    [
        ("<h3>T <em>x</em></h3>y", "<p><b>T <i>x</i></b></p><p>y</p>", "T <i>x</i><br>y"),
        ("<div>a<div>b</div></div>", "<p>a</p><p>b</p>", "a<br>b"),
        ("a<br><br>b<br>c<br>", "<p>a</p><p>b<br>c</p>", "a<br>b<br>c"),
        (
            "<b>a <p>b</p>c</b>",
            "<p><b>a</b></p><p><b>b</b></p><p><b>c</b></p>",
            "<b>a<br>b<br>c</b>",
        ),
        ("<b>a</b><strong>b</strong>", "<p><b>ab</b></p>", "<b>ab</b>"),
        ("<ul><li>a<p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>", "a<br>b"),
        ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>", "a<br>b"),
        ("<td>a<td>b", "<p>ab</p>", "ab"),
        ("<table><td>a<td>b<tr><td>c", "<p>a b</p><p>c</p>", "a b<br>c"),
        ('<a linktype="page" id="12">x</a>', '<p><a linktype="page" id="12">x</a></p>', None),
        ('<a linktype="page" id="12x">x</a>', "<p>x</p>", "x"),
        ("<a name=x>x</a><a href=' '>y</a>", "<p>xy</p>", "xy"),
        ("<q>mot</q> <u>x</u> <kbd>y</kbd>", '<p>"mot" x <code>y</code></p>', None),
        ("<pre>a\nb</pre>", "<p>a<br>b</p>", "a<br>b"),
        ("1 < 2 &amp; 3", "<p>1 &lt; 2 &amp; 3</p>", "1 &lt; 2 &amp; 3"),
        (" <p> </p>&nbsp;<br>", "", ""),
    ],
)
def test_any_html_becomes_what_a_rich_text_field_stores(
    given: str, rich: str, inline: str | None
) -> None:
    assert clean_rich(given) == rich
    if inline is not None:
        assert clean_rich(given, inline=True) == inline


def test_no_break_spaces_stay_where_somebody_meant_them() -> None:
    given = "12&nbsp;km, «&nbsp;oui&nbsp;», non&nbsp;! un&nbsp;mot, deux&nbsp; mots&nbsp;&nbsp;;"
    assert clean_rich(given, inline=True) == (
        "12\u00a0km, «\u00a0oui\u00a0», non\u00a0! un mot, deux mots ;"
    )


def test_the_words_of_html_come_a_line_a_block() -> None:
    html = (
        "<h1>Un&nbsp;titre</h1><p>a  <b>b</b>c\n&amp;eacute; &lt;b&gt;<br>d</p><script>x</script>"
        "<table><tr><td>1&#1;</td><td>2</td></tr></table><ul><li>e<li>f</ul><svg><text>g</text></svg>"
    )
    assert plain(html) == "Un\u00a0titre\na bc &eacute; <b>\nd\n1 2\ne\nf"


@TRIED
@given(soup=SOUP)
def test_the_words_of_html_can_be_shown_again(soup: str) -> None:
    words = plain(soup)
    assert "\n\n" not in words
    assert words == words.strip(" \n")


def test_only_what_is_called_safe_is_shown_as_it_is() -> None:
    assert conditional_escape(safe("<b>a</b>")) == "<b>a</b>"
    assert conditional_escape("<b>a</b>") == "&lt;b&gt;a&lt;/b&gt;"


def test_html_that_no_cleaner_can_calm_is_reduced_to_its_words() -> None:
    assert doors._until_stable(lambda html: f"<b>{html}</b>", "a < b") == "a &lt; b"


WORDS = st.sampled_from(
    ["a", "b c", " ", "\n", "&amp;lt;", "&nbsp;", "&#128;", "&eacute", "\x93", "é"]
)
MARKED = st.recursive(
    WORDS,
    lambda inner: st.builds(
        "{0[0]}{1}{0[1]}{2}".format,
        st.sampled_from(
            [(f"<{name}>", f"</{name}>") for name in ("p", "b", "em", "sup", "blockquote", "pre")]
            + [("<ul><li>", "</li></ul>"), ("<ol>\n<li>", "</li> <li>z</li></ol>")]
        ),
        inner,
        WORDS | st.just('<br/><a href="/x" data-id="3">y</a>'),
    ),
)


@TRIED
@given(html=MARKED)
def test_plain_html_is_read_without_a_parser_as_a_parser_reads_it(html: str) -> None:
    # An element that no editor writes sends it through the parser, and leaves no trace.
    assert plain(html) == plain(f"<x></x>{html}")
