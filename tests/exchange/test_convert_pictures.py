"""Pictures, captions and galleries, in every form that WordPress has given them."""

import pytest

from tests.exchange.contents import Shelf, blocks, reasons


def shelf(**pictures: int) -> Shelf:
    held = Shelf()
    held.pictures = {name.removeprefix("n"): number for name, number in pictures.items()}
    return held


def test_a_picture_that_we_have_is_named_by_its_number():
    content = '<img class="size-full wp-image-12" src="https://x.org/a-300x200.jpg" alt="A" />'
    held = shelf(n12=5)
    assert blocks(content, held) == [("picture", {"image": 5, "alt": "A"})]
    assert held.asked == [("https://x.org/a-300x200.jpg", "12")]


def test_a_picture_that_we_have_not_keeps_its_address():
    assert blocks('<img src="//x.org/a.jpg" alt="A">') == [
        ("picture", {"address": "https://x.org/a.jpg", "alt": "A"})
    ]


def test_a_picture_without_alternative_text_counts_as_decorative_and_is_told():
    content = '<img src="/a.jpg" alt=""><img src="/b.jpg">'
    assert blocks(content) == [
        ("picture", {"address": "/a.jpg", "decorative": True}),
        ("picture", {"address": "/b.jpg"}),
    ]
    assert reasons(content) == [
        "changed: A picture has no alternative text, as in WordPress: it says “decorative”."
    ]


def test_a_picture_among_words_parts_them():
    content = '<p>Before <b>bold <img src="/a.jpg" alt="A"> still</b> after</p>'
    assert blocks(content) == [
        ("paragraph", {"text": "<p>Before <b>bold</b></p>"}),
        ("picture", {"address": "/a.jpg", "alt": "A"}),
        ("paragraph", {"text": "<p><b>still</b> after</p>"}),
    ]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ('href="https://elsewhere.org/page"', {"link": "https://elsewhere.org/page"}),
        ('href="https://x.org/a.jpg"', {}),
        ('href="https://x.org/a-scaled.jpg"', {}),
        ('href="https://x.org/2020/01/post/a/" rel="attachment wp-att-7"', {}),
        ('href="https://x.org/?attachment_id=7"', {}),
        ('href="https://x.org/other.jpg"', {"link": "https://x.org/other.jpg"}),
        ('href="javascript:alert(1)"', {}),
    ],
)
def test_a_picture_keeps_its_link_unless_that_leads_to_itself(link: str, kept: dict[str, str]):
    content = f'<a {link}><img src="https://x.org/a-300x200.jpg" alt="A"></a>'
    address = "https://x.org/a-300x200.jpg"
    assert blocks(content) == [("picture", {"address": address, "alt": "A", **kept})]


def test_a_picture_that_is_loaded_late_is_where_it_says():
    content = (
        '<img src="data:image/gif;base64,R0" data-src="/real.jpg" alt="A"><noscript>&nbsp;'
        "</noscript>"
    )
    assert blocks(content) == [("picture", {"address": "/real.jpg", "alt": "A"})]


def test_a_picture_inside_the_text_itself_is_told():
    content = '<img src="data:image/png;base64,iVBO" alt="Chart">'
    assert blocks(content) == [("paragraph", {"text": "<p>Chart</p>"})]
    assert reasons(content) == [
        "lost: A picture that was written into the text itself was left out."
    ]


def test_smileys_are_words_and_pixels_are_nothing():
    smiley = '<img class="emoji" alt="🙂" src="https://s.w.org/x.svg">'
    pixel = '<img src="https://count.example.org/p.gif" width="1" height="1">'
    assert blocks(f"Hello {smiley}{pixel}") == [("paragraph", {"text": "<p>Hello 🙂</p>"})]
    assert reasons(pixel) == [
        "lost: A picture of one point, which counts readers, was left out:"
        " https://count.example.org/p.gif"
    ]


CAPTIONED = ("picture", {"image": 5, "alt": "A", "caption": "A <i>fine</i> day"})


@pytest.mark.parametrize(
    "content",
    [
        '[caption id="attachment_12" align="alignnone" width="640"]<img src="/a.jpg" alt="A" />'
        " A <em>fine</em> day[/caption]",
        '[caption id="attachment_12" caption="A <em>fine</em> day"]'
        '<a href="/a.jpg"><img src="/a.jpg" alt="A" /></a>[/caption]',
        '<p>[caption]<img class="wp-image-12" src="/a.jpg" alt="A" />A <em>fine</em> day[/caption]'
        "</p>",
        '<figure><img class="wp-image-12" src="/a.jpg" alt="A">'
        "<figcaption>A <em>fine</em> day</figcaption></figure>",
        '<div id="attachment_12" class="wp-caption"><img class="wp-image-12" src="/a.jpg" alt="A">'
        '<p class="wp-caption-text">A <em>fine</em> day</p></div>',
        '<dl class="wp-caption"><dt><img class="wp-image-12" src="/a.jpg" alt="A"></dt>'
        '<dd class="wp-caption-dd">A <em>fine</em> day</dd></dl>',
        '<!-- wp:image {"id":12} --><figure class="wp-block-image"><img src="/a.jpg" alt="A"/>'
        "<figcaption>A <em>fine</em> day</figcaption></figure><!-- /wp:image -->",
    ],
)
def test_a_caption_stays_with_its_picture(content: str):
    assert blocks(content, shelf(n12=5)) == [CAPTIONED]


def test_a_credit_is_a_credit():
    figure = (
        '<figure><img src="/a.jpg" alt="A"><figcaption>B <span class="credit">C</span>'
        "</figcaption></figure>"
    )
    assert blocks(figure) == [
        ("picture", {"address": "/a.jpg", "alt": "A", "caption": "B", "credit": "C"})
    ]
    shortcode = '[media-credit name="C" width=9]<img src="/a.jpg" alt="A">[/media-credit]'
    assert blocks(shortcode) == [("picture", {"address": "/a.jpg", "alt": "A", "credit": "C"})]


@pytest.mark.parametrize("align", ["wide", "full"])
def test_a_wide_picture_is_wide(align: str):
    content = (
        f'<!-- wp:image {{"align":"{align}"}} --><figure class="wp-block-image align{align}">'
        '<img src="/a.jpg" alt="A"/></figure><!-- /wp:image -->'
    )
    assert blocks(content) == [("picture", {"address": "/a.jpg", "alt": "A", "width": "wide"})]


IMAGES = '<figure class="wp-block-image"><img src="/{0}.jpg" alt="{0}"/>{1}</figure>'
GALLERY = [
    (
        "gallery",
        {
            "pictures": [
                {"address": "/1.jpg", "alt": "1", "caption": "one"},
                {"address": "/2.jpg", "alt": "2"},
            ],
            "caption": "All",
        },
    )
]


@pytest.mark.parametrize(
    "content",
    [
        '<!-- wp:gallery --><figure class="wp-block-gallery has-nested-images"><!-- wp:image -->'
        + IMAGES.format(1, "<figcaption>one</figcaption>")
        + "<!-- /wp:image --><!-- wp:image -->"
        + IMAGES.format(2, "")
        + "<!-- /wp:image --><figcaption>All</figcaption></figure><!-- /wp:gallery -->",
        '<figure class="wp-block-gallery"><ul class="blocks-gallery-grid"><li><figure><img '
        'src="/1.jpg" alt="1"/>'
        "<figcaption>one</figcaption></figure></li><li><figure><img src='/2.jpg' alt='2'/>"
        "</figure></li></ul>"
        "<figcaption class='blocks-gallery-caption'>All</figcaption></figure>",
        '<div class="tiled-gallery"><div class="gallery-row"><figure class="gallery-item"><img '
        'src="/1.jpg" alt="1">'
        '<div class="gallery-caption">one</div></figure></div><a href="/2.jpg"><img src="/2.jpg" '
        'alt="2"></a>'
        "<figcaption>All</figcaption></div>",
        '<div class="gallery"><dl class="gallery-item"><dt><img src="/1.jpg" alt="1"></dt>'
        "<dd class='wp-caption-text gallery-caption'>one</dd></dl><dl class='gallery-item'><dt>"
        "<img src='/2.jpg' alt='2'></dt></dl><figcaption>All</figcaption></div>",
    ],
)
def test_a_gallery_is_a_gallery_in_its_old_and_new_forms(content: str):
    assert blocks(content) == GALLERY


ATTACHED = [
    ("7", "https://x.org/7.jpg", "seven"),
    ("8", "https://x.org/8.png", ""),
    ("9", "https://x.org/n.pdf", ""),
]


def gallery_of(tag: str) -> list[str]:
    [(kind, value)] = blocks(tag, shelf(n20=3), attached=ATTACHED)
    assert kind == "gallery"
    return [one.get("address") or str(one["image"]) for one in value["pictures"]]


def test_a_gallery_shortcode_shows_what_it_names_or_what_is_attached():
    assert gallery_of('[gallery ids="8,20,7"]') == [
        "https://x.org/8.png",
        "3",
        "https://x.org/7.jpg",
    ]
    assert gallery_of("[gallery]") == ["https://x.org/7.jpg", "https://x.org/8.png"]
    assert gallery_of("[gallery exclude='7']") == ["https://x.org/8.png"]
    assert gallery_of("[gallery order=DESC]") == ["https://x.org/8.png", "https://x.org/7.jpg"]
    assert gallery_of('[gallery include="7"]') == ["https://x.org/7.jpg"]


def test_pictures_of_a_gallery_that_nobody_knows_are_told():
    assert blocks("[gallery ids='98']") == []
    assert reasons("[gallery ids='98']") == ["lost: A picture number 98 is not in the export."]
    assert reasons("[gallery]") == [
        "lost: A gallery was left out: the export does not say which pictures it showed."
    ]


def test_a_cover_is_its_picture_and_then_its_words():
    inner = "<!-- wp:paragraph --><p>Words</p><!-- /wp:paragraph -->"
    image = '<img class="wp-block-cover__image-background wp-image-12" src="/a.jpg" alt="A"/>'
    behind = (
        '<div role="img" class="wp-block-cover__image-background wp-image-12" '
        'style="background-image:url(/a.jpg)" aria-label="A"></div>'
    )
    for picture in (image, behind):
        cover = f'<div class="wp-block-cover">{picture}<div>{inner}</div></div>'
        content = f'<!-- wp:cover {{"id":12}} -->{cover}<!-- /wp:cover -->'
        assert blocks(content, shelf(n12=5)) == [
            ("picture", {"image": 5, "alt": "A"}),
            ("paragraph", {"text": "<p>Words</p>"}),
        ]


def test_media_and_text_come_in_the_order_in_which_they_stand():
    picture = '<figure class="wp-block-media-text__media"><img src="/a.jpg" alt="A"/></figure>'
    words = "<div><!-- wp:paragraph --><p>Words</p><!-- /wp:paragraph --></div>"
    for parts, kinds in (
        ((picture, words), ["picture", "paragraph"]),
        ((words, picture), ["paragraph", "picture"]),
    ):
        both = f'<div class="wp-block-media-text">{"".join(parts)}</div>'
        content = f"<!-- wp:media-text -->{both}<!-- /wp:media-text -->"
        assert [kind for kind, _ in blocks(content)] == kinds
