"""Disguised words are read as people read them; ordinary words are left alone."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.spam import disguises as subject
from chronique.spam.disguises import Kind, Undone, joined, undoing, undone, unleeted
from chronique.spam.words import tokens, word_list
from tests.text.properties import TRIED

# The same word, and by how many signs of which kind it was hidden.
HIDDEN_CASINOS = {
    "c\u0430sino": (Kind.FOREIGN, 1),
    "\u0441\u0430\u0455ino": (Kind.FOREIGN, 3),
    "c\u03b1sin\u03bf": (Kind.FOREIGN, 2),
    "\u0441\u03b1\u0455in\u0585": (Kind.FOREIGN, 4),
    "casi\u0578o": (Kind.FOREIGN, 1),
    "".join(chr(0x1D41A + ord(letter) - ord("a")) for letter in "casino"): (Kind.STYLED, 6),
    "".join(chr(0x24D0 + ord(letter) - ord("a")) for letter in "casino"): (Kind.STYLED, 6),
    "".join(chr(0xFF41 + ord(letter) - ord("a")) for letter in "casino"): (Kind.STYLED, 6),
    "\u1d04\u1d00\ua731\u026a\u0274\u1d0f": (Kind.STYLED, 6),
    "\u1d9c\u1d43\u02e2\u2071\u207f\u1d52": (Kind.STYLED, 6),
    "\u249e\u249csino": (Kind.STYLED, 2),
    "c\u200basino": (Kind.HIDDEN, 1),
    "c\u200da\u2060s\u00adi\u034fno": (Kind.HIDDEN, 4),
    "\u202ecasino": (Kind.HIDDEN, 1),
    "c\u0336a\u0336s\u0336i\u0336n\u0336o\u0336": (Kind.MARKED, 6),
}  # fmt: skip
PROSE = [
    # French, as it is typeset
    "« L’œuvre est-elle close\u202f? »\u00a0: non\u2026 Le XIX\u1d49 siècle, M\u1d50\u1d49 de Staël"
    ", n\u00ba\u00a07, 20\u00a0m\u00b2, 3½ h, 50\u00a0€, Chronique™, ﬁn.",
    # Russian, with its stress where it is taught
    "Съешь же ещё этих мягких французских булок, да выпей чаю. За\u0301мок и замо\u0301к. Оно там.",
    # Ukrainian
    "Чуєш їх, доцю, га? Кумедна ж ти, прощайся без ґольфів! Це ім’я і об’єкт.",
    # Greek
    "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία. Το κοινό είναι εδώ, και όχι ο άλλος.",
    # Persian, with the joiner that it needs
    "می\u200cخواهم کتاب\u200cها را بخوانم.",
    # signs
    "\u2460 \U0001f1eb\U0001f1f7 \U0001f468\u200d\U0001f469 \u2764\ufe0f 1\ufe0f\u20e3",
    # two scripts side by side, and quantities
    "3D-модель, USB-порт, β-carotène; 5 \u03bcm, 3 k\u03a9, \u0394x, \u03bbmax, \u211d\u00b2.",
    "Tiếng Việt; Dvořák, Łódź, Åse, ﬂeur.",
]
ORDINARY = [
    "A B C", "A B C D E F G", "les voyelles a e i o u y", "J. R. R. Tolkien", "J.R.R. Tolkien",
    "U.R.S.S., S.N.C.F., O.T.A.N.", "R.S.V.P.", "c.q.f.d.", "a.s.a.p.", "il y a à l’est",
    "x - y - z", "1 2 3 4 5", "w w w",
    "3D", "B2B", "H1N1", "mp3", "A4", "G20", "COVID19", "4x4", "2e", "1er", "20h30", "5h30m",
    "R2D2", "C3PO", "MI5", "x86", "utf8", "base64", "sha256", "k8s", "i18n", "a11y", "log4j",
    "H2O", "CO2", "PM2.5", "S1E04", "GPT4", "K1A 0B1", "iPhone15", "win11", "p2p", "1990s",
    "$100", "US$50", "100$", "25€", "en 1984", "bo@example.org", "@bo", "amig@s", "a 3-1 win",
    "https://example.org/p0rn-c4s1n0", "www.v1agra.example", "deadb33f0a1c", "aG9tZXMgYXJl",
    "12345678901234567890",
]  # fmt: skip


@pytest.mark.parametrize(("hidden", "how"), HIDDEN_CASINOS.items())
def test_a_hidden_word_is_read_and_how_it_was_hidden_is_counted(
    hidden: str, how: tuple[Kind, int]
) -> None:
    found = undoing(hidden)
    assert (found.text, found.kinds) == ("casino", dict([how]))


@pytest.mark.parametrize("hidden", HIDDEN_CASINOS)
def test_a_list_of_words_finds_it(hidden: str) -> None:
    assert word_list("casino").find(tokens(f"Un {hidden}, ici.")) == ["casino"]


@pytest.mark.parametrize(
    ("hidden", "read"),
    [
        ("к\u0061зин\u006f", "казино"),
        ("поке\u0070", "покер"),
        ("С\u0045КС", "СЕКС"),
        ("κ\u0061ζίν\u006f", "καζίνο"),
    ],
)
def test_a_word_of_another_script_is_read_in_that_script(hidden: str, read: str) -> None:
    assert undone(hidden) == read
    assert word_list(read).find(tokens(hidden)) == [read]


@pytest.mark.parametrize("prose", PROSE)
def test_ordinary_words_stay_as_they_are(prose: str) -> None:
    assert undoing(prose) == Undone(prose)


@pytest.mark.parametrize("written", ORDINARY)
@pytest.mark.parametrize("guess", [joined, unleeted])
def test_what_only_looks_like_a_disguise_stays(
    written: str, guess: Callable[[str], Undone]
) -> None:
    for text in (written, f"Voir {written}.", f"({written})", f"{written}\n{written}"):
        assert guess(text) == Undone(text)


@pytest.mark.parametrize(
    ("apart", "whole", "count"),
    [
        ("c a s i n o", "casino", 6),
        ("Un c.a.s.i.n.o !", "Un casino !", 6),
        ("p-o-k-e-r, b_i_n_g_o", "poker, bingo", 10),
        ("C A S I N O", "CASINO", 6),
        ("C a s i n o", "Casino", 6),
        ("c\u00a0a\u00a0s\u00a0i\u00a0n\u00a0o", "casino", 6),
        ("c r é d i t", "crédit", 6),
    ],
)
def test_letters_that_stand_apart_are_joined(apart: str, whole: str, count: int) -> None:
    assert joined(apart) == Undone(whole, {Kind.SPACED: count})


@pytest.mark.parametrize(
    ("leet", "word", "count"),
    [
        ("c4s1n0", "casino", 3), ("v1agra", "viagra", 1), ("p0rn", "porn", 1),
        ("l0an5", "loans", 2), ("c@sino", "casino", 1), ("ca$h", "cash", 1),
        ("b1tc0in", "bitcoin", 2), ("g00gle", "google", 2), ("P0KER", "POKER", 1),
        ("Cr3dit", "Credit", 1), ("m0n3y2024", "money2024", 2),
    ],
)  # fmt: skip
def test_digits_inside_a_word_are_letters(leet: str, word: str, count: int) -> None:
    assert unleeted(f"Un {leet}, là.") == Undone(f"Un {word}, là.", {Kind.LEET: count})


# What the rules speak of, thickly.
SIGNS = st.text(
    st.sampled_from(
        "abcyéZ09@$ .-\u0430\u0435\u0437\u0411\u03b1\u03bb\u0585\u0561\u1d43\u1d04\u026a\u0274"
        "\u200b\u200d\ufe0f\u0301\u0336\u0338\u249c\U0001d41a\U0001f170\u2764\u211d\u212b\ufb01ﾊ\uff9e"
    ),
    max_size=30,
)
TEXTS = st.one_of(SIGNS, st.text(max_size=60))


@TRIED
@given(text=TEXTS)
@pytest.mark.parametrize("undo", [undoing, joined, unleeted])
def test_twice_is_as_once_and_nothing_fails(undo: Callable[[str], Undone], text: str) -> None:
    once = undo(text)
    assert undo(once.text) == Undone(once.text)
    is_same = once.text in (text, normalize("NFC", text))
    assert is_same == (not sum(once.kinds.values()))


@TRIED
@given(text=st.text(st.characters(max_codepoint=0xFF, exclude_characters="\u00ad")))
def test_nothing_of_latin_1_is_a_disguise(text: str) -> None:
    assert undoing(text) == Undone(text)


ALPHABETS = {
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "French": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ",
}


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)
@TRIED
@given(data=st.data())
def test_no_word_of_one_alphabet_is_changed(alphabet: str, data: st.DataObject) -> None:
    word = st.text(st.sampled_from(alphabet + alphabet.upper()), min_size=1)
    text = normalize("NFC", data.draw(st.lists(word).map(" ".join)))
    assert undoing(text) == Undone(text)


HARD = [
    "c\u0430sino ", "a", "\u0430", "a\u0430", "\u1d04", "a\u0336", "\u200b", "\u211d", "a ", "a.b-",
    "a b c d", "a1", "1a", "a1b", "a@", "a$a", "\U0001d41a", "\u1d43", "ab\u0430\u03bb\u0585",
    "é\u0301",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
@pytest.mark.parametrize("undo", [undoing, joined, unleeted])
def test_the_work_grows_with_the_text(
    undo: Callable[[str], Undone], piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in the signs that are handed to the rules; what finds them backs off by one sign."""

    def work(text: str) -> int:
        seen: Counter[str] = Counter()
        real = subject._sub

        def counting(pattern: Any, rule: Any, *rest: Any) -> str:
            def counted(old: str) -> str:
                seen["signs"] += len(old)
                return str(rule(old))

            return real(pattern, counted, *rest)

        monkeypatch.setattr(subject, "_sub", counting)
        undo(text)
        monkeypatch.undo()
        return seen.total()

    once = work(piece * 500)
    assert work(piece * 5000) <= 10 * once + 50
