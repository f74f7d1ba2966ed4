"""What readers write in light Markdown becomes harmless HTML, and none of it is lost."""

import re
import sys
import unicodedata
from time import process_time
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.text import markdown_light
from chronique.text.allowed import COMMENT_TAGS
from chronique.text.html import clean_comment
from chronique.text.markdown_light import DEEPEST, MOST_MARKS, readable, render
from tests.text.attacks import attacks, harms
from tests.text.properties import TRIED
from tests.text.validity import faults

REL = 'rel="nofollow ugc noopener"'


def link(address: str, words: str = "") -> str:
    return f'<a href="{address}" {REL}>{words or address}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("a  \r\nb\rc\u2028d", "<p>a<br>b<br>c<br>d</p>"),
        ("*a* _b_ **c** __d__ ***e***",
         "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> "
         "<em><strong>e</strong></em></p>"),
        ("2 * 3 * 4, nom_de_fichier, **ouvert", "<p>2 * 3 * 4, nom_de_fichier, **ouvert</p>"),
        ("`a < b` et ``c ` d``", "<p><code>a &lt; b</code> et <code>c ` d</code></p>"),
        ("> a\n> b\n>> c",
         "<blockquote><p>a<br>b</p><blockquote><p>c</p></blockquote></blockquote>"),
        ("> vous dites\nje réponds", "<blockquote><p>vous dites</p></blockquote><p>je réponds</p>"),
        ("- a\n- b\n  - c\n\nd", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>d</p>"),
        ("Voici :\n* a\n* b", "<p>Voici :</p><ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("1) a\n\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("```\nif a < b:\n    c\n\nd\n```", "<pre><code>if a &lt; b:\n    c\n\nd</code></pre>"),
        ("\\*a\\* \\[b\\](c) \\# \\\\", "<p>*a* [b](c) # \\</p>"),
        ("« a\u00a0» b\u202f!", "<p>« a&nbsp;» b\u202f!</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_light_markdown_becomes_html(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    ["# Titre", "Titre\n---", "---", "* * *", "- - -", "+ 1", "| a | b |\n|---|---|", "~~a~~",
     "![a](b)", "[a]: /b", "&eacute; &lt;b&gt;", "<b>a</b>", "<!-- a -->",
     "-", "1.", "-5 degrés", "1984. Un roman", "2. Ensuite", "[a](/b)", "[a](ftp://b)",
     "[a](javascript:alert(1))", "[a](javascript&colon;alert(1))", "[a](data:text/html,b)",
     "<javascript:alert(1)>", "<a@example.org>", "ftp://example.org", "xhttps://example.org",
     "[a](https://www.example.org@example.net/)", "https://", "https://)", "http:example.org",
     "    a"],
)  # fmt: skip
def test_all_else_is_text(text: str) -> None:
    words = re.sub(r"\s+", " ", re.sub("<br>|</p><p>", " ", render(text)))
    words = words.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in words
    expected = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip()
    assert words == re.sub(r"\s+", " ", expected)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[ici](https://example.org/?a=1&b=2 \"titre\")",
         link("https://example.org/?a=1&amp;b=2", "ici")),
        ("[*ici*](HTTP://example.org)", link("HTTP://example.org", "<em>ici</em>")),
        ("[](https://example.org)", link("https://example.org")),
        ("<https://example.org/>", link("https://example.org/")),
        ("https://example.org/a_b_c", link("https://example.org/a_b_c")),
        ("(https://example.org/a)", f"({link('https://example.org/a')})"),
        ("https://example.org/a_(b).", f"{link('https://example.org/a_(b)')}."),
        ("«\u00a0https://example.org\u00a0»", f"«&nbsp;{link('https://example.org')}&nbsp;»"),
        ("**https://example.org/**", f"<strong>{link('https://example.org/')}</strong>"),
        ("http://bücher.example/ä",
         link("http://xn--bcher-kva.example/%C3%A4", "http://bücher.example/ä")),
        ("[a https://b.example](https://c.example)",
         link("https://c.example", "a https://b.example")),
        ("![a](https://example.org/b.png)", f"!{link('https://example.org/b.png', 'a')}"),
        ("`https://example.org`", "<code>https://example.org</code>"),
        ("https://example.org/" + "a" * 3000, "https://example.org/" + "a" * 3000),
    ],
)  # fmt: skip
def test_addresses_become_links_that_count_for_nothing(text: str, html: str) -> None:
    assert render(text) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1. a\n3. b", "<p>1. a</p><p>3. b</p>"),
        ("1. a\n\n   b\n\n5. c", "<p>1. a</p><p>b</p><p>5. c</p>"),
        ("1. - a\n4. b", "<p>1.</p><ul><li>a</li></ul><p>4. b</p>"),
        ("- 1) a\n  3) b\n- c", "<ul><li>1) a<p>3) b</p></li><li>c</li></ul>"),
    ],
)
def test_numbers_that_do_not_count_from_one_stay_as_written(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize("sign", [">", "> ", "- "])
def test_what_is_nested_too_deep_keeps_its_signs(sign: str) -> None:
    shown = render(sign * 500 + "word")
    assert shown.count("<blockquote>") + 2 * shown.count("<ul>") == DEEPEST
    assert shown.count(sign.strip().replace(">", "&gt;")) >= 490
    assert "word" in shown


def test_what_turns_or_hides_text_goes() -> None:
    assert readable("a\u202eb\u202c \u2066c\u2069 d\u200be\u00adf\u2060g\ufeff") == "ab c defg"
    assert readable("a\x00b\x07c\ud800d\ufffee") == "abcde"
    assert readable("ca\u200dsi\u200cno") == "casino"


@pytest.mark.parametrize(
    "text",
    ["👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈",
     "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "क्\u200dष", "שָׁלוֹם",
     "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "Việt Nam", "ภาษาไทยที่นี่",
     "\u200eabc\u200f"],
)  # fmt: skip
def test_what_people_write_stays(text: str) -> None:
    assert readable(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u20e3", "\u0e49"])
def test_a_thousand_marks_on_a_letter_become_a_few(mark: str) -> None:
    assert readable(f"x{mark * 1000}y").count(mark) <= MOST_MARKS
    assert readable(mark * 1000).count(mark) <= MOST_MARKS


def test_no_known_attack_comes_through() -> None:
    shown = {render(attack): attack for attack in attacks()}
    tags, attributes = COMMENT_TAGS, {"a": {"href", "rel"}}
    assert {shown[html]: html for html in shown if harms(html, tags, attributes)} == {}
    assert [html for html in shown if clean_comment(html) != html] == []


SHARDS = st.sampled_from(
    """* ** *** _ __ ` `` ``` > >> - 1. 2. 1) [ ] ( ) ](https://a.example) <https://a.example> <
    https://a.example ![ \\ & &amp; <b> </b> <script> javascript: # | ~~~ : ! é \u202e \u200d \u0301
    \u00a0""".split()  # noqa: SIM905
) | st.sampled_from([" ", "\n", "\n\n", "  ", "    ", "\t", "\u00a0", "a"])
MESS = st.lists(SHARDS | st.text(max_size=3), max_size=40).map("".join)


@TRIED
@given(text=MESS)
def test_whatever_is_written_becomes_valid_and_harmless_html(text: str) -> None:
    shown = render(text)
    assert harms(shown, COMMENT_TAGS, {"a": {"href", "rel"}}) == []
    assert faults(shown) == []
    assert clean_comment(shown) == shown


@TRIED
@given(pieces=st.lists(SHARDS | st.integers(10, 99).map(lambda n: f" w{n} "), max_size=40))
def test_no_word_is_lost_and_none_changes_its_place(pieces: list[str]) -> None:
    words = [piece.strip() for piece in pieces if piece.startswith(" w")]
    # what follows the signs of a block of code on their line is the name of its language
    text = re.sub(r"(`{3,}|~{3,})", r"\1\n", "".join(pieces))
    seen = re.sub(r"<[^>]*>", "", re.sub(r'href="[^"]*"', "", render(text)))
    assert re.findall(r"w\d\d", seen) == words


WORDS = st.lists(
    st.sampled_from(
        ["mot", "été", "l’eau", "12", "-", "1.", "(non)", ":", "//", "« oui »", "!", "#"]
    )
    | st.sampled_from([" ", "\n", "\n\n", "\u202f", "\u00a0", "\u3000", "\u200b", "  "])
    | st.text(max_size=2),
    max_size=40,
).map("".join)


@TRIED
@given(text=WORDS | WORDS.map(lambda text: f"Mot {text}") | MESS)
def test_plain_words_come_out_as_the_parser_would_make_them(text: str) -> None:
    assert render(text) == markdown_light._parsed(readable(text))


def test_ordinary_characters_are_readable_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = [one for one in map(chr, range(0x3000)) if markdown_light._ORDINARY.fullmatch(one)]
    monkeypatch.setattr(markdown_light, "_ORDINARY", re.compile("(?!)"))
    assert len(ordinary) > 600
    assert readable("".join(ordinary)) == "".join(ordinary)


def test_what_readers_mostly_write_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(markdown_light, "_parsed")
    text = "L’eau monte, dit-on.\nDepuis quand\u202f?\n\nJe cite : « rien » (12 %)."
    assert render(text) == (
        "<p>L’eau monte, dit-on.<br>Depuis quand\u202f?</p><p>Je cite : « rien » (12 %).</p>"
    )


def calls(text: str) -> int:
    """Return how many functions are called to render a text: the same number each time."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        render(text)
    finally:
        sys.setprofile(before)
    return count


HOSTILE = [
    ">", "> ", ">\n", "> a\n", "[", "![", "[]", "[[a](", "](", "[](", "*", "**", "*a **b ",
    "a*b_", "_", "`", "`a``", "```\n", "~", "\\", "<", "<a", "&", ":", "://",
    "https://a.b/(((", "https://a.b/)))", "https://a.b ", "[a](https://b.c) ", "<https://a.b", "- ",
    "- a\n", "- a\n\n", "  - a\n", "1. ", "1. a\n", "> - ", "> 1. a\n", "\u0301", "e\u0301\u0302",
    "\u202e", "\u200d", "👩\u200d", "\U0001f3f4\U000e0067", "\n", " ", "a\n", "\t- ", "1",
]  # fmt: skip


@pytest.mark.parametrize("sign", HOSTILE)
def test_the_steps_grow_with_the_length_of_the_text(sign: str) -> None:
    """Twice the text may take three times the steps, not four."""
    short, long = sign * 200, sign * 400
    render(short)
    assert calls(long) <= 3 * calls(short)


@pytest.mark.parametrize("sign", ["[", "<", ":", "https://", "\u0301", "`", "\u200d", ">"])
def test_no_step_grows_with_the_length_of_the_text(sign: str) -> None:
    """Four times the text may take eight times the time, not sixteen."""

    def seconds(text: str) -> float:
        begin = process_time()
        render(text)
        return process_time() - begin

    short, long = (sign * 6000)[:6000], (sign * 24_000)[:24_000]
    pairs = [(seconds(short), seconds(long)) for _ in range(3)]
    least_short, least_long = (min(column) for column in zip(*pairs, strict=True))
    assert least_long <= 8 * least_short + 0.02


def test_lists_in_lists_without_end_are_read_in_time() -> None:
    deep = "".join(f"{'  ' * depth}- a\n" for depth in range(100))
    assert calls(deep) < 100 * calls("- a\n")
    assert render(deep).count("a") == 100
