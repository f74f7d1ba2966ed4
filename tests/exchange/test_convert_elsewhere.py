"""What was shown from elsewhere becomes a card; nothing of it will be loaded."""

import pytest

from tests.exchange.contents import Shelf, blocks, paragraphs, reasons

YOUTUBE = "https://www.youtube.com/watch?v=SQEQr7c0-dw"


def test_an_address_alone_on_its_line_is_a_card():
    content = f"Look:\n{YOUTUBE}\nthere\n\n{YOUTUBE}&amp;t=3\n\n<p>{YOUTUBE}</p>"
    assert blocks(content) == [
        ("paragraph", {"text": "<p>Look:</p>"}),
        ("embed", {"url": YOUTUBE}),
        ("paragraph", {"text": "<p>there</p>"}),
        ("embed", {"url": f"{YOUTUBE}&t=3"}),
        ("embed", {"url": YOUTUBE}),
    ]


def test_an_address_among_words_is_words():
    assert paragraphs(f"See {YOUTUBE} now") == [f"<p>See {YOUTUBE} now</p>"]


def test_an_address_that_nobody_knows_is_a_link():
    assert paragraphs("https://x.org/a?b=1&amp;c=2") == [
        '<p><a href="https://x.org/a?b=1&amp;c=2">https://x.org/a?b=1&amp;c=2</a></p>'
    ]


def test_the_address_of_a_sound_alone_on_its_line_is_the_sound():
    assert blocks("https://x.org/a.mp3") == [
        ("media", {"kind": "audio", "address": "https://x.org/a.mp3"})
    ]


def test_an_address_in_a_list_or_a_caption_stays_there():
    content = (
        f"<ul><li>{YOUTUBE}</li></ul><figure><img src='/a.jpg' alt='A'><figcaption>{YOUTUBE}"
        f"</figcaption></figure>"
    )
    assert [kind for kind, _ in blocks(content)] == ["paragraph", "picture"]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://www.youtube.com/embed/SQEQr7c0-dw?rel=0", YOUTUBE),
        ("//www.youtube-nocookie.com/embed/SQEQr7c0-dw", YOUTUBE),
        (
            "https://www.youtube.com/embed/videoseries?list=PLabcdefghijkl",
            "https://www.youtube.com/playlist?list=PLabcdefghijkl",
        ),
        ("https://player.vimeo.com/video/123456?dnt=1", "https://vimeo.com/123456"),
        ("https://player.vimeo.com/video/123456?h=abcdef12", "https://vimeo.com/123456/abcdef12"),
        ("//www.dailymotion.com/embed/video/x7abc1", "https://www.dailymotion.com/video/x7abc1"),
        (
            "https://geo.dailymotion.com/player.html?video=x7abc1",
            "https://www.dailymotion.com/video/x7abc1",
        ),
        (
            "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&amp;color=0",
            "https://soundcloud.com/a/b",
        ),
        (
            "https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC",
            "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
        ),
        ("https://embed.ted.com/talks/a_b", "https://www.ted.com/talks/a_b"),
        (
            "https://tube.example.org/videos/embed/1a-2b",
            "https://tube.example.org/videos/watch/1a-2b",
        ),
        (
            "https://social.example.org/@a/109300000000000000/embed",
            "https://social.example.org/@a/109300000000000000",
        ),
    ],
)
def test_a_player_in_a_frame_becomes_a_card_for_its_page(source: str, address: str):
    content = f'<iframe src="{source}" width="560" title="A talk" allowfullscreen></iframe>'
    assert blocks(content) == [("embed", {"url": address, "title": "A talk"})]


def test_any_other_frame_becomes_a_card_and_is_told():
    content = '<p>a <iframe src="https://maps.example.org/x?y=1&amp;z"></iframe> b</p>'
    address = "https://maps.example.org/x?y=1&z"
    assert blocks(content) == [
        ("paragraph", {"text": "<p>a</p>"}),
        ("embed", {"url": address}),
        ("paragraph", {"text": "<p>b</p>"}),
    ]
    assert reasons(content) == [
        f"changed: What a frame showed is now a card that leads there: {address}"
    ]


def test_a_frame_without_a_web_address_is_told():
    for source in ("", "about:blank", "javascript:alert(1)", "/local"):
        assert blocks(f'<iframe src="{source}"></iframe>') == []
        assert reasons(f'<iframe src="{source}"></iframe>') == [
            "lost: A frame without a web address was left out."
        ]


@pytest.mark.parametrize("name", ["embed", "core-embed/youtube", "core-embed/anything"])
def test_the_editors_embeds_are_cards_with_their_captions(name: str):
    inner = (
        f'<figure class="wp-block-embed is-type-video"><div '
        f'class="wp-block-embed__wrapper">\n{YOUTUBE}\n'
        "</div><figcaption>A talk</figcaption></figure>"
    )
    content = f'<!-- wp:{name} {{"url":"{YOUTUBE}"}} -->{inner}<!-- /wp:{name} -->'
    assert blocks(content) == [("embed", {"url": YOUTUBE, "text": "A talk"})]
    assert blocks(f'<!-- wp:{name} {{"url":"{YOUTUBE}"}} /-->') == [("embed", {"url": YOUTUBE})]


def test_an_embed_that_holds_words_keeps_them_and_its_address():
    inner = '<figure class="wp-block-embed"><div>What was there</div></figure>'
    content = f'<!-- wp:embed {{"url":"{YOUTUBE}"}} -->{inner}<!-- /wp:embed -->'
    assert blocks(content) == [
        ("embed", {"url": YOUTUBE}),
        ("paragraph", {"text": "<p>What was there</p>"}),
    ]


def test_the_link_in_a_caption_of_a_card_stays():
    content = (
        f'<figure class="wp-block-embed">{YOUTUBE}<figcaption><a href="https://a.org/">A'
        f"</a></figcaption></figure>"
    )
    assert [kind for kind, _ in blocks(content)] == ["embed", "paragraph"]


def test_a_post_that_was_pasted_keeps_its_words_and_its_author():
    content = (
        '<blockquote class="twitter-tweet"><p lang="en">Hello <a href="https://t.co/x">there'
        "</a></p>&mdash; Ann (@ann)"
        ' <a href="https://twitter.com/ann/status/123?ref_src=twsrc">May 1</a></blockquote>'
        '<script async src="https://platform.twitter.com/widgets.js"></script>'
    )
    assert blocks(content) == [
        (
            "embed",
            {
                "url": "https://twitter.com/ann/status/123",
                "author": "Ann (@ann) May 1",
                "text": "Hello there",
            },
        )
    ]
    assert reasons(content) == []


def test_posts_of_other_networks_say_where_they_are():
    for kind, attribute in (
        ("instagram-media", "data-instgrm-permalink"),
        ("tiktok-embed", "cite"),
        ("text-post-media", "data-text-post-permalink"),
        ("mastodon-embed", "data-embed-url"),
    ):
        content = (
            f'<blockquote class="{kind}" {attribute}="https://n.example.org/p/1"><a '
            f'href="https://o.org/">x</a></blockquote>'
        )
        assert blocks(content) == [("embed", {"url": "https://n.example.org/p/1", "text": "x"})]


def test_an_article_of_another_wordpress_is_one_card():
    content = (
        '<blockquote class="wp-embedded-content"><a href="https://b.org/2020/a/">A title</a>'
        "</blockquote>"
        '<iframe class="wp-embedded-content" src="https://b.org/2020/a/embed/#?secret=x"></iframe>'
    )
    assert blocks(content) == [("embed", {"url": "https://b.org/2020/a/", "title": "A title"})]


def test_a_post_inside_an_embed_is_one_card():
    inner = (
        '<figure class="wp-block-embed"><blockquote class="twitter-tweet"><p>Hello</p>'
        '<a href="https://twitter.com/ann/status/123">May 1</a></blockquote></figure>'
    )
    content = (
        f'<!-- wp:embed {{"url":"https://twitter.com/ann/status/123"}} -->{inner}<!-- /wp:embed -->'
    )
    assert [value["text"] for _, value in blocks(content)] == ["Hello"]


def test_what_only_looks_like_a_card_is_a_text():
    for kind in ("wp-embedded-content", "twitter-tweet"):
        assert paragraphs(f'<blockquote class="{kind}"><a>Words</a></blockquote>') == [
            "<p>Words</p>"
        ]


def test_films_of_the_time_of_flash_are_cards_when_they_can_be():
    film = (
        '<object><param name="movie" value="http://www.youtube.com/v/SQEQr7c0-dw?fs=1">'
        '<embed src="http://www.youtube.com/v/SQEQr7c0-dw"></object>'
    )
    assert blocks(film) == [("embed", {"url": YOUTUBE})]
    other = '<object data="https://x.org/game.swf"><h2>Instead</h2></object>'
    assert blocks(other) == [("heading", {"text": "Instead", "level": "2"})]
    assert reasons(other) == [
        "lost: What needs a plug-in that browsers no longer have was left out: "
        "https://x.org/game.swf"
    ]


def test_sounds_and_films_take_their_first_source_and_tell_the_rest():
    content = (
        '<video poster="/p.jpg" title="A film"><source src="/a.mp4"><source src="/a.webm">'
        '<track src="/a.vtt">Your browser is old.</video>'
    )
    assert blocks(content) == [("media", {"kind": "video", "address": "/a.mp4", "title": "A film"})]
    assert reasons(content) == [
        "lost: Subtitles of a film were left out: /a.vtt",
        "lost: The picture that a film began with was left out: /p.jpg",
        "lost: The words in the place of a player were left out: “Your browser is old.”.",
    ]


def test_a_player_that_is_never_closed_takes_nothing_with_it():
    for tag in ('<iframe src="https://youtu.be/SQEQr7c0-dw">', '<video src="/a.mp4">'):
        found = blocks(f"{tag}<h2>Title</h2><p>Words</p>")
        assert [kind for kind, _ in found[1:]] == ["heading", "paragraph"]


def test_a_link_to_an_uploaded_file_of_ours_names_it():
    shelf = Shelf()
    shelf.files = {"https://x.org/wp-content/uploads/2020/01/a.pdf": 4}
    content = (
        '<a href="https://x.org/wp-content/uploads/2020/01/a.pdf">A</a>'
        ' <a href="https://x.org/wp-content/uploads/2020/01/b.pdf">B</a> <a href="https://y.org/c.pdf">C</a>'
    )
    assert blocks(content, shelf) == [
        (
            "paragraph",
            {
                "text": '<p><a linktype="document" id="4">A</a>'
                ' <a href="https://x.org/wp-content/uploads/2020/01/b.pdf">B</a>'
                ' <a href="https://y.org/c.pdf">C</a></p>'
            },
        )
    ]
    assert len(shelf.asked) == 2
