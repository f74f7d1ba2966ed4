"""Dates that are not exact are said, and heard, in French and in English."""

import pytest
from hypothesis import assume, example, given

from chronique.dossiers.moments.humane import edtf_of
from chronique.dossiers.moments.reading import NotAMoment, Why, read
from chronique.dossiers.moments.words import words
from tests.dossiers.events.moments import texts

SAID = [
    ("1882-03-01", "1er mars 1882", "1 March 1882"),
    ("1882-03", "mars 1882", "March 1882"),
    ("1881-21", "printemps 1881", "spring 1881"),
    ("1881-24", "hiver 1881-1882", "winter 1881–1882"),
    ("1880~", "vers 1880", "around 1880"),
    ("1882-03-03~", "vers le 3 mars 1882", "around 3 March 1882"),
    ("1881-22~", "vers l’été 1881", "around summer 1881"),
    ("1880?", "1880 (date incertaine)", "1880 (date uncertain)"),
    ("1880%", "vers 1880 (date incertaine)", "around 1880 (date uncertain)"),
    ("188X", "années 1880", "the 1880s"),
    ("18XX", "entre 1800 et 1899", "between 1800 and 1899"),
    ("1882-XX", "un mois de 1882", "a month in 1882"),
    ("1882-10-XX", "un jour d’octobre 1882", "a day in October 1882"),
    ("1882-XX-XX", "un jour de 1882", "a day in 1882"),
    ("1880/1889", "de 1880 à 1889", "from 1880 to 1889"),
    ("1882-03-01/1882-03-05", "du 1er au 5 mars 1882", "from 1 to 5 March 1882"),
    ("1882-03-03/1882-04-05", "du 3 mars au 5 avril 1882", "from 3 March to 5 April 1882"),
    ("1882-04/1882-05", "d’avril à mai 1882", "from April to May 1882"),
    ("1881-22/1882-21", "de l’été 1881 au printemps 1882", "from summer 1881 to spring 1882"),
    ("1880~/1889", "de 1880 environ à 1889", "from around 1880 to 1889"),
    ("1882-03-03/..", "depuis le 3 mars 1882", "since 3 March 1882"),
    ("../1882", "jusqu’en 1882", "until 1882"),
    ("1882-04/", "à partir d’avril 1882, fin inconnue", "from April 1882, end unknown"),
    (
        "/1882-03-01",
        "jusqu’au 1er mars 1882, début inconnu",
        "until 1 March 1882, beginning unknown",
    ),
    ("-0043-03-15", "15 mars 44 av. J.-C.", "15 March 44 BC"),
    ("0079-08-24", "24 août 79 apr. J.-C.", "24 August AD 79"),
    ("Y-170000001", "170 000 002 av. J.-C.", "170,000,002 BC"),
    ("1985-04-12T23:20:00Z", "12 avril 1985, 23 h 20 (UTC)", "12 April 1985, 23:20 (UTC)"),
]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("text", "french", "english"), SAID)
def test_a_date_is_said_in_words(text, french, english):
    assert (plain(words(text, "fr")), plain(words(text, "en"))) == (french, english)


def test_a_voice_is_not_given_what_it_would_spell():
    assert plain(words("-0043-03-15", "fr", is_heard=True)) == "15 mars 44 avant Jésus-Christ"
    assert plain(words("0079", "fr", is_heard=True)) == "79 après Jésus-Christ"
    assert words("1882", "fr", is_heard=True) == words("1882", "fr")


def test_other_languages_hear_english():
    assert words("1882-03", "de") == "March 1882"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mars 1882", "1882-03"), ("vers 1880", "1880~"), ("spring 1881", "1881-21"),
        ("1880 – 1889", "1880/1889"), ("1880-1889", "1880/1889"), ("1914-18", "1914/1918"),
        ("1905-08", "1905-08"), ("1er mars 1882", "1882-03-01"), ("March 3rd, 1882", "1882-03-03"),
        ("AOÛT 1882", "1882-08"), ("sept. 1882", "1882-09"), ("les années 1880", "188X"),
        ("1880s", "188X"), ("XIXe siècle", "18XX"), ("14th century", "13XX"),
        ("hiver 1881", "1881-24"), ("automne de 1881", "1881-23"), ("c. 1880", "1880~"),
        ("1882 ?", "1882?"), ("peut-être 1882", "1882?"), ("vers 1882 ?", "1882%"),
        ("44 av. J.-C.", "-0043"), ("44 BCE", "-0043"), ("AD 79", "0079"),
        ("79 apr. J.-C.", "0079"),
        ("65 000 000 av. J.-C.", "Y-64999999"), ("3/4/1882", "1882-04-03"),
        ("3.4.1882", "1882-04-03"),
        ("04/1882", "1882-04"), ("1882-3-1", "1882-03-01"), ("from 1882", "1882/.."),
        ("depuis mars 1882", "1882-03/.."), ("jusqu'au 3 mars 1882", "../1882-03-03"),
        ("1882 – aujourd'hui", "1882/.."), ("du 3 au 5 mars 1882", "1882-03-03/1882-03-05"),
        ("March to May 1882", "1882-03/1882-05"), (" 1882 / 1883 ", "1882/1883"),
        ("y170000002", "Y170000002"), ("1882-03-01 - 1882-03-05", "1882-03-01/1882-03-05"),
        ("entre 1880 et 1889", "188X"), ("between 1881 and 1889", "1881/1889"),
    ],
)  # fmt: skip
def test_a_date_is_understood_as_people_write_it(typed, meant):
    assert edtf_of(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31 février 1882", Why.NO_SUCH_DAY), ("29 February 1900", Why.NO_SUCH_DAY),
        ("1889 – 1880", Why.ENDS_BEFORE), ("de mars 1882 à 1881", Why.ENDS_BEFORE),
        ("hier", Why.NOT_UNDERSTOOD), ("79", Why.NOT_UNDERSTOOD), ("3 mars 82", Why.NOT_UNDERSTOOD),
        ("", Why.NOT_UNDERSTOOD), ("1882-13", Why.NO_SUCH_MONTH), ("{1882,1883}", Why.LEVEL_2),
        ("Ier siècle av. J.-C.", Why.NOT_UNDERSTOOD), ("x" * 121, Why.TOO_LONG),
        ("- " * 20, Why.NOT_UNDERSTOOD), ("0 " * 20, Why.NOT_UNDERSTOOD),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_its_reason(typed, why):
    with pytest.raises(NotAMoment) as refusal:
        edtf_of(typed)
    assert refusal.value.why is why


@pytest.mark.parametrize("language", ["fr", "en"])
@given(text=texts)
@example(text="0000-01/0100")
def test_what_we_say_we_understand(language, text):
    assume("XX~" not in text)
    try:
        read(text)
    except NotAMoment:
        assume(False)
    assert edtf_of(words(text, language)) == text
