"""Articles of the classic editor: HTML in which line breaks mean something."""

import pytest

from tests.exchange.contents import blocks, paragraphs, reasons


def test_an_empty_line_parts_paragraphs_and_a_newline_breaks_the_line():
    assert paragraphs("One\ntwo\n\nThree\n \n\nFour") == [
        "<p>One<br>two</p>",
        "<p>Three</p>",
        "<p>Four</p>",
    ]


def test_lines_that_ended_in_windows_are_lines():
    assert paragraphs("One\r\n\r\nTwo\r\nthree") == ["<p>One</p>", "<p>Two<br>three</p>"]


def test_a_hard_break_and_its_newline_are_one_and_two_hard_breaks_part():
    assert paragraphs("a<br />\nb<br /><br />c<br>") == ["<p>a<br>b</p>", "<p>c</p>"]


def test_a_line_of_a_no_break_space_parts_paragraphs():
    assert paragraphs("a\n\n&nbsp;\n\nb") == ["<p>a</p>", "<p>b</p>"]


def test_tags_that_are_open_over_an_empty_line_go_on_after_it():
    assert paragraphs("<strong>a\n\nb</strong> c") == ["<p><b>a</b></p>", "<p><b>b</b> c</p>"]


def test_paragraphs_that_were_written_as_such_stay():
    assert paragraphs("<p>One\ntwo</p>\n<p>three<p>four") == [
        "<p>One<br>two</p>",
        "<p>three</p>",
        "<p>four</p>",
    ]


def test_line_breaks_around_other_elements_add_nothing():
    content = "Before\n<h3>Title</h3>\nafter\n<hr />\n<ul>\n\t<li>a</li>\n\n<li>b\nc</li></ul>\nend"
    assert blocks(content) == [
        ("paragraph", {"text": "<p>Before</p>"}),
        ("heading", {"text": "Title", "level": "3"}),
        ("paragraph", {"text": "<p>after</p>"}),
        ("divider", None),
        ("paragraph", {"text": "<ul><li>a</li><li>b<br>c</li></ul>"}),
        ("paragraph", {"text": "<p>end</p>"}),
    ]


def test_containers_are_opened_and_their_texts_stay_apart():
    content = '<div class="x">one<section><center>two</center></section>three</div>'
    assert paragraphs(content) == ["<p>one</p>", "<p>two</p>", "<p>three</p>"]


def test_what_marks_words_becomes_what_a_rich_text_field_knows():
    content = (
        "<strong>a</strong> <em>b</em> <del>c</del> <kbd>d</kbd> <cite>e</cite> <small>f</small>"
        ' <span style="font-weight: bold">g</span> <a name="x">h</a> H<sub>2</sub>'
    )
    assert paragraphs(content) == [
        "<p><b>a</b> <i>b</i> <s>c</s> <code>d</code> <i>e</i> f <b>g</b> h H<sub>2</sub></p>"
    ]


@pytest.mark.parametrize(
    ("written", "level"),
    [("h1", "2"), ("h2", "2"), ("h3", "3"), ("h4", "4"), ("h5", "4"), ("h6", "4")],
)
def test_headings_have_three_levels(written: str, level: str):
    assert blocks(f"<{written}>A</{written}>") == [("heading", {"text": "A", "level": level})]


def test_a_heading_keeps_its_words_and_its_anchor_and_links_to_it_follow():
    content = '<h2 id="Ma_Section">A <em>b</em>\n<br>c &amp; d</h2><a href="#Ma_Section">up</a>'
    assert blocks(content) == [
        ("heading", {"text": "A b c & d", "level": "2", "anchor": "ma-section"}),
        ("paragraph", {"text": '<p><a href="#ma-section">up</a></p>'}),
    ]


def test_an_anchor_inside_a_heading_is_its_anchor():
    content = '<h3><a name="top"></a><span id="second">A</span></h3>'
    assert blocks(content) == [("heading", {"text": "A", "level": "3", "anchor": "top"})]


def test_a_link_in_a_heading_is_told():
    assert reasons('<h2><a href="https://x.org/">A</a></h2>') == [
        "lost: A link in a heading was left out: https://x.org/"
    ]


def test_a_heading_that_is_too_long_becomes_a_paragraph():
    [(kind, value)] = blocks(f"<h2>{'word ' * 60}</h2>")
    assert (kind, value["text"][:11]) == ("paragraph", "<p><b>word ")
    assert reasons(f"<h2>{'word ' * 60}</h2>")


def test_lists_nest_also_when_they_are_not_well_formed():
    content = (
        "<ul><li>a<ol><li>b</li></ol></li><ul><li>c</li></ul>loose<li><p>d</p><p>e</p></li></ul>"
    )
    assert paragraphs(content) == [
        "<ul><li>a<ol><li>b</li></ol><ul><li>c</li></ul></li><li>loose</li><li>d<br>e</li></ul>"
    ]


def test_a_list_that_counts_in_its_own_way_keeps_its_html():
    for start in ('<ol start="4">', '<ol type="a">', '<ol reversed="">'):
        assert blocks(f"{start}<li>x</li></ol>") == [("html", {"html": f"{start}<li>x</li></ol>"})]
    assert paragraphs('<ol start="1" type="1"><li>x</li></ol>') == ["<ol><li>x</li></ol>"]


def test_what_is_no_text_comes_after_its_list():
    content = '<ul><li>a<img src="/p.jpg" alt="P"></li><li>b<pre>c</pre></li></ul>'
    assert blocks(content) == [
        ("paragraph", {"text": "<ul><li>a</li><li>b</li></ul>"}),
        ("picture", {"address": "/p.jpg", "alt": "P"}),
        ("code", {"code": "c"}),
    ]
    assert reasons(content) == [
        "changed: What stood inside a list, and is not text, was put after it."
    ]


def test_a_quotation_has_its_source_and_where_it_is():
    content = (
        '<blockquote cite="https://a.org/">One\n\ntwo</blockquote>\n'
        '<blockquote><p>Three</p><cite>— <a href="https://b.org/">Ann</a></cite></blockquote>\n'
        "<blockquote>Four <cite>Book</cite> says<footer>Ann, <cite>Book</cite></footer>"
        "</blockquote>"
    )
    assert blocks(content) == [
        ("quotation", {"text": "<p>One</p><p>two</p>", "source_url": "https://a.org/"}),
        ("quotation", {"text": "<p>Three</p>", "source": "Ann", "source_url": "https://b.org/"}),
        ("quotation", {"text": "<p>Four <i>Book</i> says</p>", "source": "Ann, Book"}),
    ]


def test_a_quotation_with_a_picture_goes_on_after_it():
    content = '<blockquote>a<img src="/p.jpg" alt="P">b<cite>C</cite></blockquote>'
    assert blocks(content) == [
        ("quotation", {"text": "<p>a</p>"}),
        ("picture", {"address": "/p.jpg", "alt": "P"}),
        ("quotation", {"text": "<p>b</p>", "source": "C"}),
    ]


def test_code_is_kept_to_the_letter():
    content = 'a\n<pre class="language-py">\ndef f():\n\n    return "&lt;[gallery]&gt;"\n</pre>\nb'
    assert blocks(content) == [
        ("paragraph", {"text": "<p>a</p>"}),
        ("code", {"language": "py", "code": 'def f():\n\n    return "<[gallery]>"'}),
        ("paragraph", {"text": "<p>b</p>"}),
    ]


def test_code_between_words_stays_there_and_code_with_lines_of_its_own_does_not():
    assert paragraphs("Say <code>x = 1</code> now") == ["<p>Say <code>x = 1</code> now</p>"]
    assert blocks("Say\n<code>x = 1\ny = 2</code>\nnow") == [
        ("paragraph", {"text": "<p>Say</p>"}),
        ("code", {"code": "x = 1\ny = 2"}),
        ("paragraph", {"text": "<p>now</p>"}),
    ]


def test_a_code_shortcode_inside_a_pre_names_the_language():
    content = '<pre>[sourcecode language="php"]\n$a = 1;\n[/sourcecode]</pre>'
    assert blocks(content) == [("code", {"language": "php", "code": "$a = 1;"})]


def test_what_unfolds_is_an_aside():
    content = "<details><summary>More <b>now</b></summary>one\n\n<ul><li>a</li></ul></details>"
    assert blocks(content) == [
        ("aside", {"title": "More now", "text": "<p>one</p><ul><li>a</li></ul>"})
    ]


def test_what_unfolds_to_more_than_text_is_cut_around_it():
    content = "<details><summary>S</summary>{}</details>"
    picture = "<img src='/a.jpg' alt='A'>"
    assert blocks(content.format(f"{picture}one{picture}two")) == [
        ("paragraph", {"text": "<p><b>S</b></p>"}),
        ("picture", {"address": "/a.jpg", "alt": "A"}),
        ("aside", {"text": "<p>one</p>"}),
        ("picture", {"address": "/a.jpg", "alt": "A"}),
        ("aside", {"text": "<p>two</p>"}),
    ]
    assert paragraphs(content.format("")) == ["<p><b>S</b></p>"]


def test_definitions_keep_their_html():
    content = "<dl><dt>A</dt><dd>one\ntwo</dd></dl>"
    assert blocks(content) == [("html", {"html": "<dl><dt>A</dt><dd>one<br>two</dd></dl>"})]


def test_an_abbreviation_is_told_what_it_stands_for():
    content = '<abbr title="World Trade Organization">WTO</abbr>'
    assert paragraphs(content) == ["<p>WTO</p>"]
    assert reasons(content) == [
        "lost: What “WTO” stands for was left out: “World Trade Organization”."
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<script>alert(1)</script>", "lost: A script was left out."),
        ('<script src="//a.org/x.js"></script>', "lost: A script was left out: //a.org/x.js"),
        ("<style>p{color:red}</style>", "lost: A style sheet was left out."),
        ("<svg><text>x</text></svg>", "lost: An element “svg” was left out."),
        (
            '<form><label>Name:</label><input name="n"><input type="submit" value="Go"></form>',
            "lost: A form was left out: “Name; Go”.",
        ),
        (
            '<font color="red">a</font>',
            "changed: Colours, sizes, underlining and alignment of text are left to the design.",
        ),
        ("a<!--nextpage-->b", "changed: It was cut into several pages: it is one now."),
        (
            "a<!--more Read on-->b",
            "lost: The words “Read on” on the link to read more were left out.",
        ),
    ],
)
def test_what_cannot_be_carried_is_told(content: str, told: str):
    assert reasons(content) == [told]


def test_the_prose_of_a_form_stays():
    assert paragraphs("<form><p>Write to us:</p><textarea>x</textarea></form>") == [
        "<p>Write to us:</p>"
    ]


def test_the_mark_for_more_parts_paragraphs_and_says_nothing():
    assert paragraphs("a\n<!--more-->\nb") == ["<p>a</p>", "<p>b</p>"]
    assert reasons("a<!--more-->b") == []


def test_a_comment_that_is_never_closed_hides_nothing():
    assert paragraphs("<p>a</p><!-- oops <p>b</p>") == ["<p>a</p>", "<p>oops</p>", "<p>b</p>"]
    assert paragraphs("<p>a --> b<!-- hidden --></p>") == ["<p>a --&gt; b</p>"]


def test_formulas_are_kept_as_latex():
    mathml = (
        '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation>'
        "</semantics></math>"
    )
    assert paragraphs(f"So $latex \\alpha &lt; 1$ and {mathml}.") == [
        "<p>So <code>\\alpha &lt; 1</code> and <code>x^2</code>.</p>"
    ]
    assert reasons("a $latex x$ b") == [
        "changed: Formulas are kept as they were written, in LaTeX."
    ]


def test_nothing_becomes_nothing():
    for content in (
        "",
        "  \n\n ",
        "<p></p>",
        "<p>&nbsp;</p>",
        "<div><br></div>",
        "<ul><li></li></ul>",
    ):
        assert blocks(content) == []
        assert reasons(content) == []
