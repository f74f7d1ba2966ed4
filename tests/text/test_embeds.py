"""Who is behind an address, and nothing that only looks like them."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.text.embeds import frame_sources, provider
from tests.text.properties import TRIED

TUBE = "https://www.youtube-nocookie.com/embed"
CLOUD = "https://w.soundcloud.com/player/?url=https%3A%2F%2F"


@pytest.mark.parametrize(
    ("url", "name", "player"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "http://m.youtube.com/watch?app=x&v=dQw4w9WgXcQ",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "https://youtu.be/dQw4w9WgXcQ?si=x&t=90",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1&start=90",
        ),
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1h2m3s",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1&start=3723",
        ),
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?start=7",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1&start=7",
        ),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", "YouTube", f"{TUBE}/dQw4w9WgXcQ?autoplay=1"),
        (
            "https://www.youtube.com/live/dQw4w9WgXcQ?t=x",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            "YouTube",
            f"{TUBE}/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "https://www.youtube.com/playlist?list=PLabcdefghijkl",
            "YouTube",
            f"{TUBE}/videoseries?list=PLabcdefghijkl&autoplay=1",
        ),
        (
            "https://vimeo.com/76979871",
            "Vimeo",
            "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
        ),
        (
            "https://vimeo.com/76979871/abcdef0123#t=30s",
            "Vimeo",
            "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=abcdef0123#t=30s",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=abcdef0123",
            "Vimeo",
            "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=abcdef0123",
        ),
        (
            "https://www.dailymotion.com/video/x8abcd_un-titre",
            "Dailymotion",
            "https://geo.dailymotion.com/player.html?video=x8abcd",
        ),
        (
            "https://dai.ly/x8abcd",
            "Dailymotion",
            "https://geo.dailymotion.com/player.html?video=x8abcd",
        ),
        (
            "https://geo.dailymotion.com/player/abc12.html?video=x8abcd&start=5",
            "Dailymotion",
            "https://geo.dailymotion.com/player.html?video=x8abcd&startTime=5",
        ),
        (
            "https://soundcloud.com/someone/sets/some-thing",
            "SoundCloud",
            f"{CLOUD}soundcloud.com%2Fsomeone%2Fsets%2Fsome-thing&auto_play=true",
        ),
        (
            "https://w.soundcloud.com/player/?url=http%3A//api.soundcloud.com/tracks/12",
            "SoundCloud",
            f"{CLOUD}api.soundcloud.com%2Ftracks%2F12&auto_play=true",
        ),
        (
            "https://open.spotify.com/intl-fr/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "Spotify",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
    ],
)
def test_what_plays_has_a_player(url: str, name: str, player: str) -> None:
    found = provider(url)
    assert found is not None
    assert (found.name, found.player) == (name, player)
    assert found.kind in {"video", "audio"}
    parts = urlsplit(player)
    assert f"{parts.scheme}://{parts.netloc}" in frame_sources()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://bsky.app/profile/someone.example.org/post/3kabc", "Bluesky"),
        ("https://mastodon.example.org/@someone/112345678901234567", "Mastodon"),
        ("https://mastodon.example.org/@someone@other.example/112345678901234567", "Mastodon"),
        ("https://x.com/someone/status/1234567890", "X"),
        ("https://mobile.twitter.com/someone/status/1234567890?s=20", "X"),
        ("https://www.threads.net/@some.one/post/Cabc", "Threads"),
        ("https://www.instagram.com/p/Cabc-d_/", "Instagram"),
        ("https://www.tiktok.com/@some.one/video/7123456789", "TikTok"),
        ("https://www.facebook.com/someone/posts/123", "Facebook"),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=2", "Facebook"),
        ("https://www.flickr.com/photos/some@N00/12345/in/x", "Flickr"),
        ("https://old.reddit.com/r/france/comments/abc/titre/", "Reddit"),
        ("https://www.ted.com/talks/some_one_on_something", "TED"),
        ("https://wordpress.tv/2024/05/01/some-talk/", "WordPress.tv"),
    ],
)
def test_what_only_stands_somewhere_has_a_name_and_no_player(url: str, name: str) -> None:
    found = provider(url)
    assert found is not None
    assert (found.name, found.player) == (name, None)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)//youtube.com/watch?v=dQw4w9WgXcQ",
        "data:text/html,https://youtu.be/dQw4w9WgXcQ",
        "ftp://youtu.be/dQw4w9WgXcQ",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example#@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:x/watch?v=dQw4w9WgXcQ",
        "https://evil.example\\.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.you\ntube.com/watch?v=dQw4w9WgXcQ",
        "https://[::1/watch?v=dQw4w9WgXcQ",
        'https://www.youtube.com/watch?v=dQw4w9WgXc"',
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/@someone",
        "https://vimeo.com/١٢٣٤٥٦٧٨",
        "https://w.soundcloud.com/player/?url=https%3A//evil.example/x",
        "https://w.soundcloud.com/player/?url=javascript%3Aalert(1)",
        "https://soundcloud.com/discover/sets/x",
        "https://localhost/@someone/12345678",
        "https://example.org/un-article/",
        "https://youtu.be/dQw4w9WgXcQ?" + "a" * 3000,
    ],
)
def test_what_is_unknown_or_in_disguise_has_no_card(url: str) -> None:
    assert provider(url) is None


@TRIED
@given(
    host=st.sampled_from(
        ["www.youtube.com", "vimeo.com", "dai.ly", "soundcloud.com", "w.soundcloud.com"]
    ),
    rest=st.text(max_size=60),
)
def test_a_player_never_holds_what_could_leave_an_attribute(host: str, rest: str) -> None:
    found = provider(f"https://{host}/{rest}")
    if found and found.player:
        assert not set(found.player) & set("\"'<>\\ \n")
        assert found.player.startswith(tuple(f"{origin}/" for origin in frame_sources()))
