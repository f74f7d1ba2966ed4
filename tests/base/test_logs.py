"""Logs tell where something failed, and open nobody's page."""

import logging
from io import StringIO
from unittest.mock import patch

import pytest
from django.core import signing
from django.test import Client

from chronique.base.logs import WithoutSignedLinks
from chronique.comments.links import appeal_path
from tests.factories import make_article, make_comment


@pytest.mark.parametrize("value", [1, [1, 2], {"reader": "bo@example.org", "at": "é" * 200}])
def test_a_signed_link_is_left_out(value: object):
    for token in (signing.dumps(value, salt="a"), signing.Signer(salt="a").sign_object(value)):
        record = logging.LogRecord("a", 30, "", 0, "Gone: %s %s", (f"/data/{token}/x/", "b"), None)
        assert WithoutSignedLinks().filter(record)
        assert record.getMessage() == "Gone: /data/…/x/ b"


@pytest.mark.parametrize(
    "said", ["Not Found: /2026/07/05/a-b/", "at 12:30:05, 100 %", "a:b:c", "%s", "10:20:30.123456"]
)
def test_all_else_stays(said: str):
    record = logging.LogRecord("a", 30, "", 0, said, None, None)
    assert WithoutSignedLinks().filter(record)
    assert record.getMessage() == said


@pytest.mark.django_db
def test_what_the_program_logs_goes_through_it(publication: object):
    (handler,) = [one for one in logging.getLogger().handlers if one.formatter and one.filters]
    written = StringIO()
    with patch.object(handler, "stream", written):
        # what Django says of a form that is refused
        path = appeal_path(comment=make_comment(make_article(), state="rejected").pk)
        assert Client().post(path, {"words": " "}).status_code == 422
    assert "Unprocessable Entity: /appeal/…/" in written.getvalue()
    assert path not in written.getvalue()
