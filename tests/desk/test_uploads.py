"""Hostile files at the desk's doors: refused in one sentence, or taken in without their sting."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model

from chronique.articles.models import Picture, Publication
from tests.articles.test_clean_picture import REFUSED, STOWAWAYS, TAKEN
from tests.desk.given import desk_of, writer
from tests.shared import shared_inputs

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# A file that a browser would run, and what it may call itself.
RUN_BY_BROWSERS = ["xss.html", "xssfiles/SVG_XSS2.svg", "xssfiles/xss.xht", "xssfiles/xss.xml"]
Document = get_document_model()


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(writer())


def upload(name: str, *, called: str = "") -> SimpleUploadedFile:
    path: Path = shared_inputs() / "uploads" / name
    return SimpleUploadedFile(called or path.name, path.read_bytes())


def errors_of(answer: Any) -> list[str]:
    """Return what a form that came back says beside its fields."""
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    return [error.get_text(" ", strip=True) for error in soup.select(".error-message")]


def add_picture_form(desk: Client, file: SimpleUploadedFile) -> Any:
    form = {"title": "A picture", "file": file, "collection": "1", "tags": ""}
    return desk.post(reverse("wagtailimages:add"), form)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("called", ["", "picture.png"])
def test_what_is_no_picture_is_refused_with_one_sentence(desk: Client, name: str, called: str):
    said = errors_of(add_picture_form(desk, upload(name, called=called)))
    assert len(said) == 1
    assert said[0].endswith(".")
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_dropped_on_the_page_is_refused_with_one_sentence(desk: Client, name: str):
    dropped = {"title": "A picture", "files[]": upload(name, called="picture.jpg")}
    answer = desk.post(reverse("wagtailimages:add_multiple"), dropped)
    told = json.loads(answer.content)
    assert (answer.status_code, told["success"]) == (200, False)
    assert told["error_message"].strip().endswith(".")
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", TAKEN)
def test_a_picture_comes_in_without_its_metadata(desk: Client, name: str):
    assert add_picture_form(desk, upload(name)).status_code == 302
    _is_clean(Picture.objects.get())


def test_a_picture_under_a_false_name_is_taken_for_what_it_is(desk: Client):
    assert (
        add_picture_form(desk, upload("exif/BlueSquare.jpg", called="blue.png")).status_code == 302
    )
    picture = Picture.objects.get()
    assert picture.file.name.endswith(".jpg")
    _is_clean(picture)


def test_a_picture_that_is_dropped_or_chosen_comes_in_the_same_way(desk: Client):
    name = "PHP_exif_phpinfo.jpg"
    dropped = {"title": "Dropped", "files[]": upload(name)}
    told = json.loads(desk.post(reverse("wagtailimages:add_multiple"), dropped).content)
    assert told["success"]
    chosen = {
        "image-chooser-upload-title": "Chosen", "image-chooser-upload-file": upload(name),
        "image-chooser-upload-collection": "1", "image-chooser-upload-tags": "",
    }  # fmt: skip
    assert desk.post(reverse("wagtailimages_chooser:create"), chosen).status_code == 200
    assert Picture.objects.count() == 2
    for picture in Picture.objects.all():
        _is_clean(picture)


def test_a_picture_is_not_exchanged_for_something_else(desk: Client):
    add_picture_form(desk, upload("exif/BlueSquare.jpg"))
    picture = Picture.objects.get()
    form = {"title": "Now", "file": upload("xss.html", called="now.png"), "collection": "1"}
    said = errors_of(desk.post(reverse("wagtailimages:edit", args=[picture.pk]), form))
    assert len(said) == 1
    picture.refresh_from_db()
    assert picture.title == "A picture"
    _is_clean(picture)


def _is_clean(picture: Picture) -> None:
    with picture.file.open("rb") as file:
        data = file.read()
    assert not [word for word in STOWAWAYS if word in data]
    with Image.open(io.BytesIO(data)) as made:
        assert not made.getexif()
        assert made.size == (picture.width, picture.height)


@pytest.mark.parametrize("name", RUN_BY_BROWSERS)
def test_a_file_that_browsers_run_is_no_document(desk: Client, name: str):
    form = {"title": "A file", "file": upload(name), "collection": "1", "tags": ""}
    said = errors_of(desk.post(reverse("wagtaildocs:add"), form))
    assert len(said) == 1
    dropped = {"title": "A file", "files[]": upload(name)}
    told = json.loads(desk.post(reverse("wagtaildocs:add_multiple"), dropped).content)
    assert told["success"] is False
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", RUN_BY_BROWSERS)
@pytest.mark.parametrize("ending", ["pdf", "txt", "zip", "json"])
def test_a_document_under_a_false_name_is_never_run(desk: Client, name: str, ending: str):
    file = upload(name, called=f"file.{ending}")
    desk.post(reverse("wagtaildocs:add"), {"title": "A file", "file": file, "collection": "1"})
    if document := Document.objects.first():
        answer = Client().get(document.url)
        assert answer["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer["content-security-policy"]
        assert "html" not in answer["content-type"]
        assert "svg" not in answer["content-type"]
