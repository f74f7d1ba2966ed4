"""The publication's logo beside its name."""

import io

import pytest
from bs4 import Tag
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from chronique.articles.actions import add_picture
from chronique.articles.models import Picture, Publication
from chronique.front.icon import width_of_sign
from tests.factories import make_article
from tests.front.given import count_queries, one, page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def make_logo(width: int = 512, height: int = 512) -> Picture:
    file = io.BytesIO()
    Image.new("RGBA", (width, height), "navy").save(file, "PNG")
    return add_picture(file=ContentFile(file.getvalue(), "logo.png"), title="Our logo")


@pytest.fixture
def with_logo(publication: Publication) -> Publication:
    publication.logo = make_logo()
    publication.save()
    return publication


def masthead(path: str) -> Tag:
    return one(page(path), ".masthead-name")


def test_the_logo_stands_beside_the_name_and_says_nothing_more(with_logo: Publication):
    article = make_article()
    for path in ("/", article.address, "/archive/"):
        sign = one(masthead(path), "img")
        # given its shape, a browser keeps its place; and the name is text, as ever
        assert (sign["alt"], sign["width"], sign["height"]) == ("", "320", "320")
        assert words(one(masthead(path), ".publication")) == "My publication"
    assert one(masthead(article.address), ".publication a")["href"] == "/"


def test_a_square_logo_is_the_icon_that_the_browser_has(with_logo: Publication):
    home = page("/")
    address = str(one(home, ".masthead-name img")["src"])
    assert address == one(home, "link[rel=icon]")["href"]
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def touch_icon() -> Image.Image:
    """Return what a telephone shows of the publication, asked for as one does."""
    address = str(one(page("/"), "link[rel=apple-touch-icon]")["href"])
    assert address.startswith("/")
    asked = Client().get("/apple-touch-icon.png")
    assert (asked.status_code, asked["Location"]) == (302, address)
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(b"".join(answer)))


def test_a_telephone_shows_the_logo_in_a_square_that_nothing_shines_through(
    publication: Publication,
):
    navy, paper = (0, 0, 128), (252, 253, 252)
    for shape, corner in (((512, 512), navy), ((60, 60), navy), ((900, 300), paper)):
        publication.logo = make_logo(*shape)
        publication.save()
        icon = touch_icon()
        assert (icon.size, icon.mode) == ((180, 180), "RGB")
        assert (icon.getpixel((90, 90)), icon.getpixel((2, 2))) == (navy, corner)


def test_only_the_square_is_made_as_png(with_logo: Publication):
    address = str(one(page("/"), "link[rel=apple-touch-icon]")["href"])
    assert Client().get(address.replace("/180-", "/320-")).status_code == 404


def test_without_a_logo_a_telephone_shows_ours():
    path = finders.find("front/touch-icon.png")
    assert one(page("/"), "link[rel=apple-touch-icon]")["href"].endswith("front/touch-icon.png")
    with Image.open(str(path)) as icon:
        assert (icon.format, icon.size, icon.mode) == ("PNG", (180, 180), "RGB")
        assert icon.getpixel((90, 50)) == (14, 85, 99)


def test_the_logo_costs_no_query(publication: Publication):
    make_article()
    without = count_queries("/archive/")
    publication.logo = make_logo()
    publication.save()
    assert count_queries("/archive/") == without


def test_without_a_logo_the_name_stands_alone(publication: Publication):
    assert masthead("/").select("img") == masthead("/archive/").select("img") == []


@pytest.mark.parametrize(
    ("width", "height", "chosen"),
    [(512, 512, 320), (1800, 300, 960), (200, 200, 200), (90, 30, 90), (300, 1200, 300)],
)
def test_the_sign_is_sharp_at_its_height_whatever_its_shape(width: int, height: int, chosen: int):
    assert width_of_sign(Picture(width=width, height=height)) == chosen
