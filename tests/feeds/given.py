"""What the tests of feeds begin with."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from chronique.articles.actions import add_picture
from chronique.articles.models import Article, Picture, Section
from tests.factories import NOON, make_article, make_author, make_comment, number, paragraph
from tests.feeds.reading import read_atom, read_json, read_rss

# What the address of each form ends with, and who reads it.
READERS: dict[str, Callable[[bytes], Any]] = {"": read_rss, "atom/": read_atom, "json/": read_json}


def make_picture(credit: str = "") -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(file, "JPEG")
    return add_picture(file=ContentFile(file.getvalue(), "sea.jpg"), title="Sea", credit=credit)


def picture_block(picture: Picture) -> dict[str, Any]:
    value = {
        "image": picture.pk, "address": "", "alt": "The sea", "decorative": False, "caption": "",
        "credit": "", "link": "", "width": "text",
    }  # fmt: skip
    return {"type": "picture", "value": value}


def make_full_article(section: Section) -> Article:
    """Return an article with all that a feed can say of one, and two comments."""
    article = make_article(
        title="L'été <des> marées & autres",
        standfirst="Pourquoi l'eau monte ?",
        language="fr",
        section=section,
        tags=["Tides"],
        authors=[make_author("Ada Verne", slug="ada")],
        lead_picture=make_picture(credit="B. Quay"),
        lead_alt="A jetty",
        lead_caption="The <old> jetty",
        last_published_at=NOON + timedelta(days=2),
        body=[
            paragraph(
                '<p>Voir <a href="/about/">ici</a>, <a href="#top">là</a>.[^1]</p>', ["Une note."]
            ),
            picture_block(make_picture()),
        ],
    )
    top = make_comment(article, "First", author_url="https://bo.example.org/é")
    make_comment(
        article, "Second", parent=top, author_name="", written_at=NOON + timedelta(hours=1)
    )
    return article


def make_quickly(**fields: Any) -> Article:
    """Return a live article that neither search nor menus were told of."""
    n = next(number)
    return make_article(announced=False, address=f"/quick/{n}/", **fields)


def queries_of(client: Client, path: str) -> list[str]:
    """Return what a page asks of the database when it is asked for again."""
    get(client, path)
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return [query["sql"] for query in captured]


def get(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    return bytes(response.content)


def titles(client: Client, path: str) -> list[str]:
    return [item["title"] for item in read_json(get(client, f"{path}json/"))["items"]]


def all_feeds(article: Article) -> list[str]:
    return [
        "/feed/", "/section/sea/feed/", "/tag/tides/feed/", "/author/ada/feed/", "/comments/feed/",
        f"{article.address}feed/",
    ]  # fmt: skip
