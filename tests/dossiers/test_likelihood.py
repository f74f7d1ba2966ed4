"""Words of likelihood, what they stand for, and where they disagree with numbers."""

import pytest

from chronique.dossiers.likelihood import FRENCH, ICD203, PHIA, SCALE_OF, SCALES, TERMS, term_for
from chronique.dossiers.misfits import Kind, find_misfits
from chronique.dossiers.passages import Mark, Passage, passages_of


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda one: one.key)
def test_a_scale_goes_from_hardly_to_surely(scale):
    assert [term.low for term in scale.terms] == sorted(term.low for term in scale.terms)
    for term in scale.terms:
        assert 0 <= term.low < term.high <= 100
        assert term.named("en") and term.named("fr")
        assert SCALE_OF[term.key] is scale
    assert len(TERMS) == sum(len(one.terms) for one in SCALES.values())


def test_a_range_is_printed_as_in_print():
    assert TERMS["icd203-likely"].range_in("fr") == "55–80\N{NARROW NO-BREAK SPACE}%"
    assert TERMS["icd203-likely"].range_in("en-gb") == "55–80%"


@pytest.mark.parametrize(
    ("probability", "scale", "key"),
    [
        (0.85, ICD203, "icd203-very-likely"),
        (0.97, ICD203, "icd203-almost-certain"),
        (0.3, PHIA, "phia-unlikely"),
        # between two ranges, as near to one as to none
        (0.22, PHIA, "phia-highly-unlikely"),
        (0.07, PHIA, "phia-remote-chance"),
        # the narrowest that holds it
        (0.96, FRENCH, "french-extremely-likely"),
        (0.7, FRENCH, "french-likely"),
    ],
)
def test_a_number_has_its_words(probability, scale, key):
    assert term_for(probability, scale).key == key


def test_what_a_scale_does_not_call_has_no_words():
    assert term_for(0, ICD203) is None
    assert term_for(1, FRENCH).key == "french-virtually-certain"


@pytest.mark.parametrize("wrong", [-0.1, 1.01, 55, float("nan")])
def test_what_is_no_probability_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        term_for(wrong, ICD203)


def misfits(text: str, language: str = "en", scale=ICD203, marks=()):
    found = find_misfits([Passage(text, tuple(marks))], language=language, scale=scale)
    return [(one.kind, one.words, one.number) for one in found]


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("It is very likely (30 %).", "very likely", "30"),
        ("It is Very  likely (about 30%, up from 20%).", "Very  likely", "30"),
        ("It is unlikely (60–70 %).", "unlikely", "60–70"),
        ("We give it 30 % (very likely).", "very likely", "30"),
        ("It is unlikely: we see a 55 percent, no, a 55 % chance.", "unlikely", "55"),
        ("It is probable, 10 %.", "probable", "10"),
        ("The odds are 12.5 % and so it is likely.", "likely", "12.5"),
    ],
)
def test_a_number_outside_the_range_is_seen(text, words, number):
    assert misfits(text) == [(Kind.NUMBER, words, f"{number}\N{NO-BREAK SPACE}%")]


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("C’est très probable (30 %).", "très probable", "30"),
        ("Une hausse est très probable, avec une probabilité de 40 %.", "très probable", "40"),
        ("Ces hausses sont improbables (80 %).", "improbables", "80"),
        ("C'est à peu près aussi probable qu'improbable (90 %).",
         "à peu près aussi probable qu'improbable", "90"),
    ],
)  # fmt: skip
def test_in_french_too(text, words, number):
    found = misfits(text, "fr", FRENCH)
    assert found == [(Kind.NUMBER, words, f"{number}\N{NO-BREAK SPACE}%")]


@pytest.mark.parametrize(
    "text",
    [
        "It is very likely (85 %).",
        "It is very likely (80–95 %).",
        "It is likely that 30 % of them stay at home.",
        "It is very likely, 30 % of voters told us.",
        "It is not likely (10 %), nor very likely.",
        "It is not very likely (10 %).",
        "A remote village (40 % of its houses are empty).",
        "Turnout was 30 %. A win is very likely. There was a 20 % chance of rain.",
        "A likelyness (30 %) and an un-likely (90 %) thing.",
        "It is likely or unlikely, with a chance of 30 %.",
        "",
    ],
)
def test_what_agrees_or_says_nothing_of_the_words_is_left_alone(text):
    assert misfits(text) == []


@pytest.mark.parametrize("text", ["It is likely (130 %).", "It is likely (-5 %)."])
def test_what_is_no_probability_is_seen(text):
    assert [kind for kind, _, _ in misfits(text)] == [Kind.IMPOSSIBLE]


def test_where_a_scale_says_nearly_there_is_some_play():
    assert misfits("It is unlikely (37 %).", scale=PHIA) == []
    assert misfits("It is unlikely (39 %).", scale=PHIA) != []


def test_a_mark_that_its_words_do_not_say_is_seen():
    text = "A win is unlikely, a draw a good bet."
    marks = [Mark(9, 17, "icd203-very-likely"), Mark(28, 36, "icd203-likely")]
    assert misfits(text, marks=marks) == [(Kind.MARK, "unlikely", "")]


def test_marked_words_are_judged_by_their_mark():
    text = "A win is a good bet (20 %)."
    found = misfits(text, marks=[Mark(9, 19, "icd203-likely")])
    assert found == [(Kind.NUMBER, "a good bet", "20\N{NO-BREAK SPACE}%")]


def test_words_of_two_scales_are_seen_once():
    text = "A win is likely. A loss is a realistic possibility, yes, a realistic possibility."
    assert misfits(text) == [(Kind.SCALE, "realistic possibility", "")]
    assert misfits("A loss is a realistic possibility.") == []


def test_a_mark_that_nobody_knows_is_passed_over():
    assert misfits("It is so.", marks=[Mark(0, 2, "icd203-gone")]) == []


def test_passages_are_read_from_rich_text():
    rich = (
        '<p>It is <a linktype="likelihood" id="icd203-likely">quite <b>likely</b></a> &amp; so.</p>'
        '<ul><li>One <a linktype="page" id="3">link</a></li><li></li></ul>'
    )
    assert passages_of([rich], kind="likelihood") == [
        Passage("It is quite likely & so.", (Mark(6, 18, "icd203-likely"),)),
        Passage("One link"),
    ]
