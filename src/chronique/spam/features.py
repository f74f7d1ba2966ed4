"""What the model sees of a comment: its words, and signals of how it is made.

Accents, case and disguises are gone before it looks, so that who types "credit a la consommation"
without accents is read as who types them. All patterns take a time in proportion to the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p, sqrt

from chronique.spam.disguises import Kind, joined, undoing, unleeted
from chronique.spam.trades import trades, trades_in
from chronique.text.words import fold

# Of a longer text the beginning and the end are read, where links and offers stand.
BEGINNING, ENDING = 6_000, 3_000
# A word is read so far; nobody's is longer, but a line of base64 is one.
LONGEST_WORD = 24

_TAG = re.compile(r"<a\b[^<>]{0,300}>|\[/?(?:url|link)[^\[\]]{0,300}\]", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]]+", re.IGNORECASE)
_ENDS = (
    "com|net|org|info|biz|eu|fr|de|it|es|pt|br|ru|ua|pl|uk|us|in|cn|id|io|co|me|tv|cc|tk|to|ly|gl|be"
    "|xyz|top|shop|online|site|club|pro|store|win|vip|link|live|app|blog|bet|casino|loan|agency"
)
# A host that is written without what makes it a link.
_BARE = re.compile(
    rf"(?<![\w@./-])[a-z0-9][a-z0-9-]{{1,62}}(?:\.[a-z0-9-]{{1,62}}){{0,3}}\.(?:{_ENDS})"
    r"(?![\w@-]|\.\w)(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"\b(?:bit\.ly|tinyurl|goo\.gl|t\.co|ow\.ly|is\.gd|cutt\.ly|adf\.ly|shorturl|rebrand\.ly|t\.me"
    r"|wa\.me|linktr\.ee|tiny\.cc|clck\.ru|vk\.cc)\b",
    re.IGNORECASE,
)
# Ends of hosts that cost next to nothing.
_CHEAP = re.compile(
    r"\.(?:xyz|top|shop|online|site|club|info|biz|icu|buzz|loan|win|vip|cn|tk|ml|ga|cf|gq|pw|ws|cc"
    r"|store|pro|click|link|live|space|website|fun|work|bid|review|stream|men|date|download|bet)"
    r"(?=[/:?\s]|$)",
    re.IGNORECASE,
)
# Where sources lie that readers cite.
_SOURCE = re.compile(
    r"\b(?:wikipedia|wikimedia|github|youtube|youtu\.be|archive\.org|arxiv|doi\.org|stackoverflow"
    r"|gouv|gov|europa\.eu|insee|senat|assemblee-nationale|legifrance|lemonde|liberation|lefigaro"
    r"|mediapart|nytimes|theguardian|bbc|microsoft|msdn|reddit)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,12}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w./-])\+?\(?\d{1,4}\)?(?:[ .\-/()]{0,2}\d{2,4}){2,5}(?![\w/])")
_MONEY = re.compile(
    r"[$€£₽₴]\s?\d|\d\s?(?:[$€£₽₴]|usd\b|eur\b|euros?\b|dollars?\b|\u0440\u0443\u0431|\u0433\u0440\u043d)",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_QUOTE = re.compile(r"^\s*>|@\w|«|“", re.MULTILINE)
_SELF = re.compile(r"\b(?:i|je|j|moi|my|mon|ma|ich|mir|yo|io|eu|я|мне|мой|nous|we)\b")
_RUN = re.compile(r"(.)\1{4,}")
_GLUED = re.compile(r"[a-z][,.!][A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]|[$€£]|!{2,}|\\?{2,}|\\.{3,}|>>|<<|\\|{1,}")
_DIGITS = re.compile(r"[0-9]+")
_SCHEME = re.compile(r"\s*(?:https?:)?/*(?:www\.)?", re.IGNORECASE)
_WESTERN = frozenset(["fr", "en", "de", "es", "it", "pt", "id"])
# Kinds of disguise, and how many signs make one.
_DISGUISES = tuple(Kind)
_WRITTEN_BY_HAND = 1
_WAYS = ("links_any", "contact_mail", "contact_phone")


@dataclass(frozen=True, slots=True)
class Features:
    """`words`: each once, those of links, name and address marked by their first sign.

    `pairs`: words that follow each other. `signals`: by name, mostly from 0 to some 5. `leads`:
    whether it leads elsewhere, by a link, an address, a number; praise that does is another thing.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    signals: dict[str, float]
    leads: bool


def features(text: str, *, author: str = "", url: str = "", language: str = "") -> Features:
    """Return what there is to see. `url`: the web address that the author gave."""
    look = _Look(_cut(text), author[:200], url[:300], language[:2].lower())
    signals = dict(look.signals())
    leads = bool(look.host) or any(signals[name] for name in _WAYS)
    return Features(*look.words(), signals, leads)


def _cut(text: str) -> str:
    if len(text) <= BEGINNING + ENDING:
        return text
    return f"{text[:BEGINNING]} {text[-ENDING:]}"


class _Look:
    def __init__(self, text: str, author: str, url: str, language: str) -> None:
        found = undoing(text)
        self.kinds: Counter[Kind] = Counter(found.kinds)
        self.language = language
        has_tags = "<" in found.text or "[" in found.text
        self.tags = _TAG.findall(found.text) if has_tags else []
        self.links = _LINK.findall(found.text)
        # What is said, without addresses, in which signs and digits mean something else.
        said = _TAG.sub(" ", found.text) if self.tags else found.text
        said = _LINK.sub(" ", said) if self.links else said
        self.hosts = _BARE.findall(said)
        if self.hosts:
            said = _BARE.sub(" ", said)
        self.raw = found.text
        self.said = self._guessed(said)
        self.folded = fold(self.said)
        self.told = _DIGITS.sub("0", self.folded)
        self.tokens = [word[:LONGEST_WORD] for word in _WORD.findall(self.told)]
        self.author, self.folded_author = author, fold(undoing(author).text)
        self.host, _, self.path = _SCHEME.sub("", url.strip().lower(), count=1).partition("/")

    def _guessed(self, text: str) -> str:
        for undo in (joined, unleeted):
            found = undo(text)
            text = found.text
            self.kinds.update(found.kinds)
        return text

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        tokens = self.tokens
        linked = [f"/{word}" for link in (*self.links, *self.hosts) for word in _in_link(link)]
        named = [f"@{word}" for word in _WORD.findall(_DIGITS.sub("0", self.folded_author))]
        placed = [f"~{word}" for word in _in_link(f"{self.host}/{self.path}")]
        signs = [sign[:2] for sign in _SIGN.findall(self.raw)]
        words = dict.fromkeys([*tokens, *signs, *linked[:60], *named[:12], *placed[:20]])
        pairs = dict.fromkeys(map("{} {}".format, tokens, tokens[1:]))
        return tuple(words), tuple(pairs)

    def signals(self) -> Iterator[tuple[str, float]]:
        yield from self._of_links()
        yield from self._of_contacts()
        yield from self._of_manner()
        yield from self._of_trades()
        yield from self._of_disguises()
        yield from self._of_author()

    def _of_links(self) -> Iterator[tuple[str, float]]:
        count, words = len(self.links) + len(self.hosts), len(self.tokens)
        where = " ".join([*self.links, *self.hosts])
        yield "links", log1p(count)
        yield "links_any", float(count > 0)
        yield "links_many", float(count > 2)
        yield "links_dense", min(1.0, 8 * count / max(1, words))
        yield "links_tagged", log1p(len(self.tags))
        yield "links_bare", log1p(len(self.hosts))
        yield "links_short", float(bool(where and _SHORTENED.search(where)))
        yield "links_cheap", float(bool(where and _CHEAP.search(where)))
        yield "links_source", float(bool(where and _SOURCE.search(where)))
        last = self.links[-1].rstrip() if self.links else ""
        yield "links_last", float(bool(last) and self.raw.rstrip(" .!\n").endswith(last))
        yield "links_alone", float(count > 0 and words < 4)

    def _of_contacts(self) -> Iterator[tuple[str, float]]:
        phones = [
            phone for phone in _PHONE.findall(self.said) if 8 <= sum(map(str.isdigit, phone)) <= 15
        ]
        yield "contact_mail", log1p(len(_MAIL.findall(self.raw)) if "@" in self.raw else 0)
        yield "contact_phone", log1p(len(phones))
        yield "contact_money", log1p(len(_MONEY.findall(self.folded)))

    def _of_manner(self) -> Iterator[tuple[str, float]]:
        text, words = self.raw, len(self.tokens)
        letters = sum(map(str.isalpha, text))
        length = log1p(len(text)) / 8
        yield "manner_length", length
        yield "manner_length_squared", length * length
        yield "manner_few_words", float(words < 4)
        yield "manner_long_words", sum(map(len, self.tokens)) / max(1, words) / 10
        yield "manner_varied", len(set(self.tokens)) / max(1, words)
        yield "manner_capitals", sum(map(str.isupper, text)) / letters if letters > 10 else 0.0
        yield "manner_exclaims", log1p(text.count("!"))
        yield "manner_asks", log1p(text.count("?"))
        yield "manner_digits", sum(map(str.isdigit, text)) / max(1, len(text))
        yield "manner_emoji", 0.0 if text.isascii() else log1p(len(_EMOJI.findall(text)))
        yield "manner_lines", log1p(text.count("\n"))
        yield "manner_ended", float(text.rstrip()[-1:] in tuple(".!?…)"))
        yield "manner_small_start", float(text.lstrip()[:1].islower())
        yield "manner_quotes", float(bool(_QUOTE.search(text)))
        yield "manner_self", log1p(len(_SELF.findall(self.folded)))
        yield "manner_runs", float(bool(_RUN.search(self.told)))
        yield "manner_wide_spaces", log1p(text.count("  "))
        yield "manner_glued", log1p(len(_GLUED.findall(self.said)))
        foreign = 0.0 if text.isascii() else sum(map(_is_far, text)) / max(1, letters)
        yield "manner_other_script", float(foreign > 0.3 and self.language in _WESTERN)
        yield "manner_two_scripts", float(0.02 < foreign < 0.5)

    def _of_trades(self) -> Iterator[tuple[str, float]]:
        words = len(self.tokens)
        found = trades_in(set(self.tokens))
        for trade in trades():
            yield f"trade_{trade}", log1p(found[trade])
        named = sum(found.values()) - found["praise"]
        yield "trade_any", log1p(named - found["channel"])
        yield "trade_dense", min(1.0, named / max(1, words))
        praise = found["praise"] / max(1, words)
        yield "praise_dense", min(1.0, praise)
        yield "praise_alone", float(praise > 0.25 and words < 30)
        yield "praise_with_address", float(bool(self.host) and found["praise"] > 1)

    def _of_disguises(self) -> Iterator[tuple[str, float]]:
        for kind in _DISGUISES:
            yield f"disguise_{kind}", log1p(self.kinds[kind])
        yield "disguise_any", float(sum(self.kinds.values()) > _WRITTEN_BY_HAND)

    def _of_author(self) -> Iterator[tuple[str, float]]:
        name = self.folded_author
        words = _WORD.findall(name)
        yield "author_trade", log1p(sum(trades_in(set(words)).values()))
        yield "author_words", float(max(0, len(words) - 2))
        yield "author_small", float(self.author[:1].islower())
        yield "author_digits", float(any(map(str.isdigit, name)))
        yield "author_host", float("." in name and bool(_BARE.search(name)))
        yield "author_long", float(len(name) > 25)
        placed = set(_in_link(f"{self.host}/{self.path}"))
        letters = "".join(filter(str.isalpha, name))
        at = "".join(filter(str.isalpha, self.host))
        yield "address_trade", log1p(sum(trades_in(placed).values()))
        yield "address_path", log1p(len(self.path))
        yield "address_hyphens", log1p(self.host.count("-"))
        yield "address_digits", float(any(map(str.isdigit, self.host)))
        yield "address_cheap", float(bool(_CHEAP.search(self.host)))
        yield "address_long", max(0, len(self.host) - 12) / 10
        yield "address_source", float(bool(_SOURCE.search(self.host)))
        yield "address_in_text", float(bool(self.host) and self.host in self.raw.lower())
        yield "address_of_name", float(len(letters) > 4 and letters in at)


def _in_link(link: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(_DIGITS.sub("0", fold(link)))]


def _is_far(sign: str) -> bool:
    return sign > "\u036f" and sign.isalpha()


def scale(words: int) -> float:
    """Return by what each word of so many counts: a text of a hundred does not weigh tenfold."""
    return 1 / sqrt(max(1, words))
