"""What became different between two texts, passage by passage and word by word."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from chronique.text.differences import Piece, State, compare, count_words

LONG = 60


def prose(*texts: str) -> list[Piece]:
    return [Piece("paragraph", text) for text in texts]


def told(before: list[Piece], after: list[Piece]) -> list[str]:
    """Return the passages with [-what went-] and {+what came+}."""
    signs = {(False, True): "[-{}-]", (True, False): "{{+{}+}}", (False, False): "{}"}
    return [
        "".join(signs[(run.is_new, run.is_gone)].format(run.words) for run in passage.runs)
        for passage in compare(before, after)
    ]


def test_words_that_went_and_came_stand_in_their_sentence():
    before = prose("The dike is six metres high, says Ada.", "It stays.")
    after = prose("The dike is seven metres high, says Ada.", "It stays.")
    assert told(before, after) == [
        "The dike is [-six -]{+seven +}metres high, says Ada.",
        "It stays.",
    ]
    assert count_words(compare(before, after)) == (1, 1)


def test_a_passage_that_stands_elsewhere_is_moved_and_not_written_twice():
    before = prose("One.", "Two stands here for long.", "Three.", "Four.")
    found = compare(before, prose("One.", "Three.", "Four.", "Two stands here for long."))
    assert [one.state for one in found] == [State.SAME] * 3 + [State.MOVED]
    assert count_words(found) == (0, 0)


def test_a_sentence_that_is_another_is_read_as_a_whole():
    found = told(prose("Rain came over the hills at dawn."), prose("Nobody knows why it went."))
    assert found == ["{+Nobody knows why it went.+}", "[-Rain came over the hills at dawn.-]"]


def test_a_title_is_another_title_whatever_it_says():
    assert told([Piece("title", "High water")], [Piece("title", "The sea")]) == [
        "[-High water-]{+The sea+}"
    ]


def test_where_words_lead_is_told_although_they_are_the_same():
    before, after = Piece("paragraph", "Read it.", "<a 1>"), Piece("paragraph", "Read it.", "<a 2>")
    assert [one.state for one in compare([before], [after])] == [State.DRESSED]


def test_languages_that_part_no_words_are_compared_by_characters():
    assert told(prose("海の水位は六米です"), prose("海の水位は七米です")) == [
        "海の水位は[-六-]{+七+}米です"
    ]


TEXT = st.lists(st.text(st.sampled_from("ab c.'中"), max_size=12), max_size=4)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_the_difference(before: list[str], after: list[str]):
    found = compare(prose(*before), prose(*after))
    now = [
        "".join(run.words for run in one.runs if not run.is_gone)
        for one in found
        if one.state != State.REMOVED
    ]
    # Spaces that joined words which went may differ.
    assert ["".join(text.split()) for text in now] == ["".join(text.split()) for text in after]


def test_a_hundred_thousand_words_changed_whole_take_seconds():
    chance = random.Random(7)
    words = [f"w{n}" for n in range(5000)]

    def text(count: int) -> str:
        return " ".join(chance.choices(words, k=count))

    many = prose(*(text(100) for _ in range(1000)))
    for before, after in (
        (many, prose(*(text(100) for _ in range(1000)))),
        (many, many[::-1]),
        (prose(text(100_000)), prose(text(100_000))),
        (prose(*["0 " * 300] * 300), prose(*["0 " * 299 + "1"] * 300)),
    ):
        start = time.process_time()
        assert compare(before, after)
        assert time.process_time() - start < LONG
