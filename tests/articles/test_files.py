"""The library's files: one for each content, as long as anything shows it."""

from typing import Any

from django.test import TestCase

from tests.front.given import make_file, make_picture


def delete(row: Any) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        row.delete()


def test_a_file_that_two_pictures_share_goes_with_the_second(db: None):
    first, second = make_picture("sea.jpg"), make_picture("sea.jpg")
    assert first.file.name == second.file.name
    delete(first)
    assert second.file.storage.exists(second.file.name)
    delete(second)
    assert not second.file.storage.exists(second.file.name)


def test_the_file_of_a_document_goes_with_it(db: None):
    document = make_file("table.txt")
    assert document.file.storage.exists(document.file.name)
    delete(document)
    assert not document.file.storage.exists(document.file.name)
