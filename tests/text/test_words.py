"""What a reader types finds what a writer wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.text import words
from chronique.text.words import fold, highlight, passage, query_stems, stems
from tests.text.properties import TRIED

# What is typed, and what stands in a French text.
FRENCH = """
ministere ministère · ministere ministères · ministères ministère · election élections
élections election · prefere préférées · arrete arrêtée · arretes arrêté · idee idées
musées musee · armee armées · declare déclarée · annees année · journee journées
lycee lycées · depute députée · deputees députés · egalite égalités · proces procès
succes succès · tres très · foret forêts · theatre théâtres · fenetre fenêtres
hopital hôpitaux · general généraux · regime régimes · prefete préfète · premiere première
premier premières · derniere dernier · ouvrière ouvriers · ecoliere écoliers · inquiete inquiète
complete complètes · secrete secrets · francais français · française francaises · lecon leçons
garcon garçons · facade façades · recu reçus · ca ça · maçon macons · creee créé · cree créées
nee né · ecole écoles · etat États · eglise Église · etudiant étudiante · energie énergies
oeuvre œuvres · coeur cœur · soeurs sœur · boeuf bœufs · noel Noël · naïf naifs · mais maïs
aout août · cout coûts · role rôles · cote côtes · hotel hôtels · pate pâtes · a à · ou où
aerien aérienne · journal journaux · cheval chevaux · national nationales · nouveau nouveaux
president présidents · republique Républiques · democratie démocratie · liberte libertés
interet intérêts · medecin médecins · societe sociétés · elu élus · élues elu · elue élus
loi lois · euros euro · ami amis · parti partis · enjeu enjeux · lieux lieu · travaux travail
numero numéros · media médias · bureau bureaux · reseau réseaux · heureux heureuse
"""
PAIRS = [pair.split() for line in FRENCH.strip().split("\n") for pair in line.split(" · ")]


def finds(query: str, text: str, language: str = "fr") -> bool:
    known = set(stems(text, language))
    return all(not known.isdisjoint(possible) for possible in query_stems(query))


@pytest.mark.parametrize(("typed", "written"), PAIRS)
def test_typing_without_accents_finds_words_with_them(typed: str, written: str) -> None:
    assert finds(typed, f"Il y a {written} ici.")
    assert finds(written, f"Il y a {typed} ici.")


def test_words_of_different_meaning_are_told_apart() -> None:
    for one, other in [
        ("mai", "mais"),
        ("police", "politique"),
        ("poisson", "poison"),
    ]:
        assert not finds(one, other)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("elections", "election"), ("running", "runs"), ("policies", "policy"), ("naive", "naïve")],
)
def test_english_is_stemmed_too(typed: str, written: str) -> None:
    assert finds(typed, f"It has {written}.", "en-GB")


def test_elided_articles_are_left_out_but_not_what_belongs_to_a_word() -> None:
    assert stems("L'État qu’il s'agit, aujourd'hui", "fr") == ["etat", "il", "agit", "aujourdhui"]
    assert finds("etat", "jusqu'à l'État")
    assert finds("l'état", "un état")
    assert finds("aujourd'hui", "aujourd’hui")
    assert stems("the state's, don't", "en") == ["the", "state", "dont"]


def test_a_word_with_hyphens_is_found_whole_and_in_parts() -> None:
    text = "un porte-monnaie, un chef-d'œuvre, le week\u2011end"
    for query in ["porte-monnaie", "monnaie", "porte monnaie", "portemonnaie", "chef", "oeuvre"]:
        assert finds(query, text)
    assert finds("weekend", text)
    assert finds("week-end", "le weekend")
    assert finds("week-end", "week end")
    assert not finds("porte-monnaie", "une porte")


def test_other_languages_are_folded_and_nothing_more() -> None:
    assert stems("Die Straßen München", "de") == ["die", "strassen", "munchen"]
    assert stems("dell'arte", "it") == ["dellarte", "dell", "arte"]
    assert finds("munchen", "München", "de")
    assert stems("東京 हिन्दी", "ja") == ["東", "京", "हिन्दी"]


def test_words_that_only_hold_a_query_together_are_left_out() -> None:
    assert len(query_stems("le ministère de la culture")) == 2
    assert len(query_stems("de la")) == 2
    assert query_stems(" ?! ") == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'ŒUVRE d'Æsop, straße", "l'oeuvre d'aesop, strasse"),
        ("ÉÈÊË çÇ ñ ø Ł đ", "eeee cc n o l d"),
        ("İstanbul ıŋ ﬁn \uff21\uff22", "istanbul in fin ab"),
        ("Ἀθῆναι ΣΟΦΟΣ σοφος", "αθηναι σοφοσ σοφοσ"),
        ("Й й Ё Ї", "й й ё ї"),
        ("e\u0301te\u0301 и\u0306 я\u0301", "ete й я"),
        ("co\u00adopé\u200brer", "cooperer"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@TRIED
@given(text=st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@TRIED
@given(text=st.text(), query=st.text(max_size=20))
def test_a_highlighted_text_is_the_text(text: str, query: str) -> None:
    assert "".join(piece for piece, _ in highlight(text, query)) == text


def marked(pieces: list[tuple[str, bool]]) -> str:
    return "".join(f"[{piece}]" if matches else piece for piece, matches in pieces)


def test_whole_words_are_highlighted() -> None:
    text = "L’État, les ministères ; un porte-monnaie, un week-end."
    assert marked(highlight(text, "ministere etat monnaie week-end")) == (
        "L’[État], les [ministères] ; un porte-[monnaie], un [week-end]."
    )
    assert marked(highlight("aujourd'hui", "aujourd'hui")) == "[aujourd'hui]"
    assert marked(highlight(text, "")) == text
    assert highlight("", "x") == []


FILLING = "Il ne se passe rien ici. " * 40


def test_the_passage_with_most_words_is_shown() -> None:
    text = f"{FILLING}Un ministère.\n{FILLING}Le ministère de la\nCulture a parlé. {FILLING}"
    shown = passage(text, "culture ministere", length=120)
    assert "[ministère] de la [Culture] a parlé." in marked(shown)
    words = "".join(piece for piece, _ in shown)
    assert words.startswith("…") and words.endswith("…")
    assert len(words) <= 122
    assert words.strip("…") in " ".join(text.split())


def test_a_short_text_is_its_own_passage_and_a_long_one_begins_where_nothing_is_found() -> None:
    assert marked(passage("Un  mot\ncourt", "mot")) == "Un [mot] court"
    assert passage(FILLING, "absent", length=30) == [
        ("Il ne se passe rien ici. Il ne", False),
        ("…", False),
    ]
    assert passage("", "x") == []


@TRIED
@given(
    text=st.text(alphabet="ab é-'’. \n", max_size=400),
    query=st.text(alphabet="abé ", max_size=6),
    length=st.integers(min_value=10, max_value=80),
)
def test_a_passage_is_a_piece_of_the_text_about_as_long_as_asked(
    text: str, query: str, length: int
) -> None:
    pieces = passage(text, query, length=length)
    shown = "".join(piece for piece, _ in pieces)
    assert shown.removeprefix("…").removesuffix("…") in " ".join(text.split())
    longest = max((len(word) for word in text.split()), default=0)
    assert len(shown) <= max(length, longest) + 2


PIECES = ["a", "É", "œ", "ß", "ñ", "'", "’", "-", "_", " ", "\u202f", "\u00ad", "²"]


@TRIED
@given(
    text=st.lists(st.sampled_from(PIECES)).map("".join)
    | st.text(alphabet=st.characters(codec="cp1252"))
    | st.text()
)
def test_the_parts_of_words_are_the_same_by_the_short_way_and_the_long(text: str) -> None:
    assert words.parts(text) == words._PART.findall(fold(text))


def test_apostrophes_and_hyphens_part_words() -> None:
    assert words.parts("L’Œuvre, porte-monnaie d'été\u202f; Straße") == [
        "l", "oeuvre", "porte", "monnaie", "d", "ete", "strasse",
    ]  # fmt: skip
    assert words.parts("Любов’ю, ещё; हिन्दी 漢字") == ["любов", "ю", "ещё", "हिन्दी", "漢", "字"]
