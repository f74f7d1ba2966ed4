"""The publication's logo beside its name."""

import io

import pytest
from bs4 import Tag
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from chronique.articles.actions import add_picture
from chronique.articles.models import Picture, Publication
from chronique.front.icon import width_of_sign
from tests.factories import make_article
from tests.front.given import count_queries, one, page, words

pytestmark = pytest.mark.django_db


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
