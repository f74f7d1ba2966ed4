"""What readers saw of an article, at the desk, and how it is withdrawn."""

import pytest
from django.test import Client
from django.urls import reverse

from chronique.articles.models import Edition, Publication
from tests.desk.given import change, desk_of, words, write, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(writer())


def test_a_version_is_withdrawn_at_the_desk(desk: Client):
    article = write(desk, body=[("paragraph", words("Ada lives at number nine."))])
    body = [("paragraph", words("Ada lives here."))]
    change(desk, article, body=body, change_note="An address went.", change_is_minor="on")
    assert Edition.objects.get(number=2).note == "An address went."
    assert Edition.objects.get(number=2).is_minor
    address = reverse("article_versions", args=[article.pk])
    assert "An address went." in desk.get(address).content.decode()
    answer = desk.post(address, {"numbers": ["2"]})
    assert "is what the article says now" in answer.content.decode()
    assert desk.post(address, {"numbers": ["1"], "because": "Asked for."}).status_code == 302
    assert Edition.objects.get(number=1).body == []
    assert "Asked for." in desk.get(address).content.decode()
