"""Shortcodes that we know become what they stand for; the others are told."""

import pytest

from tests.exchange.contents import Shelf, blocks, paragraphs, reasons

YOUTUBE = "https://www.youtube.com/watch?v=SQEQr7c0-dw"


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        (f"[embed]{YOUTUBE}[/embed]", YOUTUBE),
        ("[embed width=3]https://x.org/a?b=1&amp;c=2[/embed]", "https://x.org/a?b=1&c=2"),
        (f"[youtube {YOUTUBE}]", YOUTUBE),
        (f"[youtube={YOUTUBE}&amp;w=640]", f"{YOUTUBE}&w=640"),
        ("[youtube SQEQr7c0-dw]", YOUTUBE),
        ('[youtube id="SQEQr7c0-dw"]', YOUTUBE),
        ("[vimeo 123456 w=500]", "https://vimeo.com/123456"),
        ("[vimeo https://vimeo.com/123456]", "https://vimeo.com/123456"),
        ("[dailymotion id=x7abc1]", "https://www.dailymotion.com/video/x7abc1"),
        (
            '[soundcloud url="https://api.soundcloud.com/tracks/1"]',
            "https://api.soundcloud.com/tracks/1",
        ),
        ("[tweet https://twitter.com/a/status/1]", "https://twitter.com/a/status/1"),
        ("[tweet 1057136472321613824]", "https://twitter.com/i/web/status/1057136472321613824"),
        ("[wpvideo abcdEFGH w=640]", "https://videopress.com/v/abcdEFGH"),
        ("[ted id=1]", "https://www.ted.com/talks/view/id/1"),
        (
            "[spotify spotify:track:4uLU6hMCjMI75M1A2tKUQC]",
            "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
        ),
        ("[gist https://gist.github.com/a/1]", "https://gist.github.com/a/1"),
    ],
)
def test_players_are_cards(tag: str, address: str):
    assert blocks(f"a\n\n{tag}\n\nb") == [
        ("paragraph", {"text": "<p>a</p>"}),
        ("embed", {"url": address}),
        ("paragraph", {"text": "<p>b</p>"}),
    ]


@pytest.mark.parametrize(
    ("tag", "media"),
    [
        ('[audio src="/a.mp3"]', {"kind": "audio", "address": "/a.mp3"}),
        ('[audio mp3="/a.mp3" ogg="/a.ogg"][/audio]', {"kind": "audio", "address": "/a.mp3"}),
        ("[audio https://x.org/a.mp3]", {"kind": "audio", "address": "https://x.org/a.mp3"}),
        (
            "[audio http://x.org/a.mp3|titles=St. Louis Blues|artists=B]",
            {"kind": "audio", "address": "http://x.org/a.mp3", "caption": "St. Louis Blues"},
        ),
        ('[video mp4="/a.mp4" width="640"][/video]', {"kind": "video", "address": "/a.mp4"}),
        ("[video src='/a.mp4']", {"kind": "video", "address": "/a.mp4"}),
    ],
)
def test_sounds_and_films_are_media(tag: str, media: dict[str, str]):
    assert blocks(f"<p>{tag}</p>") == [("media", media)]


def test_several_sounds_of_one_shortcode_stay_several():
    assert [value["address"] for _, value in blocks("[audio //a.org/1.mp3,//a.org/2.mp3]")] == [
        "https://a.org/1.mp3",
        "https://a.org/2.mp3",
    ]


def test_a_playlist_is_its_sounds():
    shelf = Shelf()
    shelf.files = {"7": 70}
    attached = [("7", "/7.mp3", ""), ("8", "/8.mp3", ""), ("9", "/9.mp4", ""), ("1", "/1.jpg", "")]
    assert blocks("[playlist]", shelf, attached=attached) == [
        ("media", {"kind": "audio", "file": 70}),
        ("media", {"kind": "audio", "address": "/8.mp3"}),
    ]
    films = blocks('[playlist type="video" ids="9"]', shelf, attached=attached)
    assert films == [("media", {"kind": "video", "address": "/9.mp4"})]
    assert reasons("[playlist]") == [
        "lost: A playlist was left out: the export does not say what it played."
    ]


@pytest.mark.parametrize(
    ("content", "language", "code"),
    [
        ("[code]a[/code]", "", "a"),
        ('[code lang="php"]if (a &lt; b) {}[/code]', "php", "if (a < b) {}"),
        (
            "[sourcecode language='html']<b>&amp;</b>\n\n<i>[/sourcecode]",
            "html",
            "<b>&amp;</b>\n\n<i>",
        ),
        ("[php]\n$a = '[gallery]';\n[/php]", "php", "$a = '[gallery]';"),
        ("[sourcecode python]x[/sourcecode]", "python", "x"),
    ],
)
def test_code_is_kept_to_the_letter(content: str, language: str, code: str):
    value = {"code": code, **({"language": language} if language else {})}
    assert blocks(content) == [("code", value)]


def test_the_title_of_code_is_its_caption():
    assert blocks('[code title="a.py"]x[/code]') == [("code", {"code": "x", "caption": "a.py"})]


def test_quotations_have_their_sources():
    content = (
        '[quote author="Ann" link="https://a.org/"]one\n\ntwo[/quote]'
        "[pullquote cite='Bob']three[/pullquote][blockquote]four[/blockquote]"
    )
    assert blocks(content) == [
        (
            "quotation",
            {"text": "<p>one</p><p>two</p>", "source": "Ann", "source_url": "https://a.org/"},
        ),
        ("pull_quote", {"text": "three", "attribution": "Bob"}),
        ("quotation", {"text": "<p>four</p>"}),
    ]


def test_what_unfolds_is_an_aside_and_buttons_are_links():
    assert blocks('[su_spoiler title="More"]a[/su_spoiler]') == [
        ("aside", {"title": "More", "text": "<p>a</p>"})
    ]
    assert paragraphs('Go [button link="https://a.org/?b=1&amp;c=2"]there[/button]!') == [
        '<p>Go <a href="https://a.org/?b=1&amp;c=2">there</a>!</p>'
    ]


def test_a_map_is_a_card_when_it_has_an_address():
    assert blocks("[googlemaps https://maps.google.com/?q=a&amp;z=3]") == [
        ("embed", {"url": "https://maps.google.com/?q=a&z=3"})
    ]
    assert reasons('[map address="1 Rue A"]') == [
        'lost: The shortcode [map address="1 Rue A"] was left out.'
    ]


def test_shortcodes_in_shortcodes_are_read():
    content = (
        '[row][column size="1/2"][caption]<img src="/a.jpg" '
        'alt="A">[b]c[/b][/caption][/column][/row]'
    )
    assert blocks(content) == [("picture", {"address": "/a.jpg", "alt": "A", "caption": "c"})]


def test_an_unknown_shortcode_is_told_with_its_whole_tag():
    content = 'a [foo bar="1" baz=\'2\']b[/foo] [wpforms id="3"] [sic]'
    assert paragraphs(content) == ["<p>a b [sic]</p>"]
    assert reasons(content) == [
        "changed: The shortcode [foo bar=\"1\" baz='2'] is not known here: what it encloses "
        "was kept.",
        'lost: The shortcode [wpforms id="3"] is not known here and was left out.',
    ]


def test_shortcodes_without_what_they_need_are_told():
    for tag in (
        "[code lang='x']",
        "[quote author='A']",
        "[youtube w=640]",
        "[caption id='attachment_4']",
    ):
        assert blocks(tag) == []
        assert reasons(tag) == [f"lost: The shortcode {tag} was left out."]


def test_a_table_of_contents_is_left_to_our_pages():
    assert blocks("[toc]") == []
    assert reasons("[toc]") == [
        "changed: A table of contents was left out: long articles have one of their own."
    ]
