"""A matrix is changed cell by cell, by several people, and nothing of it is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import override

from chronique.base.errors import Refused
from chronique.dossiers import matrix, tags
from chronique.dossiers.actions import evidence as pieces
from chronique.dossiers.actions import hypotheses as answers
from chronique.dossiers.actions.judgements import Overtaken, judge
from chronique.dossiers.matrix import letter, load_matrix
from chronique.dossiers.models import (
    Change,
    Conventions,
    Dossier,
    Evidence,
    Hypothesis,
    Judgement,
)
from chronique.store.models import Forgotten
from tests.dossiers.factories import (
    make_dossier,
    make_event,
    make_evidence,
    make_hypothesis,
    make_source,
)
from tests.factories import NOON, the_site

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def dossier(publication: object) -> Dossier:
    return make_dossier()


@pytest.fixture
def cell(dossier: Dossier) -> tuple[Evidence, Hypothesis]:
    return make_evidence(dossier, "The rates went up."), make_hypothesis(dossier, "The town pays")


def write(cell: tuple[Evidence, Hypothesis], mark: str, version: int = 0, **more):
    return judge(
        evidence=cell[0], hypothesis=cell[1], mark=mark, version=version, **{"now": NOON, **more}
    )


def changes(kind: str) -> list[tuple[dict, dict]]:
    return [(one.before, one.after) for one in Change.objects.filter(kind=kind).order_by("pk")]


def test_a_cell_is_written_and_changed(cell):
    first = write(cell, "I", weight=2, note=" It cost them. ")
    assert (first.mark, first.weight, first.note) == ("I", 2, "It cost them.")
    second = write(cell, "C", first.version, now=LATER)
    # then there is one, with another version, and both changes are remembered
    assert Judgement.objects.get() == second
    assert second.version == first.version + 1
    assert changes("judgement") == [
        ({}, {"mark": "I", "weight": 2, "note": "It cost them."}),
        ({"mark": "I", "weight": 2, "note": "It cost them."},
         {"mark": "C", "weight": 1, "note": ""}),
    ]  # fmt: skip


def test_readers_see_it_at_once(cell):
    tag = tags.matrix(cell[0].dossier_id)
    for change in (
        lambda: write(cell, "I"),
        lambda: answers.drop_hypothesis(cell[1], why="The law forbids it.", now=NOON),
        lambda: pieces.remove_evidence(cell[0], now=NOON),
    ):
        Forgotten.objects.all().delete()
        change()
        assert any(tag in row.tags.split() for row in Forgotten.objects.all())


def test_another_scale_is_seen_at_once(publication):
    Conventions.objects.create(site=the_site(), scale="phia")
    assert any(tags.scale(the_site().pk) in row.tags for row in Forgotten.objects.all())


def test_a_cell_is_emptied(cell):
    first = write(cell, "I")
    assert write(cell, "", first.version) is None
    assert not Judgement.objects.exists()
    # and what stood there is remembered
    assert changes("judgement")[-1] == ({"mark": "I", "weight": 1, "note": ""}, {})


def test_who_saw_an_older_cell_is_told_and_nothing_is_written(cell):
    ada, bo = (User.objects.create_user(name) for name in ("ada", "bo"))
    first = write(cell, "I", by=ada)
    write(cell, "C", first.version, by=bo, now=LATER, note="No.")
    with pytest.raises(Overtaken) as told:
        write(cell, "N", first.version, by=ada)
    # then Ada learns what Bo wrote, and when
    assert (told.value.now_is.mark, told.value.now_is.note) == ("C", "No.")
    assert (told.value.change.by, told.value.change.at) == (bo, LATER)
    assert Judgement.objects.get().mark == "C"


def test_who_saw_an_empty_cell_that_is_none_any_more_is_told(cell):
    write(cell, "I")
    with pytest.raises(Overtaken):
        write(cell, "C")


def test_a_cell_that_was_emptied_and_filled_anew_is_another(cell):
    seen = write(cell, "I").version
    write(cell, "", seen)
    write(cell, "C")
    with pytest.raises(Overtaken):
        write(cell, "N", seen)


def test_to_empty_a_cell_that_is_empty_by_now_is_told(cell):
    first = write(cell, "I")
    write(cell, "", first.version)
    with pytest.raises(Overtaken) as told:
        write(cell, "", first.version)
    assert told.value.now_is is None


def test_the_same_again_changes_nothing(cell):
    first = write(cell, "I")
    assert write(cell, "I", first.version).version == first.version
    assert len(changes("judgement")) == 1


@pytest.mark.parametrize(("mark", "weight"), [("X", 1), ("I", 0), ("I", 4), ("nonsense", 1)])
def test_what_is_no_mark_or_weight_is_refused(cell, mark, weight):
    with pytest.raises(Refused):
        write(cell, mark, weight=weight)


def test_answers_of_another_dossier_are_refused(cell):
    stranger = make_hypothesis(make_dossier(), "Nobody pays")
    with pytest.raises(Refused, match="different dossiers"):
        write((cell[0], stranger), "C")


@pytest.mark.usefixtures("committed")
def test_of_two_who_write_at_once_one_is_told():
    dossier = make_dossier()
    cell = make_evidence(dossier), make_hypothesis(dossier)

    def one(mark: str) -> str:
        try:
            write(cell, mark)
        except Overtaken:
            return "told"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(one, ["C", "I", "N", "NA"]))
    assert said == ["told", "told", "told", "written"]
    assert Judgement.objects.filter(evidence=cell[0]).count() == 1


def test_an_answer_is_added_reworded_dropped_and_taken_up(dossier):
    one = answers.add_hypothesis(dossier=dossier, statement=" The town pays ", now=NOON)
    answers.change_hypothesis(one, statement="The town pays all", explanation="By rates.", now=NOON)
    with pytest.raises(Refused, match="Say why"):
        answers.drop_hypothesis(one, why=" ", now=NOON)
    answers.drop_hypothesis(one, why="The law forbids it.", now=NOON)
    seen = load_matrix(dossier)
    assert (seen.hypotheses, seen.dropped) == ([], [one])
    answers.take_up_hypothesis(one, now=NOON)
    assert load_matrix(dossier).hypotheses == [one]
    assert [sorted(after) for _, after in changes("hypothesis")] == [
        ["dropped_why", "explanation", "statement"],
        ["explanation", "statement"],
        ["dropped_on", "dropped_why"],
        ["dropped_on", "dropped_why"],
    ]


def test_an_answer_that_was_judged_is_dropped_not_deleted(cell):
    judged = write(cell, "C")
    with pytest.raises(Refused, match="drop it"):
        answers.delete_hypothesis(cell[1], now=NOON)
    write(cell, "", judged.version)
    answers.delete_hypothesis(cell[1], now=NOON)
    assert not Hypothesis.objects.exists()
    assert changes("hypothesis")[-1][0]["statement"] == "The town pays"


def test_evidence_is_an_event_a_source_or_words_each_once(dossier):
    event, source = make_event(), make_source()
    made = [
        pieces.add_evidence(dossier=dossier, event=event, now=NOON),
        pieces.add_evidence(dossier=dossier, source=source, now=NOON),
        pieces.add_evidence(dossier=dossier, words="The rates went up.", now=NOON),
    ]
    assert [str(one) for one in made] == [event.title, source.title, "The rates went up."]
    assert load_matrix(dossier).evidence == made
    for again in ({"event": event}, {"source": source}):
        with pytest.raises(Refused, match="already"):
            pieces.add_evidence(dossier=dossier, now=NOON, **again)
    for nothing in ("", "  "):
        with pytest.raises(Refused):
            pieces.add_evidence(dossier=dossier, now=NOON, words=nothing)


def test_evidence_is_reworded_and_taken_out_with_what_was_judged(cell):
    write(cell, "I", weight=3)
    pieces.reword_evidence(cell[0], words="The rates doubled.", now=NOON)
    with pytest.raises(Refused):
        pieces.reword_evidence(cell[0], words="", now=NOON)
    cell[0].refresh_from_db()
    pieces.remove_evidence(cell[0], now=NOON)
    assert not Judgement.objects.exists()
    before, after = changes("evidence")[-1]
    assert (before["words"], before["marks"], after) == (
        "The rates doubled.", f"{cell[1].pk}: I3", {},
    )  # fmt: skip


def test_rows_and_columns_are_moved(dossier):
    rows = [make_evidence(dossier, f"Piece {n}", rank=n) for n in range(3)]
    columns = [make_hypothesis(dossier, f"Answer {n}") for n in range(3)]
    pieces.move_evidence(rows[2], up=True)
    pieces.move_evidence(rows[0], up=True)
    answers.move_hypothesis(columns[0], up=False)
    seen = load_matrix(dossier)
    assert seen.evidence == [rows[0], rows[2], rows[1]]
    assert seen.hypotheses == [columns[1], columns[0], columns[2]]


def test_more_than_anybody_can_read_is_refused(dossier, monkeypatch):
    monkeypatch.setattr(answers, "MOST_HYPOTHESES", 1)
    monkeypatch.setattr(pieces, "MOST_EVIDENCE", 1)
    make_evidence(dossier)
    make_hypothesis(dossier)
    with pytest.raises(Refused, match="1 hypotheses"):
        answers.add_hypothesis(dossier=dossier, statement="One more", now=NOON)
    with pytest.raises(Refused, match="1 pieces"):
        pieces.add_evidence(dossier=dossier, words="One more", now=NOON)


def test_a_matrix_is_loaded_in_three_queries(dossier, django_assert_num_queries):
    rows = [make_evidence(dossier, event=make_event(f"Event {n}"), words="") for n in range(4)]
    columns = [make_hypothesis(dossier, f"Answer {n}", rank=n) for n in range(3)]
    for row in rows:
        for column, mark in zip(columns, "CIN", strict=True):
            write((row, column), mark)
    with django_assert_num_queries(3):
        seen = load_matrix(dossier)
        assert seen.reading.first == [columns[0].pk, columns[2].pk]
        assert [str(one) for one in seen.most_telling_first] == [f"Event {n}" for n in range(4)]
        assert list(seen.letters.values()) == ["A", "B", "C"]


def test_letters_go_on_behind_z():
    assert [letter(place) for place in (0, 25, 26, 29)] == ["A", "Z", "AA", "AD"]
    assert matrix.MOST_HYPOTHESES == 30
