"""A bare [gallery] or [playlist] shows what was uploaded to its article."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chronique.articles.models import Article
from chronique.exchange.arriving.fetching import Media
from tests.exchange.wordpress import OLD, attachment, blog, bring, changes, post, the_article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("publication"),
]

UPLOADS = f"{OLD}/wp-content/uploads"


def sea(number: int, name: str, *, below: int = 1, **fields: Any) -> str:
    return attachment(number, f"{UPLOADS}/{name}", wp__post_parent=below, **fields)


def shown(article: Article) -> list[str]:
    """Return the addresses of the pictures in the galleries of an article."""
    galleries = [b["value"] for b in article.body.get_prep_value() if b["type"] == "gallery"]
    return [one["address"].rpartition("/")[2] for gallery in galleries
            for one in gallery["pictures"]]  # fmt: skip


def played(article: Article) -> list[tuple[str, str]]:
    found = [b["value"] for b in article.body.get_prep_value() if b["type"] == "media"]
    return [(one["kind"], one["address"].rpartition("/")[2]) for one in found]


FILES = [
    sea(5, "b.jpg"), sea(4, "a.png"), sea(6, "song.mp3"), sea(7, "film.mp4"), sea(8, "text.pdf"),
    sea(9, "other.jpg", below=2),
]  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_a_bare_gallery_shows_the_pictures_of_its_article_wherever_they_stand(order: int):
    bring(blog(*[post(1, content="Words.\n\n[gallery]"), *FILES][::order]))
    assert shown(the_article()) == ["a.png", "b.jpg"]


def test_the_pictures_stand_in_the_order_that_somebody_gave_them():
    bring(blog(post(1, content="[gallery]"), sea(3, "a.jpg", wp__menu_order=2), *FILES,
               sea(10, "first.jpg", wp__menu_order=-1)))  # fmt: skip
    assert shown(the_article()) == ["first.jpg", "a.png", "b.jpg", "a.jpg"]


def test_a_gallery_without_numbers_in_the_block_editor_shows_them_too():
    bring(blog(post(1, content="<!-- wp:shortcode -->[gallery link='file']<!-- /wp:shortcode -->"),
               *FILES))  # fmt: skip
    assert shown(the_article()) == ["a.png", "b.jpg"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("", [("audio", "song.mp3")]), (' type="video"', [("video", "film.mp4")])],
)
def test_a_bare_playlist_plays_the_sounds_or_the_films_of_its_article(
    kind: str, expected: list[tuple[str, str]]
):
    bring(blog(post(1, content=f"[playlist{kind}]"), *FILES))
    assert played(the_article()) == expected


def test_a_gallery_of_another_article_shows_that_ones_pictures():
    bring(blog(post(1, content='[gallery id="2"]'), *FILES))
    assert shown(the_article()) == ["other.jpg"]


def test_pictures_are_those_that_came_in(tmp_path: Path):
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg")
    media = Media(tmp_path, online=False)
    bring(blog(post(1, content="[gallery]"), sea(4, "a.jpg", excerpt__encoded="The port")),
          media=media)  # fmt: skip
    pictures = the_article().body.get_prep_value()[0]["value"]["pictures"]
    assert [bool(one["image"]) for one in pictures] == [True]
    assert pictures[0]["caption"] == "The port"


def test_a_picture_that_a_later_export_brings_is_shown_then():
    text = post(1, content="[gallery]")
    report = bring(blog(text))
    assert changes(report, "A gallery was left out")
    bring(blog(text, *FILES))
    assert shown(the_article()) == ["a.png", "b.jpg"]


def test_a_gallery_that_was_told_nothing_new_is_not_written_again():
    export = blog(post(1, content="[gallery]"), *FILES)
    bring(export)
    before = the_article().body.get_prep_value()
    bring(export)
    assert the_article().body.get_prep_value() == before
