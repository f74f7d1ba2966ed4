"""Articles of the block editor: every block of WordPress comes to something, or is told."""

import pytest

from tests.exchange.contents import Shelf, blocks, converted, paragraphs, reasons


def block(name: str, html: str = "", attributes: str = "") -> str:
    opening = f"<!-- wp:{name} {attributes} " if attributes else f"<!-- wp:{name} "
    return f"{opening}-->{html}<!-- /wp:{name} -->" if html else f"{opening}/-->"


def test_paragraphs_and_headings_are_what_they_are():
    content = (
        block("paragraph", '<p class="has-drop-cap">A <strong>b</strong>\nc</p>')
        + "\n\n"
        + block("heading", '<h3 class="wp-block-heading" id="sec">T</h3>', '{"level":3}')
    )
    assert blocks(content) == [
        ("paragraph", {"text": "<p>A <b>b</b> c</p>"}),
        ("heading", {"text": "T", "level": "3", "anchor": "sec"}),
    ]
    assert reasons(content) == []


def test_a_list_is_put_together_from_its_items():
    inner = block("list", "<ul>" + block("list-item", "<li>b</li>") + "</ul>")
    content = block("list", "<ol>" + block("list-item", f"<li>a{inner}</li>") + "</ol>")
    assert paragraphs(content) == ["<ol><li>a<ul><li>b</li></ul></li></ol>"]


def test_a_quotation_and_a_pull_quote_have_their_sources():
    quote = f"<blockquote>{block('paragraph', '<p>a</p>')}<cite>B</cite></blockquote>"
    pull = (
        "<figure class='wp-block-pullquote'><blockquote><p>c<br>d</p><cite>E</cite></blockquote>"
        "</figure>"
    )
    assert blocks(block("quote", quote) + block("pullquote", pull)) == [
        ("quotation", {"text": "<p>a</p>", "source": "B"}),
        ("pull_quote", {"text": "c\nd", "attribution": "E"}),
    ]


def test_verse_keeps_its_lines_and_its_indents():
    verse = '<pre class="wp-block-verse">a\n<em>b</em>\n\nc</pre>'
    assert paragraphs(block("verse", verse)) == ["<p>a<br><i>b</i></p><p>c</p>"]
    indented = '<pre class="wp-block-verse">a\n    b</pre>'
    assert blocks(block("verse", indented)) == [("html", {"html": "<pre>a\n    b</pre>"})]


def test_code_and_preformatted_text_are_code():
    code = '<pre class="wp-block-code"><code>a &lt; b\n&#91;gallery]</code></pre>'
    assert blocks(block("code", code)) == [("code", {"code": "a < b\n[gallery]"})]
    assert blocks(block("preformatted", "<pre>x<br>y</pre>")) == [("code", {"code": "x\ny"})]
    lit = block("syntaxhighlighter/code", "<pre>x</pre>", '{"language":"php"}')
    assert blocks(lit) == [("code", {"language": "php", "code": "x"})]


def test_custom_html_is_read_like_any_other():
    assert blocks(
        block("html", "<b>Hello</b><iframe src='https://youtu.be/SQEQr7c0-dw'></iframe>")
    ) == [
        ("paragraph", {"text": "<p><b>Hello</b></p>"}),
        ("embed", {"url": "https://youtu.be/SQEQr7c0-dw"}),
    ]


@pytest.mark.parametrize("name", ["group", "columns", "column", "stack", "row"])
def test_what_arranges_blocks_is_opened_in_order(name: str):
    inner = block("paragraph", "<p>a</p>") + block("heading", "<h2>b</h2>")
    content = block(name, f'<div class="wp-block-{name}">{inner}</div>', '{"align":"wide"}')
    assert [kind for kind, _ in blocks(content)] == ["paragraph", "heading"]


def test_buttons_stand_in_one_paragraph():
    link = '<div class="wp-block-button"><a class="wp-block-button__link" href="{}">{}</a></div>'
    inner = "".join(block("button", link.format(f"https://{n}.org/", n)) for n in ("a", "b"))
    assert paragraphs(block("buttons", f'<div class="wp-block-buttons">{inner}</div>')) == [
        '<p><a href="https://a.org/">a</a> · <a href="https://b.org/">b</a></p>'
    ]


def test_a_separator_divides_and_a_spacer_says_nothing():
    content = block("separator", '<hr class="wp-block-separator"/>') + block(
        "spacer", '<div style="height:9px" class="wp-block-spacer"></div>'
    )
    assert blocks(content) == [("divider", None)]
    assert reasons(content) == []


def test_details_are_an_aside():
    inner = block("paragraph", "<p>a</p>")
    content = block("details", f"<details><summary>S</summary>{inner}</details>")
    assert blocks(content) == [("aside", {"title": "S", "text": "<p>a</p>"})]


def test_files_and_media_are_found_by_their_number():
    shelf = Shelf()
    shelf.files = {"7": 70, "8": 80, "9": 90}
    file = (
        '<div class="wp-block-file"><a href="/a.pdf">A paper</a>'
        '<a href="/a.pdf" class="wp-block-file__button" download>Download</a></div>'
    )
    audio = (
        '<figure class="wp-block-audio"><audio src="/a.mp3"></audio><figcaption>C</figcaption>'
        "</figure>"
    )
    video = '<figure class="wp-block-video"><video src="/a.mp4"></video></figure>'
    content = (
        block("file", file, '{"id":7}')
        + block("audio", audio, '{"id":8}')
        + block("video", video, '{"id":9}')
    )
    assert blocks(content, shelf) == [
        ("file", {"file": 70, "title": "A paper"}),
        ("media", {"kind": "audio", "file": 80, "caption": "C"}),
        ("media", {"kind": "video", "file": 90}),
    ]
    assert blocks(content) == [
        ("file", {"address": "/a.pdf", "title": "A paper"}),
        ("media", {"kind": "audio", "address": "/a.mp3", "caption": "C"}),
        ("media", {"kind": "video", "address": "/a.mp4"}),
    ]


def test_the_number_of_one_block_is_not_that_of_the_next():
    picture = '<figure class="wp-block-image"><img src="/{}.jpg" alt="A"/></figure>'
    shelf = Shelf()
    blocks(block("image", picture.format(1), '{"id":7}') + block("image", picture.format(2)), shelf)
    assert shelf.asked == [("/1.jpg", "7"), ("/2.jpg", "")]


@pytest.mark.parametrize(
    "name",
    [
        "archives",
        "avatar",
        "calendar",
        "categories",
        "comments",
        "latest-comments",
        "latest-posts",
        "loginout",
        "navigation",
        "page-list",
        "post-title",
        "post-content",
        "query",
        "read-more",
        "rss",
        "search",
        "site-title",
        "tag-cloud",
        "template-part",
        "term-description",
    ],
)
def test_what_wordpress_makes_anew_for_every_page_is_told(name: str):
    content = block(name) + block("paragraph", "<p>a</p>")
    assert paragraphs(content) == ["<p>a</p>"]
    assert reasons(content) == [
        f"lost: The block core/{name} was left out: it is made anew for every page."
    ]


def test_the_words_of_what_is_left_out_are_told_too():
    inner = block("heading", "<h2>Latest news</h2>") + block("post-template", block("post-title"))
    assert reasons(block("query", f"<div>{inner}</div>")) == [
        "lost: The block core/query was left out: it is made anew for every page."
        " It said: “Latest news”."
    ]
    assert reasons(block("acf/hero", "", '{"data":{"line":"Come and see","id":4}}')) == [
        "lost: The block acf/hero was left out: the export holds only its settings."
        " It said: “Come and see”."
    ]


def test_what_is_told_several_times_is_told_once_with_its_number():
    assert reasons(block("search") * 3) == [
        "lost: The block core/search was left out: it is made anew for every page. (3 times.)"
    ]


def test_pages_that_were_cut_are_one():
    content = block("nextpage", "<!--nextpage-->") + block(
        "more", "<!--more-->", '{"customText":"Go on"}'
    )
    assert blocks(content) == []
    assert reasons(content) == [
        "changed: It was cut into several pages: it is one now.",
        "lost: The words “Go on” on the link to read more were left out.",
    ]


def test_a_reusable_block_is_put_where_it_is_used():
    reusable = {
        "5": block("paragraph", "<p>shared</p>") + block("block", "", '{"ref":6}'),
        "6": "a\n\nb",
    }
    content = block("block", "", '{"ref":5}') + block("paragraph", "<p>own</p>")
    assert paragraphs(content, reusable=reusable.get) == [
        "<p>shared</p>",
        "<p>a</p>",
        "<p>b</p>",
        "<p>own</p>",
    ]


def test_a_reusable_block_that_is_missing_or_holds_itself_is_told():
    content = block("block", "", '{"ref":5}')
    assert reasons(content) == [
        "lost: The reusable block number 5 was left out: it is not in the export."
    ]
    assert reasons(content, reusable={"5": content}.get) == [
        "lost: The reusable block number 5 was left out: it holds itself."
    ]


def test_classic_text_between_blocks_is_read_as_such():
    content = block("paragraph", "<p>a\nb</p>") + "c\nd\n\ne" + block("freeform", "f\n\ng")
    assert paragraphs(content) == [
        "<p>a b</p>",
        "<p>c<br>d</p>",
        "<p>e</p>",
        "<p>f</p>",
        "<p>g</p>",
    ]


def test_every_name_in_a_shortcode_block_is_a_shortcode():
    content = block("shortcode", "[anything goes] [audio src='/a.mp3']")
    assert blocks(content) == [("media", {"kind": "audio", "address": "/a.mp3"})]
    assert reasons(content) == [
        "lost: The shortcode [anything goes] is not known here and was left out."
    ]


def test_social_links_are_a_list():
    links = block("social-link", "", '{"url":"https://a.org/","service":"mastodon"}') + block(
        "social-link", "", '{"url":"#","service":"x"}'
    )
    assert paragraphs(block("social-links", f"<ul>{links}</ul>")) == [
        '<ul><li><a href="https://a.org/">Mastodon</a></li></ul>'
    ]


def test_a_foreign_block_of_mere_prose_becomes_text_and_is_told():
    content = block("kadence/heading", '<div class="kt"><h3>A</h3><p>b</p></div>')
    assert blocks(content) == [
        ("heading", {"text": "A", "level": "3"}),
        ("paragraph", {"text": "<p>b</p>"}),
    ]
    assert reasons(content) == [
        "changed: The block kadence/heading is not known here: what it holds is text now."
    ]


def test_any_other_foreign_block_keeps_its_html_cleaned():
    content = block("x/y", '<section onclick="z"><dl class="q"><dt>A</dt><dd>b</dd></dl></section>')
    assert blocks(content) == [
        ("html", {"html": "<section><dl><dt>A</dt><dd>b</dd></dl></section>"})
    ]
    assert reasons(content) == ["changed: The block x/y is not known here: its HTML was kept."]


def test_a_missing_block_is_known_by_its_old_name():
    content = block("missing", "<dl><dt>A</dt></dl>", '{"originalName":"x/y"}')
    assert [kind for kind, _ in blocks(content)] == ["html"]
    assert "x/y" in reasons(content)[0]


def test_a_foreign_block_without_html_becomes_a_card_when_it_has_an_address():
    content = block("jetpack/calendly", "", '{"url":"https://calendly.com/a"}')
    assert blocks(content) == [("embed", {"url": "https://calendly.com/a"})]
    assert reasons(content) == [
        "changed: The block jetpack/calendly is now a card that leads to its address."
    ]


def test_jetpack_blocks_that_carry_content_keep_it():
    map_block = block("jetpack/map", "", '{"points":[{"title":"Home","caption":"1 Rue A"},{}]}')
    assert reasons(map_block) == ["lost: A map was left out; it showed: Home, 1 Rue A."]
    markdown = block("jetpack/markdown", '<div class="m"><p>a</p></div>', '{"source":"a"}')
    assert paragraphs(markdown) == ["<p>a</p>"]
    slides = (
        '<div class="wp-block-jetpack-slideshow"><ul><li><figure><img src="/1.jpg" alt="1"/>'
        "</figure></li></ul></div>"
    )
    assert [kind for kind, _ in blocks(block("jetpack/slideshow", slides))] == ["gallery"]
    film = block("videopress/video", "<figure></figure>", '{"guid":"abcdEFGH"}')
    assert blocks(film) == [("embed", {"url": "https://videopress.com/v/abcdEFGH"})]


def test_a_broken_block_takes_nothing_with_it():
    content = "<!-- wp:latest-posts --><!-- wp:paragraph --><p>a<b>b</p><!-- /wp:group -->" + block(
        "paragraph", "<p>c</p>"
    )
    assert paragraphs(content) == ["<p>a<b>b</b></p>", "<p>c</p>"]


def test_a_conversion_holds_types_and_values_only():
    conversion = converted(block("paragraph", "<p>a</p>"))
    assert conversion.blocks == [{"type": "paragraph", "value": {"text": "<p>a</p>", "notes": []}}]
