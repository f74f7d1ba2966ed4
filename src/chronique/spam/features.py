"""What the model sees of a comment: its words, and signals of how it is made.

Accents, case and disguises are gone before it looks, so that who types "credit a la consommation"
without accents is read as who types them. All patterns take a time in proportion to the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p, sqrt
from operator import add

from chronique.spam.disguises import Kind, undoing
from chronique.spam.guesses import decoded, guessed
from chronique.spam.links import links_in, without_links
from chronique.spam.trades import trades, trades_in
from chronique.text.words import parts

# Of a longer text the beginning and the end are read, where links and offers stand.
BEGINNING, ENDING = 6_000, 3_000
# A word is read so far; nobody's is longer, but a line of base64 is one.
LONGEST_WORD = 24

_TAG = re.compile(r"<a\b[^<>]{0,300}>|\[/?(?:url|link)[^\[\]]{0,300}\]", re.IGNORECASE)
_ENDS = (
    "com|net|org|info|biz|eu|fr|de|it|es|pt|br|ru|ua|pl|uk|us|in|cn|id|io|co|me|tv|cc|tk|to|ly|gl|be"
    "|xyz|top|shop|online|site|club|pro|store|win|vip|link|live|app|blog|bet|casino|loan|agency"
)
# Without one there is no bare host, and it is found sooner.
_HOST_END = re.compile(rf"\.(?:{_ENDS})(?![\w-])", re.IGNORECASE)
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
_PHONE = re.compile(
    r"[+(\d](?<![\w./-].)(?:(?<=\+)\(?\d{1,4}|\d{0,4})\)?(?:[ .\-/()]{0,2}\d{2,4}){2,5}(?![\w/])"
)
_MONEY = re.compile(
    r"[$€£₽₴\d](?:(?<=\D)\s?\d|(?<=\d)\s?(?:[$€£₽₴]|usd\b|eur\b|euros?\b|dollars?\b|\u0440\u0443\u0431|\u0433\u0440\u043d))",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_QUOTE = re.compile(r"^[ \t]{0,9}>|@\w|«|“", re.MULTILINE)
_QUOTING = (">", "@", "«", "“")
_SELF = frozenset(parts("i je j moi my mon ma ich mir yo io eu я мне мой nous we"))
_GLUED = re.compile(r"[,.!](?<=[a-z].)[A-Za-z]")
# It begins with a set of characters: others are passed over quickly.
_SIGN = re.compile(
    "[!?.<>|$€£\U0001f300-\U0001faff\u2600-\u27bf]"
    "(?:(?<=[$€£\U0001f300-\U0001faff\u2600-\u27bf])|(?<=!)!+|(?<=\\?)\\?+|(?<=\\.)\\.{2,}"
    "|(?<=>)>|(?<=<)<|(?<=\\|)\\|*)"
)
# What is there for machines, and not shown to people.
_UNSEEN = re.compile(
    r"style\s{0,3}=[^<>]{0,200}?(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden"
    r"|font-size\s{0,3}:\s{0,3}[01](?:px|pt|em)?\s{0,3}[;\"']|color\s{0,3}:\s{0,3}(?:#f{3,6}|white)\b)",
    re.IGNORECASE,
)
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
        text, self.coded = decoded(text)
        found = undoing(text)
        self.kinds: Counter[Kind] = Counter(found.kinds)
        self.language = language
        self.raw = found.text
        if "style" in self.raw:
            self.coded += len(_UNSEEN.findall(self.raw))
        self.signs = _Signs(self.raw)
        has_tags = "<" in self.raw or "[" in self.raw
        self.tags = _TAG.findall(self.raw) if has_tags else []
        # What is said, without addresses, in which signs and digits mean something else.
        said = _TAG.sub(" ", self.raw) if self.tags else self.raw
        self.links = links_in(self.raw)
        if self.links:
            said = without_links(said)[1]
        self.hosts = _BARE.findall(said) if _HOST_END.search(said) else []
        if self.hosts:
            said = _BARE.sub(" ", said)
        guess = guessed(said)
        self.said = guess.text
        self.kinds.update(guess.kinds)
        self.tokens = words_of(self.said)
        self.said_once = set(self.tokens)
        self.author = author
        self.named = words_of(undoing(author).text)
        self.host, _, self.path = _SCHEME.sub("", url.strip().lower(), count=1).partition("/")
        self.placed = words_of(f"{self.host}/{self.path}")

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        tokens = self.tokens
        linked = [f"/{word}" for word in words_of(" ".join([*self.links, *self.hosts][:60]))]
        named = [f"@{word}" for word in self.named]
        placed = [f"~{word}" for word in self.placed]
        signs = [sign[:2] for sign in _SIGN.findall(self.raw)]
        words = dict.fromkeys([*tokens, *signs, *linked[:60], *named[:12], *placed[:20]])
        pairs = dict.fromkeys(map(add, [f"{word} " for word in tokens], tokens[1:]))
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
        yield "links_heap", max(0.0, log1p(count) - log1p(3))
        yield "links_tagged", min(1.0, log1p(len(self.tags)))
        yield "links_bare", log1p(len(self.hosts))
        yield "links_short", float(bool(where and _SHORTENED.search(where)))
        yield "links_cheap", float(bool(where and _CHEAP.search(where)))
        yield "links_source", float(bool(where and _SOURCE.search(where)))
        last = self.links[-1] if self.links else ""
        yield "links_last", float(bool(last) and self.raw.rstrip(" .!\n").endswith(last))
        yield "links_alone", float(count > 0 and words < 4)

    def _of_contacts(self) -> Iterator[tuple[str, float]]:
        numbers = self.signs.digits > 0
        found = _PHONE.findall(self.said) if self.signs.digits >= 8 else []
        phones = [phone for phone in found if 8 <= sum(map(str.isdigit, phone)) <= 15]
        yield "contact_mail", log1p(len(_MAIL.findall(self.raw)) if "@" in self.raw else 0)
        yield "contact_phone", log1p(len(phones))
        yield "contact_money", log1p(len(_MONEY.findall(self.said)) if numbers else 0)

    def _of_manner(self) -> Iterator[tuple[str, float]]:
        text, signs, words = self.raw, self.signs, len(self.tokens)
        length = log1p(len(text)) / 8
        yield "manner_length", length
        yield "manner_length_squared", length * length
        yield "manner_few_words", float(words < 4)
        letters = sum(map(len, self.tokens))
        yield "manner_long_words", min(1.0, letters / max(1, words) / 10)
        yield "manner_varied", len(self.said_once) / max(1, words)
        yield "manner_capitals", signs.capitals / signs.letters if signs.letters > 10 else 0.0
        yield "manner_exclaims", log1p(text.count("!"))
        yield "manner_asks", log1p(text.count("?"))
        yield "manner_digits", signs.digits / max(1, len(text))
        yield "manner_emoji", log1p(signs.emoji)
        yield "manner_ended", float(text.rstrip()[-1:] in tuple(".!?…)"))
        yield "manner_small_start", float(text.lstrip()[:1].islower())
        quotes = any(sign in text for sign in _QUOTING) and bool(_QUOTE.search(text))
        yield "manner_quotes", float(quotes)
        yield "manner_self", log1p(sum(map(self.tokens.count, _SELF & self.said_once)))
        yield "manner_wide_spaces", log1p(text.count("  "))
        yield "manner_glued", log1p(len(_GLUED.findall(self.said)))
        yield "manner_numbered", log1p(sum(map(_is_numbered, self.said_once)))
        foreign = signs.far / max(1, signs.letters)
        yield "manner_other_script", float(foreign > 0.3 and self.language in _WESTERN)
        yield "manner_two_scripts", float(0.02 < foreign < 0.5)

    def _of_trades(self) -> Iterator[tuple[str, float]]:
        words = len(self.tokens)
        found = trades_in(self.said_once)
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
        yield "disguise_coded", log1p(self.coded)
        yield "disguise_any", float(sum(self.kinds.values()) + self.coded > _WRITTEN_BY_HAND)

    def _of_author(self) -> Iterator[tuple[str, float]]:
        name, words, at = self.author, self.named, self.host
        is_phrase = len(words) > 1 and name[:1].islower()
        yield "author_trade", log1p(sum(trades_in(set(words)).values()))
        yield "author_words", float(min(4, max(0, len(words) - 2)))
        yield "author_small", float(name[:1].islower())
        yield "author_phrase", float(is_phrase)
        yield "author_digits", float(any(map(str.isdigit, name)))
        yield "author_host", float("." in name and bool(links_in(name) or _BARE.search(name)))
        yield "author_long", float(len(name) > 25)
        yield "author_said", log1p(len(self.said_once.intersection(words)) if is_phrase else 0)
        letters = "".join(filter(str.isalpha, "".join(words)))
        yield "address_trade", log1p(sum(trades_in(set(self.placed)).values()))
        yield "address_path", log1p(len(self.path))
        yield "address_hyphens", log1p(at.count("-"))
        yield "address_digits", float(any(map(str.isdigit, at)))
        yield "address_cheap", float(bool(_CHEAP.search(at)))
        yield "address_long", min(2.0, max(0, len(at) - 12) / 10)
        yield "address_source", float(bool(_SOURCE.search(at)))
        yield "address_in_text", float(bool(at) and at in self.raw.lower())
        yield "address_of_name", float(len(letters) > 4 and letters in _letters_of(at))


class _Signs:
    """How many of a text's characters are what."""

    def __init__(self, text: str) -> None:
        self.emoji = self.far = 0
        try:
            # What Windows-1252 has, as most texts of Western Europe, is counted ten times faster.
            said = text.encode("cp1252")
        except UnicodeEncodeError:
            self._look_at_each(text)
        else:
            self.letters, self.capitals, self.digits = (
                len(said) - len(said.translate(None, kind)) for kind in _KINDS
            )

    def _look_at_each(self, text: str) -> None:
        """Most characters come again: each is looked at once."""
        self.letters = self.capitals = self.digits = 0
        for one, times in Counter(text).items():
            if one.isalpha():
                self.letters += times
                self.capitals += times * one.isupper()
                self.far += times * (one > "\u036f")
            elif one.isdigit():
                self.digits += times
            elif one > "\u2000" and _EMOJI.match(one):
                self.emoji += times


_WESTERN_SIGNS = bytes(range(256)).decode("cp1252", "ignore")
_KINDS = tuple(
    "".join(filter(kind, _WESTERN_SIGNS)).encode("cp1252")
    for kind in (str.isalpha, str.isupper, str.isdigit)
)


def words_of(text: str) -> list[str]:
    """Return a text's words as the model knows them: folded, not too long, each number as 0."""
    words = _DIGITS.sub("0", " ".join(parts(text))).split()
    if max(map(len, words), default=0) <= LONGEST_WORD:
        return words
    return [word[:LONGEST_WORD] for word in words]


def _is_numbered(word: str) -> bool:
    """Say whether it is a name with a number behind, as bookmakers have it."""
    return word[-1] == "0" and len(word) > 4 and word[:-1].isalpha()


def _letters_of(host: str) -> str:
    return "".join(filter(str.isalpha, host))


def scale(words: int) -> float:
    """Return by what each word of so many counts: a text of a hundred does not weigh tenfold."""
    return 1 / sqrt(max(1, words))
