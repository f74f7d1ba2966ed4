"""The names of the shortcodes that we know, by what they stand for."""

CODES = frozenset(
    """
    code sourcecode cc php html css js javascript jscript sql bash shell xml java python py ruby
    perl cpp csharp powershell go rust php-highlight
    """.split()  # noqa: SIM905
)
QUOTES = frozenset("quote blockquote su_quote cite-quote testimonial".split())  # noqa: SIM905
PULL_QUOTES = frozenset("pullquote pull-quote pull_quote su_pullquote".split())  # noqa: SIM905
NOTES = frozenset(
    "footnote fn ref efn_note mfn modern_footnote sidenote fnote".split()  # noqa: SIM905
)
NOTE_LISTS = frozenset(
    """
    footnotes footnotes_category footnotes-list footnote-list references efn_reference
    modern_footnotes mfn_list fn_list
    """.split()  # noqa: SIM905
)
CONTENTS = frozenset(
    ["toc", "ez-toc", "lwptoc", "table-of-contents", "table_of_contents", "no_toc"]
)
ASIDES = frozenset(
    """
    spoiler su_spoiler expand collapse toggle accordion-item accordion_item bg_collapse note su_note
    """.split()  # noqa: SIM905
)
BUTTONS = frozenset(
    "button su_button maxbutton vc_btn vc_button et_pb_button fusion_button av_button".split()  # noqa: SIM905
)
PICTURES = frozenset(["vc_single_image", "et_pb_image", "av_image"])
MAPS = frozenset(["googlemaps", "google-map-v3", "google-map", "google_maps", "map"])

# Where a player's number leads.
PLAYERS = {
    "archiveorg": "https://archive.org/details/{}",
    "bandcamp": "https://bandcamp.com/EmbeddedPlayer/album={}",
    "bluesky": "https://bsky.app/profile/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "dailymotion-channel": "https://www.dailymotion.com/{}",
    "facebook": "https://www.facebook.com/{}",
    "flickr": "https://www.flickr.com/photo.gne?id={}",
    "gist": "https://gist.github.com/{}",
    "giphy": "https://giphy.com/gifs/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "kickstarter": "https://www.kickstarter.com/projects/{}",
    "mixcloud": "https://www.mixcloud.com/{}",
    "pinterest": "https://www.pinterest.com/pin/{}/",
    "scribd": "https://www.scribd.com/document/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "spotify": "https://open.spotify.com/{}",
    "ted": "https://www.ted.com/talks/view/id/{}",
    "tiktok": "https://www.tiktok.com/{}",
    "tweet": "https://twitter.com/i/web/status/{}",
    "twitter": "https://twitter.com/i/web/status/{}",
    "videopress": "https://videopress.com/v/{}",
    "vimeo": "https://vimeo.com/{}",
    "vine": "https://vine.co/v/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "wistia": "https://fast.wistia.net/embed/iframe/{}",
    "youtube": "https://www.youtube.com/watch?v={}",
    "ytp_video": "https://www.youtube.com/watch?v={}",
}
