"""Words of likelihood while writing: the editor offers them, and asks where they disagree."""

import json

import pytest
from django.test import Client
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from chronique.articles.body_part import INLINE
from chronique.dossiers.models import Conventions
from tests.desk.given import desk_of, shown, words, write, writer
from tests.factories import the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

STORED = '<p>It is <a id="icd203-likely" linktype="likelihood">likely</a>.</p>'


@pytest.fixture
def desk() -> Client:
    Conventions.objects.create(site=the_site(), scale="icd203")
    return desk_of(writer())


def check(desk: Client, passages: str) -> list[str]:
    said = {"passages": passages, "language": "en"}
    answer = desk.post("/desk/likelihood/check/", said)
    doubts: list[str] = answer.json()["doubts"]
    return doubts


def test_what_is_marked_goes_into_the_editor_and_back():
    converter = ContentstateConverter(INLINE)
    state = json.loads(converter.from_database_format(STORED))
    assert state["entityMap"]["0"]["type"] == "LIKELIHOOD"
    assert state["entityMap"]["0"]["data"]["id"] == "icd203-likely"
    back = converter.to_database_format(json.dumps(state))
    assert 'linktype="likelihood"' in back and 'id="icd203-likely"' in back


def test_the_editor_offers_the_words_of_the_publication(desk: Client):
    told = desk.get("/desk/likelihood/?language=fr").json()
    assert told["terms"][0]["id"] == "icd203-almost-no-chance"
    assert told["terms"][5]["words"][1] == "fort probable"
    assert told["terms"][5]["range"] == "80–95\N{NARROW NO-BREAK SPACE}%"


def test_it_asks_where_they_disagree(desk: Client):
    text = "\N{WAVING HAND SIGN} It is good (30 %)."
    passages = [{"text": text, "marks": [[8, 12, "icd203-likely"]]}]
    found = check(desk, json.dumps(passages))
    assert len(found) == 1 and "good" in found[0] and "30" in found[0]


@pytest.mark.parametrize("wrong", ["", "{", "[1]", '[{"text": "x", "marks": [[1]]}]', '{"a": 1}'])
def test_what_is_no_text_is_refused(desk: Client, wrong: str):
    assert check(desk, wrong) == []


def test_strangers_are_shown_out():
    assert Client().get("/desk/likelihood/").status_code == 302
    assert Client().post("/desk/likelihood/check/").status_code in (302, 403)


def test_who_publishes_is_warned_and_not_refused(desk: Client):
    body = [("paragraph", words("It is very likely (30 %)."))]
    assert write(desk, body=body).live
    assert "30" in shown(desk, "/desk/")
