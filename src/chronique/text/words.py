"""Words as a search sees them: folded, stemmed, found again in a text.

Words are folded before they are stemmed, in texts and in queries alike: who types "ministere" finds
"ministère", whatever the stemmer knows of accents.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

import snowballstemmer

# Letters that no decomposition of Unicode's takes apart.
_LETTERS = {
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "\u0131": "i",
    "ŋ": "n",
    "ĸ": "k",
    "\u017f": "s",
    "ŧ": "t",
    "ς": "\u03c3",
}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

# Marks of scripts whose vowels are marks (Hebrew, Arabic, Indic, Thai …) belong to the word.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0eff"
# Chinese and Japanese do not part words: each character is one.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = rf"[^\W_{_IDEOGRAPHS}](?:[^\W_{_IDEOGRAPHS}]|[{_MARKS}\u00ad])*|[{_IDEOGRAPHS}]"
_PART = re.compile(_PIECE)
_APOSTROPHES = "'’\u02bc"
_HYPHENS = "\u2010\u2011-"
_WORD = re.compile(rf"(?:{_PIECE})(?:[{_APOSTROPHES}{_HYPHENS}](?:{_PIECE}))*")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_PARTS = re.compile(f"[{_APOSTROPHES}{_HYPHENS}]")

_ELIDED = re.compile(
    rf"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=\w\w)", re.IGNORECASE
)
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s$", re.IGNORECASE)

# Words that only hold a sentence together, in French and English. "But", "or", "son", "car", "est"
# are not here: each means something in one of the two.
_GLUE = frozenset(
    re.findall(
        r"\w+",
        "a and are at au aux by ce ces cette de des du elle elles et for from he il ils in is it "
        "je la le les of on ou par que qui she that the these they this to un une was with you",
    )
)

# Plurals that the French stemmer does not know, or knows by their accents only. Folded.
_FRENCH_ENDINGS = (
    (re.compile(r"(?<=\w)e{2,3}s?$"), "e"),
    (re.compile(r"(?<=\w)ieres?$"), "ier"),
    (re.compile(r"(?<=\w\w[aiou])s$"), ""),
    (re.compile(r"^((?:en)?jeu|feu|(?:mi)?lieu|a?dieu|voeu|aveu|(?:ne|che)veu)x$"), r"\1"),
)
_FRENCH_WORDS = {"travaux": "travail", "vitraux": "vitrail", "baux": "bail", "yeux": "oeil"} | {
    # no plurals of "mai", "foi", "moi", "pari"
    word: word
    for word in ("mais", "fois", "mois", "paris")
}

_french = snowballstemmer.stemmer("french")
_english = snowballstemmer.stemmer("english")
_stemming = Lock()


class _Folds(dict[int, str]):
    """What each character is folded to, found out once a character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = "".join(map(_fold_letter, chr(code).lower()))
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if "\u0300" <= letter <= "\u036f" or letter in _INVISIBLE:
        return ""
    apart = unicodedata.normalize("NFKD", letter)
    if unicodedata.name(apart[0], "").startswith(("LATIN", "GREEK", "DIGIT")):
        bases = (base for base in apart.lower() if not unicodedata.combining(base))
        return "".join(_LETTERS.get(base, base) for base in bases)
    # Cyrillic й is no и with a hat: only Latin and Greek lose their marks.
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKC", letter))


_folds = _Folds()


def fold(text: str) -> str:
    """Return the text in lower case, without accents on Latin and Greek, œ as oe, ß as ss."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_folds))


# Stands for the few characters of Windows-1252 that are folded to what it does not have.
_ODD = 1


class _Bytes:
    """The words of a text as bytes of Windows-1252, which says all of French and English.

    It takes a tenth of the time.
    """

    def __init__(self) -> None:
        table, self.longer, self.dropped = bytearray(b" " * 256), dict[bytes, bytes](), bytearray()
        for code in range(256):
            byte = bytes([code])
            letter = byte.decode("cp1252", "ignore")
            folded = fold(letter)
            if not _PART.findall(folded):
                self.dropped += byte if letter and not folded else b""
            elif not (folded.isascii() and folded.isalnum()):
                table[code] = _ODD
            elif len(folded) == 1:
                table[code] = ord(folded)
            else:
                self.longer[byte] = folded.encode()
        self.table = bytes(table)

    def parts(self, text: str) -> list[str] | None:
        """Return the folded words, or None when the text holds something else."""
        try:
            said = text.encode("cp1252")
        except UnicodeEncodeError:
            return None
        if not text.isascii():
            for byte, letters in self.longer.items():
                said = said.replace(byte, letters)
        folded = said.translate(self.table, self.dropped)
        return None if _ODD in folded else folded.decode("ascii").split()


_bytes = _Bytes()


def parts(text: str) -> list[str]:
    """Return the words of a text, folded, in their order; apostrophes and hyphens part them too."""
    # French typography's narrow space is the one usual character that Windows-1252 lacks.
    found = _bytes.parts(text.replace("\u202f", " "))
    return _PART.findall(fold(text)) if found is None else found


def stems(text: str, language: str) -> list[str]:
    """Return the words of a text, folded and stemmed, in their order.

    French and English ("fr", "en-GB" …) are stemmed, other languages only folded. A word with
    hyphens comes whole, then in its parts; elided articles and a possessive 's are left out.
    """
    code = language[:2].lower()
    return [stem for word in _WORD.findall(text) for stem in _stems_of(word, code)]


@lru_cache(maxsize=100_000)
def _stems_of(word: str, code: str) -> tuple[str, ...]:
    stem = _STEMMERS.get(code)
    if stem is None:
        return tuple(_forms(word, joins=False))
    return tuple(map(stem, _forms(word, joins=True)))


def query_stems(query: str) -> list[frozenset[str]]:
    """Return for each word of a reader's query what it may be stemmed to in any language.

    A text matches when it has one stem of each set. Words like "the" are left out, unless there are
    no others.
    """
    asked: list[tuple[str, frozenset[str]]] = []
    for word in _WORD.findall(query):
        whole, *parts = _forms(word, joins=True)
        asked += [(part, _possible(part) | _possible(whole)) for part in parts]
        asked += [] if parts else [(whole, _possible(whole))]
    telling = [stems for form, stems in asked if form not in _GLUE]
    return list(dict.fromkeys(telling or [stems for _, stems in asked]))


def highlight(text: str, query: str) -> list[tuple[str, bool]]:
    """Return the text cut up: each piece, and whether it is a word that the query asks for."""
    return _cut(text, [(start, end) for start, end, _ in _hits(text, query_stems(query))])


def passage(text: str, query: str, *, length: int = 240) -> list[tuple[str, bool]]:
    """Return the passage with most of the query's words, cut up as `highlight` does.

    It has about `length` characters, begins and ends at a word, and has "…" where it was cut.
    """
    text = re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")
    hits = _hits(text, query_stems(query))
    start, end = _window(text, hits, length)
    inside = [(hit[0] - start, hit[1] - start) for hit in hits if start <= hit[0] and hit[1] <= end]
    pieces = _cut(text[start:end], inside)
    before = [("…", False)] if start else []
    after = [("…", False)] if end < len(text) else []
    return before + pieces + after


def _forms(word: str, *, joins: bool) -> list[str]:
    """Return the folded word, and after it its parts if it has hyphens.

    With `joins` an apostrophe that stays holds a word together ("aujourd'hui"); otherwise it parts
    words too.
    """
    parts = [_bare(part) for part in _HYPHEN.split(word)]
    if not joins:
        parts = _PARTS.split(word)
    folded = [fold(_APOSTROPHE.sub("", part)) for part in parts]
    return folded if len(folded) == 1 else ["".join(folded), *folded]


def _bare(word: str) -> str:
    """Return the word without an elided article before it or a possessive after it."""
    return _POSSESSIVE.sub("", _ELIDED.sub("", word, count=1))


@lru_cache(maxsize=100_000)
def _stem_french(folded: str) -> str:
    word = _FRENCH_WORDS.get(folded, "")
    if not word:
        word = folded
        for ending, singular in _FRENCH_ENDINGS:
            word = ending.sub(singular, word)
    with _stemming:
        return str(_french.stemWord(word))


@lru_cache(maxsize=100_000)
def _stem_english(folded: str) -> str:
    with _stemming:
        return str(_english.stemWord(folded))


_STEMMERS: dict[str, Callable[[str], str]] = {"fr": _stem_french, "en": _stem_english}


@lru_cache(maxsize=100_000)
def _possible(folded: str) -> frozenset[str]:
    return frozenset({folded, _stem_french(folded), _stem_english(folded)})


Hit = tuple[int, int, frozenset[int]]


def _hits(text: str, asked: list[frozenset[str]]) -> list[Hit]:
    """Return where the words are that the query asks for, and which of its words each one is."""
    if not asked:
        return []
    known: dict[str, list[Hit]] = {}
    hits: list[Hit] = []
    for match in _WORD.finditer(text):
        word, at = match[0], match.start()
        if word not in known:
            known[word] = _hits_in_word(word, asked)
        hits += [(at + start, at + end, which) for start, end, which in known[word]]
    return hits


def _hits_in_word(word: str, asked: list[frozenset[str]]) -> list[Hit]:
    """Return the whole word without its elided article, or if it has hyphens what it has in it."""
    elided = _ELIDED.match(word)
    begin = elided.end() if elided else 0
    which = _asked(word, asked)
    if which or not _HYPHEN.search(word):
        return [(begin, len(word), which)] if which else []
    parts = (match.span() for match in re.finditer(_PIECE, word))
    hits = [(start, end, _asked(word[start:end], asked)) for start, end in parts if start >= begin]
    return [hit for hit in hits if hit[2]]


@lru_cache(maxsize=100_000)
def _possible_of(word: str) -> frozenset[str]:
    return _possible(_forms(word, joins=True)[0])


def _asked(word: str, asked: list[frozenset[str]]) -> frozenset[int]:
    possible = _possible_of(word)
    return frozenset(number for number, stems in enumerate(asked) if not possible.isdisjoint(stems))


def _window(text: str, hits: list[Hit], length: int) -> tuple[int, int]:
    """Return where the best passage begins and ends, at words."""
    if len(text) <= length:
        return 0, len(text)
    best, best_score = (0, 0), (0, 0)
    for number, (start, _, _) in enumerate(hits):
        within = [hit for hit in hits[number : number + 20] if hit[1] - start <= length]
        score = (len(frozenset().union(*(hit[2] for hit in within))), len(within))
        if score > best_score:
            best, best_score = (start, within[-1][1]), score
    margin = max(0, length - (best[1] - best[0])) // 2
    start = max(0, min(best[0] - margin, len(text) - length))
    end = max(best[1], start + length)
    if start:
        start = text.find(" ", start - 1, best[0]) + 1 or best[0]
    if end < len(text):
        end = max(text.rfind(" ", best[1], end + 1), best[1])
    return start, end


def _cut(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces, done = [], 0
    for start, end in spans:
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]
