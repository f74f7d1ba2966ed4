"""What is not there at the desk is said to be not there."""

import pytest
from django.test import Client

from chronique.articles.models import Publication
from tests.comments.moderators import moderator
from tests.desk.given import desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(moderator())


@pytest.mark.parametrize("path", ["nothing", "nothing/x.csv", "nothing/", "comments/log/x.csv"])
def test_what_is_not_there_is_not_found(desk: Client, path: str):
    for who in (desk, Client()):
        answer = who.get(f"/desk/{path}", follow=True)
        is_asked_to_sign_in = who is not desk and answer.redirect_chain
        assert answer.status_code == (200 if is_asked_to_sign_in else 404)


def test_a_slash_that_is_missing_is_added_at_the_desk(desk: Client):
    assert desk.get("/desk/comments")["Location"] == "/desk/comments/"
