"""What the tests of readers' pages begin with."""

import io
import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.documents import get_document_model

from chronique.articles.actions import add_picture
from chronique.articles.models import Article, Picture


def page(path: str, *, status: int = 200) -> BeautifulSoup:
    """Return a page as a browser would have it."""
    answer = Client().get(path)
    assert answer.status_code == status, answer.content
    return BeautifulSoup(answer.content, "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element that the selector finds."""
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [words(element) for element in soup.select(selector)]


def graph(soup: BeautifulSoup) -> list[dict[str, Any]]:
    script = one(soup, 'script[type="application/ld+json"]')
    things: list[dict[str, Any]] = json.loads(script.string or "")["@graph"]
    return things


def count_queries(path: str) -> int:
    """Return how many queries a page takes once the program is warm."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def make_picture(name: str = "sea.jpg", **fields: Any) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (1500, 1000), "navy").save(file, "JPEG")
    return add_picture(file=ContentFile(file.getvalue(), name), title="Sea", **fields)


def make_file(name: str) -> Any:
    """Return a document of the library."""
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name))


def file_block(file: Any) -> dict[str, Any]:
    return {"type": "file", "value": {"file": file.pk, "title": file.title}}


def heading(text: str, level: str = "2", anchor: str = "") -> dict[str, Any]:
    return {"type": "heading", "value": {"text": text, "level": level, "anchor": anchor}}


def picture_block(picture: Picture, **fields: Any) -> dict[str, Any]:
    value = {
        "image": picture.pk, "address": "", "alt": "The sea", "decorative": False, "caption": "",
        "credit": "", "link": "", "width": "text",
    }  # fmt: skip
    return {"type": "picture", "value": value | fields}


def read_also(article: Article) -> dict[str, Any]:
    return {"type": "read_also", "value": {"article": article.pk, "address": "", "label": ""}}
