"""What a matrix of answers and evidence says."""

from itertools import combinations
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from chronique.dossiers.ach import Cells, rank, read_matrix

A, B, C = 1, 2, 3
ANSWERS = [A, B, C]


def matrix(*rows: str) -> Cells:
    """Read rows like "C I2 -": one for each piece of evidence, from 10 on."""
    cells: dict[tuple[int, int], tuple[str, int]] = {}
    for piece, row in enumerate(rows, 10):
        for answer, word in enumerate(row.split(), 1):
            mark = word.rstrip("123")
            if mark != "-":
                cells[piece, answer] = (mark, int(word[len(mark) :] or 1))
    return cells


def pieces(cells: Cells) -> list[int]:
    return sorted({piece for piece, _ in cells})


def read(*rows: str):
    cells = matrix(*rows)
    return read_matrix(ANSWERS, pieces(cells), cells)


def test_only_what_speaks_against_an_answer_counts():
    said = read("C I N", "C I2 NA", "C3 C I3")
    assert said.scores == {A: 0, B: 3, C: 3}
    assert said.ranks == {A: 1, B: 2, C: 2}
    assert said.first == [A]


def test_equal_scores_share_a_place():
    assert rank({A: 2, B: 0, C: 2, 4: 5}) == {B: 1, A: 2, C: 2, 4: 4}
    assert rank({}) == {}


def test_what_nobody_has_judged_is_told():
    assert read("C I -", "- I -").unjudged == {A: 1, B: 0, C: 2}


def test_evidence_that_goes_with_all_answers_tells_nothing():
    said = read("C C C", "N N N", "I I I", "NA I NA", "C I N", "C3 I3 I3")
    assert [said.diagnosticity[piece] for piece in range(10, 14)] == [0, 0, 0, 0]
    # of three pairs two differ by 1 and one by 2; two by 6 and one not at all
    assert said.diagnosticity[14] == 4 / 3
    assert said.diagnosticity[15] == 4


def test_one_false_piece_may_change_who_is_first():
    said = read("I I3 C", "C C I2", "N N N")
    # with all of it: 1, 3, 2
    assert said.first == [A]
    # without the first piece nothing speaks against B either, without the second nothing against C
    assert said.turns == {10: {A: 1, B: 1, C: 3}, 11: {C: 1, A: 2, B: 3}}


def test_a_piece_whose_loss_makes_a_tie_is_told():
    assert read("C I C", "C C I").turns == {10: {A: 1, B: 1, C: 3}, 11: {A: 1, C: 1, B: 3}}


def test_an_empty_matrix_says_nothing():
    said = read_matrix([], [], {})
    assert (said.scores, said.ranks, said.turns, said.first) == ({}, {}, {}, [])


cells = st.dictionaries(
    st.tuples(st.integers(10, 16), st.integers(1, 5)),
    st.tuples(st.sampled_from(["C", "I", "N", "NA"]), st.integers(1, 3)),
)


@given(cells, st.permutations(range(1, 6)), st.permutations(range(10, 17)))
def test_the_order_of_rows_and_columns_changes_nothing(given_cells, answers, evidence):
    one = read_matrix(range(1, 6), range(10, 17), given_cells)
    other = read_matrix(answers, evidence, given_cells)
    assert (one.scores, one.ranks, one.turns) == (other.scores, other.ranks, other.turns)


@given(cells)
def test_it_is_what_a_slow_reading_by_the_book_says(given_cells):
    answers, evidence = range(1, 6), range(10, 17)
    said = read_matrix(answers, evidence, given_cells)

    def score(answer: int, without: int = 0) -> int:
        counted = [given_cells.get((e, answer), ("", 0)) for e in evidence if e != without]
        return sum(weight for mark, weight in counted if mark == "I")

    for a, b in combinations(answers, 2):
        assert (said.ranks[a] < said.ranks[b]) == (score(a) < score(b))
    for piece in evidence:
        least = min(score(answer, piece) for answer in answers)
        first = {answer for answer in answers if score(answer, piece) == least}
        assert (piece in said.turns) == (first != set(said.first))


def test_thirty_answers_and_three_hundred_pieces_take_no_time():
    marks = ["C", "I", "N", "NA", "I"]
    big = {
        (piece, answer): (marks[(piece * 7 + answer * 3) % 5], 1 + (piece + answer) % 3)
        for piece in range(300)
        for answer in range(30)
    }
    took = []
    for _ in range(3):
        started = process_time()
        read_matrix(range(30), range(300), big)
        took.append(process_time() - started)
    assert min(took) < 0.2
