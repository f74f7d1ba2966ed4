"""Names, figures and dates in real sentences, and where two of them seem to disagree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.dossiers.memory.contradiction import doubts, sentences_of
from chronique.dossiers.memory.dates import Moment, dates_in
from chronique.dossiers.memory.figures import figures_in
from chronique.dossiers.memory.names import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ferdinand de Lesseps arrive à Colón.", {"ferdinand", "lesseps", "colon"}),
        ("Les travaux ont repris. La digue tient.", set()),
        ("Hier, le port de La Rochelle a rouvert.", {"rochelle"}),
        ("Panama attend. On construit à Panama.", {"panama"}),
        ("L’Égypte et l’Italie signent.", {"egypte", "italie"}),
        ("The engineers of the Suez Company met on Monday.", {"suez", "company"}),
        ("In March the Senate voted.", {"senate"}),
        ("« Personne ne sait », dit Mme Courvasier.", {"courvasier"}),
        ("La BCE relève ses taux.", {"bce"}),
    ],
)
def test_names_are_words_with_a_capital_of_their_own(text: str, names: set[str]):
    assert set(names_in(text)) == names


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Le 4 février 1889, la Compagnie est liquidée.", [Moment(1889, 2, 4)]),
        ("Le 1er mars, tout s’arrête.", [Moment(None, 3, 1)]),
        ("It was dissolved on February 4, 1889.", [Moment(1889, 2, 4)]),
        ("On the 3rd of May 1881 work began.", [Moment(1881, 5, 3)]),
        ("En janvier 1881, puis en 1882.", [Moment(1881, 1, None), Moment(1882, None, None)]),
        ("Publié le 2021-07-09.", [Moment(2021, 7, 9)]),
        ("Il a coûté 1 889 francs.", []),
        ("Le 12 ouvriers.", []),
    ],
)
def test_dates_are_read(text: str, dates: list[Moment]):
    assert dates_in(text)[0] == dates


@pytest.mark.parametrize(
    ("text", "language", "figures"),
    [
        ("Il emploie 17 000 ouvriers.", "fr", [("17000", "ouvri")]),
        ("Un déficit de 1,4 milliard de francs.", "fr", [("1400000000", "franc")]),
        ("La part atteint 12,5 %.", "fr", [("12.5", "%")]),
        ("It employed 17,000 workers.", "en", [("17000", "worker")]),
        ("It cost $2.5 million.", "en", [("2500000", "$")]),
        ("About 70 percent of them.", "en", [("70", "%")]),
        ("Quelque 3 millions d’euros.", "fr", [("3000000", "€")]),
        ("L’article 49.", "fr", []),
    ],
)
def test_figures_are_read_with_what_they_count(
    text: str, language: str, figures: list[tuple[str, str]]
):
    expected = [(Decimal(value), unit) for value, unit in figures]
    assert [tuple(one) for one in figures_in(text, language)] == expected


FRENCH = "Le chantier de Panama employait 17 000 ouvriers en octobre 1884."
ENGLISH = "The Panama works employed 17,000 labourers in October 1884."


@pytest.mark.parametrize(
    ("new", "earlier", "language", "is_figure"),
    [
        ("En octobre 1884, le chantier de Panama employait 19 000 ouvriers.", FRENCH, "fr", True),
        ("Le chantier de Panama employait ses ouvriers dès mars 1883.", FRENCH, "fr", False),
        ("In October 1884 the Panama works employed 19,000 labourers.", ENGLISH, "en", True),
        (
            "La Compagnie de Panama a été dissoute par le tribunal le 5 février 1889.",
            "Le tribunal a dissous la Compagnie : Panama est dissoute le 4 février 1889.", "fr",
            False,
        ),
    ],
)  # fmt: skip
def test_another_figure_or_date_of_the_same_thing_is_a_doubt(
    new: str, earlier: str, language: str, is_figure: bool
):
    found = doubts(new, [earlier], language)
    assert [(one.earlier, one.is_figure) for one in found] == [(earlier, is_figure)]


@pytest.mark.parametrize(
    "new",
    [
        FRENCH,
        "À Panama, 17 000 ouvriers étaient sur le chantier en octobre 1884.",
        "Le chantier de Suez employait 25 000 ouvriers en 1862.",
        "À Panama, il pleut 200 jours par an.",
        "Le chantier de Panama employait des ouvriers de douze pays.",
        "",
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_none(new: str):
    assert doubts(new, [FRENCH], "fr") == []


def test_a_year_agrees_with_a_day_in_it():
    assert Moment(1884, None, None).agrees(Moment(1884, 10, 3))
    assert not Moment(1884, 10, 3).agrees(Moment(1884, 10, 4))
    assert not Moment(1884, None, None).speaks_of(Moment(None, 10, 3))


def test_only_sentences_with_figures_are_looked_at():
    text = "Il pleut. Il y a 3 navires. « En 1881, tout va. » Le vent tombe.\nAn 2."
    assert [one[:5] for one in sentences_of(text)] == ["Il y ", "« En ", "An 2."]


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(["fr", "en", "de"]))
def test_no_text_breaks_it(new: str, earlier: str, language: str):
    doubts(new + " 1", sentences_of(earlier), language)
    for text in (new, earlier):
        assert all(count > 0 for count in names_in(text).values())
        assert all(isinstance(one.value, Decimal) for one in figures_in(text, language))
