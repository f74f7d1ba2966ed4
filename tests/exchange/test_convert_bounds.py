"""No content, however long, deep or broken, breaks anything, or takes more time than its length."""

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chronique.exchange.bodies.finishing import address
from chronique.exchange.bodies.tidy import is_tidy
from chronique.text.html import clean_rich
from tests.exchange.contents import Shelf, converted, words, words_in

MANY = 5_000


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * MANY + "word",
        "<b>x" * MANY + " word",
        "<ul><li>x" * MANY + " word",
        "<blockquote>x" * MANY + " word",
        "<table><tr><td>x" * MANY + " word",
        "<figure>x<figcaption>y" * MANY + " word",
        "<!-- wp:group --><div>" * MANY + "word" + "</div><!-- /wp:group -->" * MANY,
        "<!-- wp:group -->" * MANY + "word",
        "<!-- wp:x {" * MANY + "--> word",
        '<!-- wp:x {"a":' * MANY + "-->word",
        "[caption]" * MANY + "word",
        "[row]" * MANY + "word" + "[/row]" * MANY,
        "[quote][spoiler]" * MANY + "word" + "[/spoiler][/quote]" * MANY,
        "[a " * MANY + "word",
        "[" * MANY + " word",
        "((a" * MANY + "[footnotes] word",
        "$latex " * MANY + "word",
        "word <a href='" * MANY,
        "word " + "<" * MANY,
        "word <!--" + "<!--more" * MANY,
        "word <math>" * MANY,
        "<br>" * MANY + "word",
        "\n" * MANY + "word",
        "x <b> </b>" * MANY + "word",
        "<pre>[gallery]" * MANY + "word",
    ],
    ids=lambda content: content[:24],
)
def test_deep_and_endless_contents_keep_their_words(content: str):
    conversion = converted(content)
    kept = words_in([block["value"] for block in conversion.blocks])
    assert any("word" in one for one in kept)


def test_a_content_of_two_megabytes_is_converted():
    content = f"<p>{'Some words, and <b>more</b> of them. ' * 50}</p>\n\n" * 1_200
    assert len(content) > 2_000_000
    assert len(converted(content).blocks) == 1_200


# A bar stands for a space.
WRITTEN = """
    <p> </p> <b> </b> <a|href='/x'> </a> <ul> <li> </li> </ul> <ol|start=3> </ol> <table> <tr> <td>
    </td> </table> <br> <hr> <blockquote> </blockquote> <cite> </cite> <figure> <figcaption>
    </figure> <pre> </pre> <code> </code> <h2> </h2> <dl> <dt> <dd> </dl> <details> <summary>
    </details> <form> <div|class='gallery'> </div> <iframe|src='//a.org/'> <sup|data-fn='f'>
    [caption] [/caption] [gallery|ids='1'] [ref] [/ref] [quote] [/quote] [code] [/code]
    <!--|wp:group|--> <!--|/wp:group|--> <!--|wp:quote|--> <!--|/wp:quote|--> <!--|wp:x/y|-->
    <!--|/wp:x/y|--> https://youtu.be/SQEQr7c0-dw
"""
TAGS = ["\n", "\n\n", *[tag.replace("|", " ") for tag in WRITTEN.split()]]
# Every number is in words that readers see, or in the address of a picture.
NUMBERS = st.integers(100, 999)
SOUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS),
        NUMBERS.map(lambda n: f" w{n} "),
        NUMBERS.map(lambda n: f"<img src='/p{n}.jpg'>"),
    ),
    max_size=25,
)


@given(SOUP)
@example(["[ref]", "<img src='/p100.jpg'>", "[/ref]"])
def test_no_word_and_no_picture_of_any_soup_of_tags_is_lost(pieces: list[str]):
    conversion = converted("".join(pieces), footnotes={"f": "note"})
    kept = words_in([block["value"] for block in conversion.blocks])
    told = words(" ".join(remark.reason for remark in conversion.remarks))
    marked = [word for piece in pieces for word in re.findall(r"[wp]\d{3}", piece)]
    assert [word for word in marked if word not in kept and word not in told] == []


@given(st.text(max_size=200))
def test_any_text_can_be_converted(content: str):
    converted(content, Shelf())


PHRASES = st.lists(
    st.one_of(
        st.text("ab &<>'\u00a0.", max_size=6).map(lambda text: escape(text, quote=False)),
        st.sampled_from(
            [
                "<b>a</b>",
                "<i>b </i>",
                "<br>",
                '<a href="https://a.org/">c</a>',
                " ",
                "<code>x</code>",
            ]
        ),
    ),
    max_size=8,
).map("".join)


@given(PHRASES)
def test_what_is_called_tidy_the_cleaner_returns_as_it_is(html: str):
    if is_tidy(html, phrases=True):
        assert clean_rich(html, inline=True) == html
    if is_tidy(f"<p>{html}</p>", phrases=False):
        assert clean_rich(f"<p>{html}</p>") == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Some words</p>",
        "<p>a <b>b</b>, <i>c</i> &amp; d<br>e</p>",
        '<p>a <a href="https://a.org/b?c=d">b</a></p>',
    ],
)
def test_most_paragraphs_are_tidy(html: str):
    assert is_tidy(html, phrases=False)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a",
        "<p></p>",
        "<p> a</p>",
        "<p>a  b</p>",
        "<p>a<br></p>",
        "<p>a</p><p>b</p>",
        "<p><b>a</p>",
        "<p>a<br><br>b</p>",
        '<p><a href="javascript:x">a</a></p>',
        '<p><b onclick="x">a</b></p>',
        "<p><script>a</script></p>",
        "<p>a\u00a0b</p>",
        "<p><b></b>a</p>",
        "<p>&lt</p>",
        "<p><b>a</b><b>b</b></p>",
    ],
)
def test_what_might_need_cleaning_is_not_tidy(html: str):
    assert not is_tidy(html, phrases=False)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (" https://a.org/b c ", "https://a.org/bc"),
        ("//a.org/b", "https://a.org/b"),
        ("/a/b.jpg", "/a/b.jpg"),
        ("a.jpg", "a.jpg"),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https:///x", ""),
        ("https://a.org/" + "x" * 3000, ""),
    ],
)
def test_an_address_is_one_of_the_web_or_a_path(said: str, kept: str):
    assert address(said) == kept
