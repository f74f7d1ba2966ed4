"""Which page people watch, when all that is known is the address of a player in a frame."""

import re
from urllib.parse import parse_qs, urlsplit

_YOUTUBE = r"//(?:www\.)?youtube(?:-nocookie)?\.com"
# What a player's address looks like, and the page that shows the same.
_PAGES = (
    (_YOUTUBE + r"/(?:embed|v|e)/(?!videoseries)([\w-]{11})", "https://www.youtube.com/watch?v={}"),
    (
        _YOUTUBE + r"/embed/?(?:videoseries)?\?(?:.*&)?list=([\w-]+)",
        "https://www.youtube.com/playlist?list={}",
    ),
    (r"//player\.vimeo\.com/video/(\d+)(?:\?(?:.*&)?h=([0-9a-f]+))?", "https://vimeo.com/{}/{}"),
    (r"//(?:www\.)?vimeo\.com/moogaloop\.swf\?(?:.*&)?clip_id=(\d+)", "https://vimeo.com/{}"),
    (
        r"//(?:www\.)?dailymotion\.com/(?:embed/video|swf/video|swf)/(\w+)",
        "https://www.dailymotion.com/video/{}",
    ),
    (
        r"//geo\.dailymotion\.com/player(?:/\w+)?\.html\?(?:.*&)?video=(\w+)",
        "https://www.dailymotion.com/video/{}",
    ),
    (
        r"//open\.spotify\.com/embed/((?:track|album|playlist|episode|show|artist)/\w+)",
        "https://open.spotify.com/{}",
    ),
    (r"//embed(?:-ssl)?\.ted\.com/talks/(?:lang/\w+/)?(\w+)", "https://www.ted.com/talks/{}"),
    (r"//(?:www\.)?archive\.org/embed/([^?#]+)", "https://archive.org/details/{}"),
    (r"//(?:videopress|video\.wordpress)\.com/(?:embed|v)/(\w+)", "https://videopress.com/v/{}"),
    (r"//(?:www\.)?instagram\.com/((?:p|reel|tv)/[\w-]+)/embed", "https://www.instagram.com/{}/"),
    (r"//giphy\.com/embed/(\w+)", "https://giphy.com/gifs/{}"),
    (
        r"//embed\.bsky\.app/embed/(did:[\w:]+)/app\.bsky\.feed\.post/(\w+)",
        "https://bsky.app/profile/{}/post/{}",
    ),
    # PeerTube and Mastodon, on whatever host they are.
    (r"//([^/]+/videos)/embed/([\w-]+)", "https://{}/watch/{}"),
    (r"//([^/]+/@[\w.@-]+/\d+)/embed", "https://{}"),
)
_PATTERNS = [(re.compile(player), page) for player, page in _PAGES]
# Players that name the page in their query.
_NAMING = {
    "w.soundcloud.com": "url",
    "www.facebook.com": "href",
    "facebook.com": "href",
    "cdn.embedly.com": "url",
    "view.officeapps.live.com": "src",
    "docs.google.com": "url",
}
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def watch_address(source: str) -> str:
    """Return the address of the page for what a frame shows, or the frame's own."""
    source = f"https:{source}" if source.startswith("//") else source
    for pattern, page in _PATTERNS:
        if found := pattern.search(source):
            return page.format(*(part or "" for part in found.groups())).removesuffix("/")
    try:
        parts = urlsplit(source)
    except ValueError:
        return source
    named = parse_qs(parts.query).get(_NAMING.get(parts.netloc.lower(), ""), [""])[0]
    return named if _WEB.fullmatch(named) else source
