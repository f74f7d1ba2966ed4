"""Every block that WordPress itself knows, and some of Jetpack's: content stays, or it is told.

Source of the names: WordPress's block editor handbook, core blocks reference (up to 7.0), with
those that it called otherwise once.
"""

import json
from typing import Any

import pytest

from tests.exchange.contents import Shelf, blocks, reasons

AT = "https://old.example.org"
PICTURE = f'<img src="{AT}/a.jpg" alt="A boat"/>'
WORDS = "<!-- wp:paragraph --><p>Words</p><!-- /wp:paragraph -->"


def block(name: str, html: str = "", **attributes: Any) -> str:
    told = f"{json.dumps(attributes)} " if attributes else ""
    return f"<!-- wp:{name} {told}-->{html}<!-- /wp:{name} -->"


def bare(name: str, **attributes: Any) -> str:
    return f"<!-- wp:{name} {json.dumps(attributes)} /-->"


HEADING = block("accordion-heading", "<h3><button><span>Words</span></button></h3>")
PANEL = block("accordion-panel", f"<div>{WORDS}</div>")
# What each holds as WordPress writes it, and what it becomes.
CONTENT: dict[str, tuple[str, list[str]]] = {
    "accordion": (f"<div>{block('accordion-item', HEADING + PANEL)}</div>",
                  ["heading", "paragraph"]),
    "accordion-heading": ("<h3><button><span>Words</span></button></h3>", ["heading"]),
    "accordion-item": (f"<div>{HEADING}{PANEL}</div>", ["heading", "paragraph"]),
    "accordion-panel": (f"<div>{WORDS}</div>", ["paragraph"]),
    "audio": (f'<figure><audio controls src="{AT}/a.mp3"></audio></figure>', ["media"]),
    "button": (f'<div><a class="wp-block-button__link" href="{AT}/">Words</a></div>',
               ["paragraph"]),
    "buttons": (f"<div>{block('button', f'<div><a href={AT}/>Words</a></div>')}</div>",
                ["paragraph"]),
    "code": ("<pre><code>words</code></pre>", ["code"]),
    "column": (f"<div>{WORDS}</div>", ["paragraph"]),
    "columns": (f"<div>{block('column', f'<div>{WORDS}</div>') * 2}</div>", ["paragraph"] * 2),
    "cover": (f'<div><img class="wp-block-cover__image-background" src="{AT}/a.jpg" alt="A"/>'
              f"<div>{WORDS}</div></div>", ["picture", "paragraph"]),
    "cover-image": (f'<div class="wp-block-cover-image" style="background-image:url({AT}/a.jpg)">'
                    "<p>Words</p></div>",
                    ["picture", "paragraph"]),
    "details": (f"<details><summary>A title</summary>{WORDS}</details>", ["aside"]),
    "embed": (f'<figure class="wp-block-embed"><div>{AT}/film</div></figure>', ["embed"]),
    "core-embed/youtube": ("<figure class='wp-block-embed'>https://youtu.be/SQEQr7c0-dw</figure>",
                           ["embed"]),
    "file": (f'<div class="wp-block-file"><a href="{AT}/a.pdf">A paper</a></div>', ["file"]),
    "form-input": ('<div><label><span>Your name</span><input type="text"/></label></div>',
                   ["paragraph"]),
    "form-submission-notification": (f"<div>{WORDS}</div>", ["paragraph"]),
    "form-submit-button": ("<div><button>Send</button></div>", ["paragraph"]),
    "freeform": ("Words\n\nWords", ["paragraph", "paragraph"]),
    "gallery": (f"<figure>{block('image', f'<figure>{PICTURE}</figure>') * 2}</figure>",
                ["gallery"]),
    "group": (f"<div>{WORDS}</div>", ["paragraph"]),
    "heading": ("<h2>Words</h2>", ["heading"]),
    "html": ("<dl><dt>Words</dt></dl>", ["html"]),
    "image": (f"<figure>{PICTURE}</figure>", ["picture"]),
    "list": (f"<ul>{block('list-item', '<li>Words</li>')}</ul>", ["paragraph"]),
    "list-item": ("<li>Words</li>", ["paragraph"]),
    "math": ('<div><math data-latex="x"><mi>x</mi></math></div>', ["paragraph"]),
    "media-text": (f"<div><figure>{PICTURE}</figure><div>{WORDS}</div></div>",
                   ["picture", "paragraph"]),
    "missing": ("<p>Words</p>", ["paragraph"]),
    "paragraph": ("<p>Words</p>", ["paragraph"]),
    "preformatted": ("<pre>Words</pre>", ["code"]),
    "pullquote": ("<figure class='wp-block-pullquote'><blockquote><p>Words</p></blockquote>"
                  "</figure>", ["pull_quote"]),
    "quote": (f"<blockquote>{WORDS}</blockquote>", ["quotation"]),
    "row": (f"<div>{WORDS}</div>", ["paragraph"]),
    "separator": ("<hr/>", ["divider"]),
    "shortcode": (f"[audio src='{AT}/a.mp3']", ["media"]),
    "social-links": (f"<ul>{bare('social-link', url=f'{AT}/', service='x')}</ul>", ["paragraph"]),
    "stack": (f"<div>{WORDS}</div>", ["paragraph"]),
    "subhead": ("<p>Words</p>", ["paragraph"]),
    "tab": (f"<section>{WORDS}</section>", ["paragraph"]),
    "tabs": (f"<div><ul><li>Words</li></ul>{block('tab', f'<section>{WORDS}</section>')}</div>",
             ["paragraph", "paragraph"]),
    "table": ("<figure><table><tbody><tr><td>1</td><td>2</td></tr></tbody></table></figure>",
              ["table"]),
    "table-of-contents": ('<nav><ol><li><a href="#a">Words</a></li></ol></nav>', ["paragraph"]),
    "text-columns": ("<div><div><p>One</p></div><div><p>Two</p></div></div>",
                     ["paragraph", "paragraph"]),
    "verse": ("<pre class='wp-block-verse'>Words<br>and lines</pre>", ["paragraph"]),
    "video": (f'<figure><video controls src="{AT}/a.mp4"></video></figure>', ["media"]),
}  # fmt: skip
# They say something of the page around them, or of themselves only what they look like.
TOLD = """
    archives avatar block breadcrumbs calendar categories comment-author-avatar comment-author-name
    comment-content comment-date comment-edit-link comment-reply-link comment-template comments
    comments-pagination comments-pagination-next comments-pagination-numbers
    comments-pagination-previous comments-query-loop comments-title form home-link icon
    latest-comments latest-posts legacy-widget loginout navigation navigation-link
    navigation-overlay-close navigation-submenu nextpage page-list page-list-item pattern playlist
    playlist-track post-author post-author-biography post-author-name post-comment post-comments
    post-comments-count post-comments-form post-comments-link post-content post-date post-excerpt
    post-featured-image post-navigation-link post-template post-terms post-time-to-read post-title
    query query-no-results query-pagination query-pagination-next query-pagination-numbers
    query-pagination-previous query-title query-total read-more rss search section site-logo
    site-tagline site-title social-link tag-cloud template template-part term-count
    term-description term-name term-template terms-query widget-group
""".split()  # noqa: SIM905
# Space; the place of notes, which stand where they are named; the end of an excerpt.
SILENT = ["footnotes", "more", "spacer"]


@pytest.mark.parametrize("name", CONTENT)
def test_a_block_with_content_becomes_blocks(name: str):
    html, kinds = CONTENT[name]
    assert [kind for kind, _ in blocks(block(name, html))] == kinds


@pytest.mark.parametrize("name", TOLD)
def test_a_block_without_content_makes_exactly_one_remark(name: str):
    content = bare(name) + WORDS
    assert blocks(content) == [("paragraph", {"text": "<p>Words</p>"})]
    assert len(reasons(content)) == 1


@pytest.mark.parametrize("name", SILENT)
def test_a_block_that_holds_nothing_says_nothing(name: str):
    assert (blocks(bare(name)), reasons(bare(name))) == ([], [])


@pytest.mark.parametrize("called", ["", "missing", "core/missing"])
def test_a_missing_block_that_was_called_nothing_else_is_read_from_its_html(called: str):
    missing = block("missing", "<p>Words</p>", originalName=called)
    assert blocks(missing) == [("paragraph", {"text": "<p>Words</p>"})]
    assert len(reasons(bare("missing", originalName=called))) == 1


def test_a_form_is_told_with_its_words():
    html = f"<form>{block('form-input', CONTENT['form-input'][0])}</form>"
    assert reasons(block("form", html)) == ["lost: A form was left out: “Your name”."]


class TestOfJetpack:
    def test_a_tiled_gallery_is_a_gallery(self):
        tile = '<figure class="tiled-gallery__item"><img alt="{}" data-id="{}" src="{}"/></figure>'
        tiles = tile.format("A", 5, f"{AT}/a.jpg") + tile.format("B", 6, f"{AT}/b.jpg")
        html = f'<div class="wp-block-jetpack-tiled-gallery"><div><div>{tiles}</div></div></div>'
        pictures = [{"image": 50, "alt": "A"}, {"address": f"{AT}/b.jpg", "alt": "B"}]
        shelf = Shelf()
        shelf.pictures = {"5": 50}
        found = blocks(block("jetpack/tiled-gallery", html, ids=[5, 6]), shelf)
        assert found == [("gallery", {"pictures": pictures})]

    def test_two_pictures_to_compare_stand_side_by_side(self):
        pair = "".join(f'<img src="{AT}/{n}.jpg" alt="{n}"/>' for n in ("before", "after"))
        caption = "<figcaption>The quay</figcaption>"
        html = f'<figure><div class="juxtapose">{pair}</div>{caption}</figure>'
        ((kind, value),) = blocks(block("jetpack/image-compare", html))
        assert (kind, value["caption"]) == ("gallery", "The quay")
        assert [one["alt"] for one in value["pictures"]] == ["before", "after"]

    def test_whom_to_ask_stays(self):
        mail = '<div><a href="mailto:bo@example.org">bo@example.org</a></div>'
        street = '<div><div class="jetpack-address__address1">1 Quay Street</div></div>'
        inner = block("jetpack/email", mail) + block("jetpack/address", street)
        assert blocks(block("jetpack/contact-info", f"<div>{inner}</div>")) == [
            ("paragraph", {"text": '<p><a href="mailto:bo@example.org">bo@example.org</a></p>'}),
            ("paragraph", {"text": "<p>1 Quay Street</p>"}),
        ]

    def test_a_podcast_is_a_card_or_a_link(self):
        address = "https://feed.example.org/rss"
        player = bare("jetpack/podcast-player", url=address)
        assert blocks(player) == [("embed", {"url": address})]
        link = f'<a class="jetpack-podcast-player__direct-link" href="{address}">{address}</a>'
        ((kind, value),) = blocks(block("jetpack/podcast-player", link, url=address))
        assert (kind, address in value["text"]) == ("paragraph", True)

    def test_a_story_is_its_pictures_and_films(self):
        files = [
            {"id": 5, "type": "image", "url": f"{AT}/a.jpg", "alt": "A", "caption": "1 < 2"},
            {"id": 6, "type": "image", "url": f"{AT}/b.jpg", "alt": 'B "b"'},
            {"id": 7, "mime": "video/mp4", "url": f"{AT}/c.mp4"},
        ]
        shelf = Shelf()
        shelf.pictures, shelf.files = {"5": 50}, {"7": 70}
        empty = '<div class="wp-block-jetpack-story wp-story"></div>'
        assert blocks(block("jetpack/story", empty, mediaFiles=files), shelf) == [
            ("picture", {"image": 50, "alt": "A", "caption": "1 &lt; 2"}),
            ("picture", {"address": f"{AT}/b.jpg", "alt": 'B "b"'}),
            ("media", {"kind": "video", "file": 70}),
        ]

    @pytest.mark.parametrize("files", [None, "x", [], [3, {}], [{"url": None}]])
    def test_a_story_without_files_makes_one_remark(self, files: Any):
        assert len(reasons(block("jetpack/story", "<div></div>", mediaFiles=files))) == 1
