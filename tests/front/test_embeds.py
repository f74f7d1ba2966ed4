"""The cards for what is elsewhere, as they stand on the page."""

import pytest
from bs4 import Tag

from chronique.articles.models import Publication
from tests.factories import make_article
from tests.front.given import one, page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

VIDEOS = {
    "YouTube": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "Vimeo": "https://vimeo.com/76979871",
    "Dailymotion": "https://www.dailymotion.com/video/x8abcde",
}
POSTS = {
    "Bluesky": "https://bsky.app/profile/ada.example.org/post/3kabcdefgh2x",
    "Mastodon": "https://social.example.org/@ada/112233445566778899",
    "X": "https://x.com/ada/status/1234567890123456789",
}
NOWHERE = {"": "https://example.org/a/film"}


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def card(url: str) -> Tag:
    value = {"url": url, "title": "The tide", "author": "Ada Verne", "text": "It came in.\nTwice."}
    soup = page(make_article(body=[{"type": "embed", "value": value}]).address)
    # nothing on the whole page is loaded from elsewhere
    loaded = [
        str(element[name])
        for name in ("src", "srcset", "poster", "data")
        for element in soup.select(f"[{name}]")
    ] + [str(link["href"]) for link in soup.select("link[rel~=stylesheet], link[rel~=preload]")]
    assert loaded
    assert [address for address in loaded if not address.startswith("/")] == []
    assert soup.select("iframe, object, embed") == []
    return one(soup, "figure.embed")


@pytest.mark.parametrize(("name", "url"), (VIDEOS | POSTS).items())
def test_a_card_says_who_what_and_where(name: str, url: str):
    shown = card(url)
    assert words(one(shown, ".embed-kind")) == name
    assert words(one(shown, "blockquote")) == "It came in. Twice."
    assert one(shown, "blockquote")["cite"] == url
    assert words(one(shown, ".embed-author")) == "Ada Verne"
    link = one(shown, "figcaption a")
    assert (words(link), link["href"]) == ("The tide", url)


@pytest.mark.parametrize(("name", "url"), VIDEOS.items())
def test_a_video_has_a_player_that_the_script_may_offer(name: str, url: str):
    shown = card(url)
    assert str(shown["data-player"]).startswith("https://")
    assert shown["data-play"] == f"Play here (loads from {name})"
    # the button is the script's: without it there is none that would do nothing
    assert shown.select("button") == []


@pytest.mark.parametrize(("name", "url"), (POSTS | NOWHERE).items())
def test_what_has_no_player_offers_none(name: str, url: str):
    shown = card(url)
    assert [key for key in shown.attrs if key.startswith("data-")] == []
    assert bool(shown.select(".embed-kind")) is bool(name)
