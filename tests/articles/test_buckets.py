"""Media in a bucket: the same for readers and writers as on the disk, and from us."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client, TestCase, override_settings

from chronique.articles.sizes import size_path, stored_name
from tests.articles.s3 import bucket
from tests.front.given import make_file, make_picture
from tests.project.test_settings import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def storages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    with bucket() as media:
        home = tmp_path_factory.mktemp("home")
        yield asked(home, "STORAGES", CHRONIQUE_MEDIA=media)["STORAGES"]


@pytest.fixture(autouse=True)
def in_bucket(storages: dict[str, object]) -> Iterator[None]:
    with override_settings(STORAGES=settings.STORAGES | {"default": storages["default"]}):
        yield


def test_a_picture_is_kept_shown_and_made_smaller():
    picture = make_picture("sea.jpg")
    with pytest.raises(NotImplementedError):
        default_storage.path(picture.file.name)
    # readers get it from us, and from nobody else
    assert picture.file.url.startswith("/media/original_images/")
    answer = Client().get(picture.file.url)
    assert answer.getvalue() == default_storage.open(picture.file.name).read()
    assert (answer["Content-Type"], "sandbox" in answer["Content-Security-Policy"]) == (
        "image/jpeg", True,
    )  # fmt: skip
    path = size_path(picture, 320)
    first, again = Client().get(path), Client().get(path)
    assert first["Content-Type"] == again["Content-Type"] == "image/webp"
    assert default_storage.exists(stored_name(picture.pk, path.rpartition("/")[2]))


def test_what_the_browser_has_is_not_sent_again():
    picture = make_picture("lake.jpg")
    first = Client().get(picture.file.url)
    asked_again = {"If-Modified-Since": first["Last-Modified"]}
    assert Client().get(picture.file.url, headers=asked_again).status_code == 304


@pytest.mark.parametrize("path", ["images/none.jpg", "images/../../secret_key", "images/"])
def test_what_is_not_there_is_not_there(path: str):
    assert Client().get(f"/media/{path}").status_code == 404


def test_a_document_is_given_as_from_the_disk():
    document = make_file("table.csv")
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert answer.getvalue() == default_storage.open(document.file.name).read()


def test_a_file_that_two_pictures_share_goes_with_the_second():
    first, second = make_picture("moon.jpg"), make_picture("moon.jpg")
    assert first.file.name == second.file.name
    for picture, stays in ((first, True), (second, False)):
        with TestCase.captureOnCommitCallbacks(execute=True):
            picture.delete()
        assert default_storage.exists(second.file.name) == stays
