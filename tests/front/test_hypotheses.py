"""What readers see of a dossier's hypotheses: in words, and as a table."""

from collections.abc import Callable

import pytest

from chronique.dossiers.actions.hypotheses import drop_hypothesis
from chronique.dossiers.models import Dossier
from tests.dossiers.factories import (
    judge,
    make_dossier,
    make_event,
    make_evidence,
    make_hypothesis,
    make_source,
)
from tests.factories import NOON
from tests.front.given import count_queries, one, page, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

Fill = Callable[..., Dossier]


def fill(dossier: Dossier, *rows: str, answers: int = 3) -> Dossier:
    """Fill a matrix by rows like "C I2 -"."""
    columns = [make_hypothesis(dossier, f"Answer {n}", rank=n) for n in range(answers)]
    for place, row in enumerate(rows):
        piece = make_evidence(dossier, f"Piece {place}", rank=place)
        for column, word in zip(columns, row.split(), strict=True):
            mark = word.rstrip("123")
            if mark != "-":
                judge(piece, column, mark, weight=int(word[len(mark) :] or 1))
    return dossier


def address(dossier: Dossier) -> str:
    return f"{dossier.path}hypotheses/"


def test_the_least_contradicted_answer_stands_first():
    seen = page(address(fill(make_dossier(), "I2 C N", "I C I")))
    assert texts(seen, ".answer-words") == ["Answer 1", "Answer 2", "Answer 0"]
    assert texts(seen, ".answer-letter") == ["B", "C", "A"]
    assert texts(seen, ".answer-score") == [
        "Nothing contradicts it",
        "1 piece of evidence contradicts it, with a weight of 1",
        "2 pieces of evidence contradict it, with a weight of 3",
    ]


def test_it_is_told_in_words_what_follows():
    seen = page(address(fill(make_dossier(), "I I3 C", "C C I2", "C C C")))
    said = texts(seen, ".matrix-words p, .matrix-words li")
    assert said == [
        "Answer A is contradicted least.",
        "Piece 0 : contradicts A and B, and fits C.",
        "Piece 1 : contradicts C, and fits A and B.",
        "Piece 0 : if this were false, answers A and B would be contradicted least, and equally.",
        "Piece 1 : if this were false, answer C would be contradicted least.",
    ]


def test_it_is_told_where_nothing_follows_yet():
    seen = page(address(fill(make_dossier(), "C C -", "N - -")))
    assert texts(seen, ".matrix-words p") == [
        "So far nothing tells the answers apart.",
        "No single piece of evidence: if any one were false, the same answer would be first.",
    ]
    assert "2 pieces not judged yet" in words(one(seen, ".answers"))


def test_the_table_is_read_as_one():
    dossier = fill(make_dossier(), "I2 C NA")
    table = one(page(address(dossier)), "table")
    assert [cell["scope"] for cell in table.select("th")] == ["col"] * 4 + ["row"]
    assert [words(cell) for cell in table.select("thead th .visually-hidden")] == [
        "A. Answer 0", "B. Answer 1", "C. Answer 2",
    ]  # fmt: skip
    assert texts(table, "tbody td") == ["clearly contradicts it", "fits it", "does not apply"]


def test_the_most_telling_evidence_stands_first_and_leads_to_its_page():
    dossier = make_dossier()
    town, state = (make_hypothesis(dossier, one) for one in ("The town", "The state"))
    event, source = make_event(dossiers=[dossier]), make_source(dossiers=[dossier])
    weak = make_evidence(dossier, "", event=event)
    strong = make_evidence(dossier, "", source=source, rank=1)
    judge(weak, town), judge(weak, state, note="As it <b>says</b>.")
    judge(strong, town, "I", weight=3, note="It never paid."), judge(strong, state)
    table = one(page(address(dossier)), "table")
    assert [a["href"] for a in table.select("tbody th a")] == [source.path, event.path]
    assert texts(table, "details li") == ["A It never paid.", "B As it <b>says</b>."]


def test_an_answer_that_was_dropped_is_told_with_the_reason():
    dossier = fill(make_dossier(), "I2 C N")
    drop_hypothesis(dossier.hypotheses.first(), why="The law forbids it.", now=NOON)
    seen = page(address(dossier))
    assert texts(seen, ".answer-words") == ["Answer 1", "Answer 2"]
    assert "Answer 0" in words(one(seen, ".matrix-dropped"))
    assert "The law forbids it." in words(one(seen, ".matrix-dropped"))


def test_what_is_not_public_is_not_there():
    page(address(fill(make_dossier(public=False), "I C N")), status=404)
    page(address(make_dossier()), status=404)


def test_a_long_matrix_is_folded_and_takes_the_same_queries():
    small, large = fill(make_dossier(), "I2 C N"), fill(make_dossier(), *["C I N"] * 30)
    seen = page(address(large))
    assert len(seen.select("table")) == 2
    assert len(one(seen, ".matrix-folded").select("tbody tr")) == 5
    assert count_queries(address(large)) == count_queries(address(small))


def test_the_largest_matrix_is_shown():
    dossier = make_dossier()
    columns = [make_hypothesis(dossier, f"Answer {n}", rank=n) for n in range(30)]
    pieces = [make_evidence(dossier, f"Piece {n}", rank=n) for n in range(300)]
    judgements = type(judge(pieces[0], columns[0]))
    judgements.objects.bulk_create(
        judgements(evidence=piece, hypothesis=column, mark="CIN"[(i * j) % 3])
        for i, piece in enumerate(pieces) for j, column in enumerate(columns) if i or j
    )  # fmt: skip
    seen = page(address(dossier))
    assert len(seen.select("tbody td")) == 9_000
