"""Who stands behind the address of a video, a song or a post, and where its player is.

Nothing is fetched: a page shows a card of its own, and a player only after the reader's press.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

Kind = Literal["video", "audio", "post"]
Player = Callable[[re.Match[str], dict[str, str]], str | None]


@dataclass(frozen=True)
class Provider:
    """A place that texts and players come from; `player` is None where there is only a page."""

    name: str
    kind: Kind
    player: str | None


@dataclass(frozen=True)
class Rule:
    """Addresses of one provider: hosts without `www.` and `m.`, and what their path looks like."""

    name: str
    kind: Kind
    hosts: frozenset[str]
    path: re.Pattern[str]
    player: Player | None = None


LONGEST = 2000

YOUTUBE = "https://www.youtube-nocookie.com"
VIMEO = "https://player.vimeo.com"
DAILYMOTION = "https://geo.dailymotion.com"
SOUNDCLOUD = "https://w.soundcloud.com"
SPOTIFY = "https://open.spotify.com"

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_LIST_ID = re.compile(r"[A-Za-z0-9_-]{12,64}")
_DAILYMOTION_ID = re.compile(r"[a-zA-Z0-9]{5,12}")
_HASH = re.compile(r"[0-9a-f]{6,20}")
_SOUND = re.compile(r"https://(?:api\.)?soundcloud\.com/[\w./-]+")
_MOMENT = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")


def frame_sources() -> tuple[str, ...]:
    """Return the origins that players come from, for a page's `frame-src`."""
    return (YOUTUBE, VIMEO, DAILYMOTION, SOUNDCLOUD, SPOTIFY)


def provider(url: str) -> Provider | None:
    """Return who is behind an address, or None for an address that we have no card for."""
    parts = _split(url)
    if parts is None:
        return None
    host = re.sub(r"^(?:www|m|mobile)\.", "", parts.hostname or "")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    query["#"] = parts.fragment
    known = [rule for rule in RULES if host in rule.hosts]
    for rule in known or [MASTODON]:
        match = rule.path.fullmatch(parts.path)
        if match is None:
            continue
        player = rule.player(match, query) if rule.player else None
        if player or not rule.player:
            return Provider(rule.name, rule.kind, player)
    return None


def _split(url: str) -> SplitResult | None:
    """Return the parts of a plain web address; None for one with tricks in it."""
    url = url.strip()
    url = f"https:{url}" if url.startswith("//") else url
    if len(url) > LONGEST or _NOT_IN_ADDRESSES.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        return None
    return parts if port in {None, 80, 443} and "." in (parts.hostname or "") else None


def _seconds(query: dict[str, str]) -> int:
    """Return where a video shall start: `t=90`, `t=1m30s`, `start=90`, `#t=90s`."""
    said = query.get("start") or query.get("t") or query["#"].removeprefix("t=")
    match = _MOMENT.fullmatch(said)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _youtube(match: re.Match[str], query: dict[str, str]) -> str | None:
    video = match["id"] or query.get("v", "")
    if _YOUTUBE_ID.fullmatch(video) and video != "videoseries":
        start = _seconds(query)
        return f"{YOUTUBE}/embed/{video}?autoplay=1" + (f"&start={start}" if start else "")
    return None


def _youtube_list(match: re.Match[str], query: dict[str, str]) -> str | None:
    playlist = query.get("list", "")
    if not _LIST_ID.fullmatch(playlist):
        return None
    return f"{YOUTUBE}/embed/videoseries?list={playlist}&autoplay=1"


def _vimeo(match: re.Match[str], query: dict[str, str]) -> str:
    unlisted = match["hash"] or query.get("h", "")
    start = _seconds(query)
    return (
        f"{VIMEO}/video/{match['id']}?dnt=1&autoplay=1"
        + (f"&h={unlisted}" if _HASH.fullmatch(unlisted) else "")
        + (f"#t={start}s" if start else "")
    )


def _dailymotion(match: re.Match[str], query: dict[str, str]) -> str | None:
    video = match["id"] or query.get("video", "")
    if not _DAILYMOTION_ID.fullmatch(video):
        return None
    start = _seconds(query)
    return f"{DAILYMOTION}/player.html?video={video}" + (f"&startTime={start}" if start else "")


def _soundcloud(match: re.Match[str], query: dict[str, str]) -> str:
    return _soundcloud_player(f"https://soundcloud.com{match[0].rstrip('/')}")


def _soundcloud_widget(match: re.Match[str], query: dict[str, str]) -> str | None:
    sound = query.get("url", "").replace("http://", "https://", 1)
    return _soundcloud_player(sound) if _SOUND.fullmatch(sound) else None


def _soundcloud_player(sound: str) -> str:
    return f"{SOUNDCLOUD}/player/?url={quote(sound, safe='')}&auto_play=true"


def _spotify(match: re.Match[str], query: dict[str, str]) -> str:
    return f"{SPOTIFY}/embed/{match['kind']}/{match['id']}"


def _rule(name: str, kind: Kind, hosts: str, path: str, player: Player | None = None) -> Rule:
    return Rule(name, kind, frozenset(hosts.split()), re.compile(path, re.ASCII), player)


_YOUTUBE_HOSTS = "youtube.com music.youtube.com youtube-nocookie.com"
RULES = (
    _rule(
        "YouTube",
        "video",
        _YOUTUBE_HOSTS,
        r"/(?:watch|(?:shorts|live|embed|v|e)/(?P<id>[\w-]+))/?",
        _youtube,
    ),
    _rule("YouTube", "video", _YOUTUBE_HOSTS, r"/(?:playlist|embed/videoseries)/?", _youtube_list),
    _rule("YouTube", "video", "youtu.be", r"/(?P<id>[\w-]+)/?", _youtube),
    _rule(
        "Vimeo",
        "video",
        "vimeo.com player.vimeo.com",
        r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|album/\d+/video/|showcase/\d+/video/)?"
        r"(?P<id>\d{4,12})(?:/(?P<hash>[0-9a-f]+))?/?",
        _vimeo,
    ),
    _rule(
        "Dailymotion",
        "video",
        "dailymotion.com geo.dailymotion.com",
        r"/(?:embed/)?video/(?P<id>[a-zA-Z0-9]+)(?:_[\w-]*)?/?|/player(?:/\w+)?\.html",
        _dailymotion,
    ),
    _rule("Dailymotion", "video", "dai.ly", r"/(?P<id>[a-zA-Z0-9]+)/?", _dailymotion),
    _rule(
        "SoundCloud",
        "audio",
        "soundcloud.com",
        r"/(?!discover/|you/|search/|stream/|charts/|pages/)[\w-]+/(?:sets/)?[\w-]+/?",
        _soundcloud,
    ),
    _rule("SoundCloud", "audio", "w.soundcloud.com", r"/player/?", _soundcloud_widget),
    _rule(
        "Spotify",
        "audio",
        "open.spotify.com",
        r"/(?:intl-\w+/)?(?:embed/)?(?P<kind>track|album|playlist|episode|show|artist)/"
        r"(?P<id>[A-Za-z0-9]{10,40})/?",
        _spotify,
    ),
    _rule("Bluesky", "post", "bsky.app", r"/profile/[\w.:%-]+/post/\w+/?"),
    _rule("X", "post", "x.com twitter.com", r"/(?:\w+|i/web)/status(?:es)?/\d+(?:/.*)?"),
    _rule("Threads", "post", "threads.net threads.com", r"/@[\w.]+/post/[\w-]+/?"),
    _rule("Instagram", "post", "instagram.com", r"/(?:[\w.]+/)?(?:p|reel|tv)/[\w-]+/?"),
    _rule("TikTok", "video", "tiktok.com", r"/@[\w.-]+/(?:video|photo)/\d+/?"),
    _rule("TikTok", "video", "vm.tiktok.com", r"/\w+/?"),
    _rule(
        "Facebook",
        "post",
        "facebook.com fb.com",
        r"/(?:[\w.-]+/)?(?:posts|videos|photos?|reel|share|watch)(?:/.*)?|/(?:permalink|photo|story)\.php",
    ),
    _rule("Facebook", "post", "fb.watch", r"/[\w-]+/?"),
    _rule("Flickr", "post", "flickr.com", r"/photos/[\w@-]+/(?:\d+|albums/\d+|sets/\d+)(?:/.*)?"),
    _rule("Flickr", "post", "flic.kr", r"/[ps]/\w+/?"),
    _rule("Reddit", "post", "reddit.com old.reddit.com", r"/(?:r|user)/\w+/comments/\w+(?:/.*)?"),
    _rule("TED", "video", "ted.com", r"/talks/\w+/?"),
    _rule("WordPress.tv", "video", "wordpress.tv", r"/\d{4}/\d{2}/\d{2}/[\w-]+/?"),
)
# Any host may run it, so the path must do.
MASTODON = _rule("Mastodon", "post", "", r"/@\w+(?:@[\w.-]+)?/\d{5,20}/?")
