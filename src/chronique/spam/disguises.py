"""Words that are written so that people read them and filters do not, brought back to plain ones.

`undone` takes away what no ordinary writer needs, and leaves ordinary words of any language as they
are. `joined` and `unleeted` guess more, so they are asked apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from unicodedata import decomposition, normalize

from chronique.spam.patterns import later


class Kind(StrEnum):
    """How a sign was disguised."""

    STYLED = "styled"
    """Letters of mathematics, in circles, small capitals, full width, raised."""
    HIDDEN = "hidden"
    """Nobody sees it: zero-width spaces, joiners between letters that do not join."""
    MARKED = "marked"
    """Marks on a Latin letter that no such letter has: strokes through it, towers of accents."""
    FOREIGN = "foreign"
    """It looks like a letter of another script that the rest of its word is written in."""
    SPACED = "spaced"
    """A letter of a word whose letters stand apart."""
    LEET = "leet"
    """A digit or a sign for a letter."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The text without disguise, and how many of its signs were disguised, by kind."""

    text: str
    kinds: Mapping[Kind, int] = field(default_factory=Counter)


def undone(text: str) -> str:
    """Return the text with the letters that its readers believe to see. Case and accents stay."""
    return undoing(text).text


def undoing(text: str) -> Undone:
    """Return what `undone` does, and how often. Linear in the text; twice is as once."""
    if text.isascii() or not _SUSPICIOUS.search(text):
        return Undone(text)
    kinds: Counter[Kind] = Counter()
    text = _sub(_HIDDEN, _nothing, normalize("NFC", text), kinds, Kind.HIDDEN)
    text = _sub(_FONTS, _plain, text, kinds, Kind.STYLED)
    text = _sub(_RAISED, _plain, text, kinds, Kind.STYLED)
    text = _sub(_WORD, _from_capitals, normalize("NFC", text), kinds, Kind.STYLED)
    text = _sub(_LONG_WORD, _in_one_script, text, kinds, Kind.FOREIGN)
    text = _sub(_STRAY_MARKS, _nothing, normalize("NFC", text), kinds, Kind.MARKED)
    return Undone(normalize("NFC", text), kinds)


def joined(text: str) -> Undone:
    """Join letters that stand apart: "c a s i n o", "p-o-k-e-r", "c.a.s.i.n.o".

    They are four at least (five with points, or in capitals), all parted by one and the same sign;
    with a vowel and a consonant, and not in the order of the alphabet: "A B C", initials,
    "a.s.a.p." and "U.R.S.S." stay.
    """
    kinds: Counter[Kind] = Counter()
    if not _MAY_BE_APART.search(text):
        return Undone(text, kinds)
    return Undone(_sub(_APART, _together, text, kinds, Kind.SPACED), kinds)


def unleeted(text: str) -> Undone:
    """Write letters for digits and signs inside words: "c4s1n0", "v1agra", "ca$h".

    Only between letters, or at the end of a word that has more of them; in words that look like no
    name of a thing: "H1N1", "B2B", "mp3", "log4j", "20h30", prices and addresses stay.
    """
    kinds: Counter[Kind] = Counter()
    return Undone(_sub(_WITH_SIGNS, _in_letters, text, kinds, Kind.LEET), kinds)


def _sub(
    pattern: re.Pattern[str],
    undo: Callable[[str], str],
    text: str,
    kinds: Counter[Kind],
    kind: Kind,
) -> str:
    """Replace what the pattern finds, and count the signs that are others, or gone, then."""

    def replaced(match: re.Match[str]) -> str:
        old = match[0]
        new = undo(old)
        if new != old:
            # Of a word, those that changed; what goes, or shrinks, does so as a whole.
            is_same = len(new) == len(old)
            kinds[kind] += sum(map(str.__ne__, old, new)) if is_same else len(new or old)
        return new

    return pattern.sub(replaced, text)


def _nothing(_: str) -> str:
    return ""


_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_GREEK = "\u0370-\u0373\u0376-\u03ff\u1f00-\u1fff"
_CYRILLIC = "\u0400-\u0481\u048a-\u052f"
_ARMENIAN = "\u0531-\u0556\u0561-\u0586"

_LETTERS = _LATIN + _GREEK + _CYRILLIC + _ARMENIAN
_CAPITALS = {
    ord(letter): plain
    for plain, letter in zip(
        "abcdeghijklmnoprtuvwyz",
        "\u1d00\u0299\u1d04\u1d05\u1d07\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18"
        "\u0280\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
        strict=True,
    )
} | {0xA730: "f", 0xA731: "s"}
_SMALL_CAPITALS = "".join(map(chr, _CAPITALS))

# Letters as mathematics, maps and signboards have them. No digits in circles, which count lists;
# those of numbers' sets and of units only beside another letter.
_NEXT = "\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2131\u2133-\u2139"
_STYLES = (
    "\u249c-\u24e9\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff"
    "\U0001f110-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\u20e5-\u20f0"
_STRAY_MARKS = later(f"(?<=[{_LATIN}])[{_MARKS}]+")
_RAISED_LETTERS = "\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d6a\u1d9c-\u1dbf\u2071\u207f"
_ANY = f"[{_LETTERS}{_MARKS}{_SMALL_CAPITALS}{_STYLES}{_RAISED_LETTERS}{_NEXT}]"
_FONTS = later(f"[{_STYLES}]|(?<={_ANY})[{_NEXT}]|[{_NEXT}](?={_ANY})")
# A word that begins so; what follows a word or a number is 1ᵉʳ, Mᵐᵉ, m².
_RAISED = later(rf"(?<![\w{_MARKS}])[{_RAISED_LETTERS}]+")
_SQUARE_A = (0x1F150, 0x1F170)


@lru_cache(maxsize=4096)
def _plain(letters: str) -> str:
    return "".join(map(_plain_letter, letters))


def _plain_letter(letter: str) -> str:
    for first in _SQUARE_A:
        if first <= ord(letter) < first + 26:
            return chr(ord(letter) - first + 0x41)
    if not decomposition(letter).startswith("<"):
        return letter
    return normalize("NFKC", letter).strip("()")


_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0100-\U000e01ef"
)
# Joiners have a use after letters of some scripts and after signs, which they give their looks.
_JOINERS = "\u200c\u200d\ufe0f"
_JOINING = (
    "0-9#*\u0590-\u109f\u1780-\u18af\u2190-\u249b\u24ea-\u2bff\u3030-\u303d\ufb1d-\ufdff"
    "\ufe70-\ufefc\U0001f000-\U0001f10f\U0001f18a-\U0001faff\U000e0020-\U000e007f"
)
_HIDDEN = later(
    f"(?<![{_JOINING}{_JOINERS}{_UNSEEN}])[{_JOINERS}{_UNSEEN}]+|[{_UNSEEN}]+"
    "|(?<=[0-9#*])[\u200c\u200d]+|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)

# Those who write down sounds use few in a word.
_FEW = 2
_WORD = later(f"[{_LETTERS}{_MARKS}{_SMALL_CAPITALS}]+")


def _from_capitals(word: str) -> str:
    plain = word.translate(_CAPITALS)
    return word if word.isascii() or sum(map(str.__ne__, word, plain)) <= _FEW else plain


def _pairs(text: str) -> dict[str, str]:
    """Read a table: each word is a letter, and what it looks like."""
    return {pair[0]: pair[1] for pair in text.split()}


# Letters that nobody tells from Latin ones.
_CYRILLIC_TWINS = _pairs(
    "\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x \u0456i \u0458j \u0455s \u04bbh"
    " \u0501d \u051bq \u051dw \u04cfl \u043ak \u04afy \u0475v \u0410A \u0412B \u0415E \u041aK"
    " \u041cM \u041dH \u041eO \u0420P \u0421C \u0422T \u0423Y \u0425X \u0406I \u0408J \u0405S"
)
_GREEK_TWINS = _pairs(
    "\u03bfo \u03b1a \u03bdv \u03c1p \u03c5u \u03b9i \u03bak \u03c7x \u03f2c \u03f3j \u0391A"
    " \u0392B \u0395E \u0396Z \u0397H \u0399I \u039aK \u039cM \u039dN \u039fO \u03a1P \u03a4T"
    " \u03a5Y \u03a7X"
)
_ARMENIAN_TWINS = _pairs(
    "\u0585o \u057du \u0578n \u0570h \u0581g \u0566q \u0575j \u0555O \u054dU \u054fS \u053cL"
)
_TWINS = _CYRILLIC_TWINS | _GREEK_TWINS | _ARMENIAN_TWINS
# Letters that are taken for Latin ones in a word where the others are Latin.
_KIN = _TWINS | _pairs(
    "\u0451e \u0457i \u0432b \u043dh \u043cm \u0442t \u0433r \u043fn \u0438u \u044cb \u0454e"
    " \u0501d \u0401E \u0407I \u03b7n \u03c9w \u03b5e \u03c4t \u03b3y \u03cco \u03aca \u03afi"
    " \u03ade \u03cdu \u03aen \u03c3o \u0574u \u0561w \u0563q"
)
# And Latin letters in a word of another script: those that most of its languages write.
_TO_GREEK = {latin: letter for letter, latin in _GREEK_TWINS.items()}
_TO_CYRILLIC = {latin: letter for letter, latin in _CYRILLIC_TWINS.items()}
_TO_CYRILLIC = {latin: _TO_CYRILLIC[latin] for latin in "aeopcxikABEKMHOPCTXI"} | {"y": "\u0443"}

# A word is letters, their marks, and digits.
_LONG_WORD = later(rf"[{_LETTERS}][{_LETTERS}{_MARKS}\d]{{2,}}")
_LATIN_LETTER = later(f"[{_LATIN}]")
# The other scripts, and what Latin letters may stand for in each.
_SCRIPTS: list[tuple[re.Pattern[str], dict[str, str]]] = [
    (later(f"[{_CYRILLIC}]"), _TO_CYRILLIC),
    (later(f"[{_GREEK}]"), _TO_GREEK),
    (later(f"[{_ARMENIAN}]"), {}),
]


def _in_one_script(word: str) -> str:
    """Return a word of several scripts in the one that it is read in; another as it is."""
    before = ""
    while word != before:
        before, word = word, _nearer(word)
    return word


def _nearer(word: str) -> str:
    if word.isascii():
        return word
    others = [(found, back) for script, back in _SCRIPTS if (found := script.findall(word))]
    latin = _LATIN_LETTER.findall(word)
    if len(others) + bool(latin) < 2:
        return word
    foreign = [letter for found, _ in others for letter in found]
    may_be_latin = _TWINS.keys() >= set(foreign)
    may_be_other = len(others) == 1 and others[0][1].keys() >= set(latin)
    # Who hides a word changes few of its letters.
    is_other = len(latin) < len(foreign) + (not may_be_latin)
    if may_be_other and is_other:
        return "".join(others[0][1].get(letter, letter) for letter in word)
    return word.translate(_TO_LATIN)


_TO_LATIN = str.maketrans(_KIN)
# A text without any of these is as it seems.
_SUSPICIOUS = re.compile(
    "[\u00ad\u0250-\u02b8\u02e1-\u02e3\u0300-\u058f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u1ab0-\u1aff\u1d00-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2071\u207f\u20d0-\u214f"
    "\u249c-\u24e9\u3164\ua730\ua731\ufe00-\ufe0f\ufeff-\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U0001d400-\U0001d7ff\U0001f110-\U0001f189\U000e0000-\U000e01ef]"
)

# So many letters apart are a word, or several, whatever is written large in them.
SURELY = 8
_SMALL_VOWELS = (
    "aeiouyàâäéèêëîïôöùûü"
    "\u0430\u0435\u0451\u0438\u043e\u0443\u044b\u044d\u044e\u044f\u0456\u0457\u0454"
)
_VOWELS = frozenset(_SMALL_VOWELS + _SMALL_VOWELS.upper())
_LETTER = f"[{_LATIN}]"
_EITHER = f"[{_LATIN}{_CYRILLIC}]"
_BETWEEN = r"[^\S\n]|[-._*·•|~+=/\\]"
# It begins with a set of characters: others are passed over quickly.
_MAY_BE_APART = re.compile(rf"[\s\-._*·•|~+=/\\](?:{_EITHER}[\s\-._*·•|~+=/\\]){{2}}")
_APART = later(
    rf"(?<![\w'’]){_EITHER}({_BETWEEN})"
    rf"{_EITHER}(?:\1{_EITHER}){{2,}}(?![\w'’])"
)


def _together(word: str) -> str:
    letters = word[::2]
    least = 5 if word[1] == "." or letters.isupper() else 4
    case = letters[1:]
    is_plain = case.islower() or (letters.isupper() and word[1] != ".") or len(letters) >= SURELY
    has_both = not _VOWELS.isdisjoint(letters) and not _VOWELS.issuperset(letters)
    is_alphabet = list(letters.lower()) == sorted(letters.lower())
    return letters if len(letters) >= least and is_plain and has_both and not is_alphabet else word


LEET = str.maketrans("01345@7$", "oieasats")
# No part of an address or of a longer sign.
_WITH_SIGNS = later(
    rf"(?<![\w@$./:#&=-])(?=[{_LATIN}]++[0-9@$]){_LETTER}[{_LATIN}0-9@$]+(?![\w@$]|[./:=-]\w)"
)
_HEXADECIMAL = frozenset("abcdefABCDEF")
_SIGNS = later(r"[0-9@$]+")


def _in_letters(word: str) -> str:
    inner = re.sub(r"[0-9@$]+\Z", "", word)
    end = word[len(inner) :]
    letters = _SIGNS.sub("", inner)
    runs = _SIGNS.findall(inner)
    is_word = letters.islower() or letters.istitle() or (letters.isupper() and len(letters) > 3)
    is_number = _HEXADECIMAL.issuperset(letters)
    if not (is_word and len(letters) > 2) or is_number or not all(map(_may_be_a_letter, runs)):
        return word
    if not runs or (len(runs) == 1 and not _hides_one(inner, runs[0])):
        return word
    last = end if len(end) > 1 or not _may_be_a_letter(end) else end.translate(LEET)
    return _cased(inner.translate(LEET) + last, letters)


def _may_be_a_letter(run: str) -> bool:
    """Say whether signs in a row stand for letters: one, or the two of "fr33" and "g00gle"."""
    return run in ("00", "33", "$$", "55") or (len(run) == 1 and ord(run) in LEET)


def _hides_one(word: str, sign: str) -> bool:
    """Say whether the one sign of a word stands for a letter, and for no number of its own.

    "4" is often "for", and "5" a number: they are letters where a word needs one.
    """
    before, _, after = word.partition(sign)
    beside = before[-1] in _VOWELS, after[0] in _VOWELS
    if sign == "@":
        return len(before) < 3 and len(after) > 1
    if sign in ("4", "3"):
        return len(before) < 3 and len(after) > 1 and not any(beside)
    if sign in ("5", "7", "$", "$$", "55"):
        return any(beside) and (len(after) > 1 or "$" in sign)
    return len(after) > 1


def _cased(word: str, letters: str) -> str:
    return word.upper() if letters.isupper() else word
