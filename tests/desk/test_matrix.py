"""The matrix at the desk: one cell after the other, by several people, also without a script."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from chronique.dossiers.models import Change, Dossier, Evidence, Hypothesis, Judgement
from tests.desk.given import desk_of, writer
from tests.dossiers.factories import (
    judge,
    make_dossier,
    make_event,
    make_evidence,
    make_hypothesis,
    make_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def dossier() -> Dossier:
    return make_dossier()


@pytest.fixture
def cell(dossier: Dossier) -> tuple[Evidence, Hypothesis]:
    return make_evidence(dossier, "The rates went up."), make_hypothesis(dossier, "The town pays")


@pytest.fixture
def desk() -> Client:
    return desk_of(writer(first_name="Ada", last_name="Verne"))


def home(dossier: Dossier) -> str:
    return f"/desk/matrix/{dossier.pk}/"


def said(cell: tuple[Evidence, Hypothesis], mark: str, version: int = 0, **more: Any) -> dict:
    return {
        "evidence": cell[0].pk, "hypothesis": cell[1].pk, "mark": mark, "weight": 1, "note": "",
        "version": version, **more,
    }  # fmt: skip


def read(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def send(desk: Client, dossier: Dossier, values: dict) -> Any:
    return desk.post(f"{home(dossier)}cell/", values, headers={"Accept": "application/json"})


def act(desk: Client, dossier: Dossier, action: str, **values: Any) -> list[str]:
    """Press a button; return what the next screen says about it."""
    answer = desk.post(f"{home(dossier)}act/", {"action": action, **values}, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def test_a_cell_is_saved_by_a_key(desk, dossier, cell):
    values = send(desk, dossier, said(cell, "I", weight=2)).json()
    assert (values["mark"], values["weight"]) == ("I", 2)
    assert values["scores"] == {str(cell[1].pk): 2}
    assert values["version"] == Judgement.objects.get().version
    assert Change.objects.get().by.username == "ada"


def test_who_was_slower_sees_what_the_other_wrote(desk, dossier, cell):
    send(desk, dossier, said(cell, "I", note="It cost them."))
    other = desk_of(writer("bo"))
    answer = send(other, dossier, said(cell, "C"))
    # then both are there, and what is sent again with the new version is saved
    assert answer.status_code == 409
    values = answer.json()
    assert (values["mark"], values["note"]) == ("I", "It cost them.")
    assert "Ada Verne" in values["told"]
    assert send(other, dossier, said(cell, "C", values["version"])).status_code == 200
    assert Judgement.objects.get().mark == "C"


def test_without_a_script_a_cell_is_a_form(desk, dossier, cell):
    page = read(desk.get(home(dossier)))
    link = page.select_one(".cell")["href"].partition("#")[0]
    form = read(desk.get(home(dossier) + link)).select_one("dialog[open] form")
    values = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    answer = desk.post(form["action"], {**values, "mark": "NA", "weight": "1", "note": ""})
    assert answer["Location"] == f"{home(dossier)}#c-{cell[0].pk}-{cell[1].pk}"
    assert Judgement.objects.get().mark == "NA"


def test_without_a_script_nothing_is_lost_either(desk, dossier, cell):
    judged = judge(cell[0], cell[1], "I")
    answer = desk.post(f"{home(dossier)}cell/", said(cell, "C", note="Mine."))
    assert answer.status_code == 409
    form = read(answer).select_one("dialog[open] form")
    assert form.select_one("textarea").text.strip() == "Mine."
    assert form.select_one("[name=version]")["value"] == str(judged.version)
    assert form.select_one("[name=mark][value=C]").has_attr("checked")


@pytest.mark.parametrize("wrong", [
    {"mark": "X"}, {"weight": 9}, {"version": "x"}, {"evidence": 0}, {"hypothesis": "no"},
])  # fmt: skip
def test_what_makes_no_sense_gets_a_sentence(desk, dossier, cell, wrong):
    answer = send(desk, dossier, {**said(cell, "C"), **wrong})
    assert answer.status_code == 422
    assert answer.json()["sentence"].endswith(".")
    assert not Judgement.objects.exists()


def test_answers_are_added_changed_and_dropped(desk, dossier):
    assert act(desk, dossier, "add-answer", statement="The town pays") == []
    one = Hypothesis.objects.get()
    assert act(desk, dossier, "add-answer", statement=" ") != []
    act(desk, dossier, "change-answer", answer=one.pk, statement="The state pays")
    assert len(act(desk, dossier, "drop", answer=one.pk, why="")) == 1
    act(desk, dossier, "drop", answer=one.pk, why="The law forbids it.")
    one.refresh_from_db()
    assert (one.statement, one.dropped_why) == ("The state pays", "The law forbids it.")
    act(desk, dossier, "take-up", answer=one.pk)
    act(desk, dossier, "delete-answer", answer=one.pk)
    assert not Hypothesis.objects.exists()


def test_evidence_is_looked_for_added_and_taken_out(desk, dossier):
    event, source = (
        make_event("The wall gives way", "1911-04~"),
        make_source("Minutes of the board"),
    )
    offered = read(desk.get(f"{home(dossier)}?find=WALL"))
    assert [each.text for each in offered.select(".matrix-offered .talk-note")] == [
        "around April 1911"
    ]
    found = offered.select(".matrix-offered button")
    assert [(one["name"], one["value"]) for one in found] == [("event", str(event.pk))]
    act(desk, dossier, "add-evidence", event=event.pk)
    act(desk, dossier, "add-evidence", source=source.pk)
    act(desk, dossier, "add-evidence", words="The rates went up.")
    assert len(act(desk, dossier, "add-evidence", event=event.pk)) == 1
    assert len(act(desk, dossier, "add-evidence", words="x" * 501)) == 1
    first = Evidence.objects.first()
    act(desk, dossier, "reword", evidence=first.pk, words="It broke.")
    act(desk, dossier, "move-evidence", evidence=first.pk, to="down")
    act(desk, dossier, "remove", evidence=first.pk)
    assert [str(one) for one in Evidence.objects.all()] == [
        "Minutes of the board", "The rates went up.",
    ]  # fmt: skip
    assert not read(desk.get(f"{home(dossier)}?find=Minutes")).select(".matrix-offered")


def test_the_history_says_who_changed_what(desk, dossier, cell):
    send(desk, dossier, said(cell, "I", note="It cost them."))
    page = read(desk.get(f"{home(dossier)}history/")).select_one(".matrix-history").text
    assert "The rates went up. → The town pays" in page
    assert "It cost them." in page and "ada" in page


def test_each_screen_is_there(desk, dossier, cell):
    judge(cell[0], cell[1], "I")
    for address in (
        "/desk/matrix/", home(dossier), f"{home(dossier)}history/",
        f"/desk/matrix/answer/{cell[1].pk}/", f"/desk/matrix/evidence/{cell[0].pk}/",
    ):  # fmt: skip
        assert desk.get(address).status_code == 200, address
    assert desk.get("/desk/matrix/nothing/1/").status_code == 404
    assert desk.get("/desk/matrix/999999/").status_code == 404


def test_buttons_that_are_none_are_refused(desk, dossier):
    assert len(act(desk, dossier, "burn")) == 1
    assert desk.post(f"{home(dossier)}act/", {"action": "drop", "answer": "9"}).status_code == 404


def test_who_has_not_signed_in_is_shown_out(dossier, cell):
    stranger = Client()
    assert stranger.get(home(dossier)).status_code == 302
    assert send(stranger, dossier, said(cell, "C")).status_code in (302, 403)
    assert not Judgement.objects.exists()
