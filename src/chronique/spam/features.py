"""What the model sees of a comment: its words, and signals of how it is made.

Accents, case and disguises are gone before it looks, so that who types "credit a la consommation"
without accents is read as who types them. All patterns take a time in proportion to the text.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log1p, sqrt
from operator import add

from chronique.spam.disguises import Kind, undoing
from chronique.spam.guesses import decoded, guessed
from chronique.spam.links import links_in, without_links
from chronique.spam.patterns import later
from chronique.spam.trades import trades, trades_in
from chronique.text.words import parts

# Of a longer text the beginning and the end are read, where links and offers stand.
BEGINNING, ENDING = 6_000, 3_000
# A word is read so far; nobody's is longer, but a line of base64 is one.
LONGEST_WORD = 24

_TAG = later(r"<a\b[^<>]{0,300}>|\[/?(?:url|link)[^\[\]]{0,300}\]", re.IGNORECASE)
_ENDS = (
    "com|net|org|info|biz|eu|fr|de|it|es|pt|br|ru|ua|pl|uk|us|in|cn|id|io|co|me|tv|cc|tk|to|ly|gl|be"
    "|xyz|top|shop|online|site|club|pro|store|win|vip|link|live|app|blog|bet|casino|loan|agency"
)
# Without one there is no bare host, and it is found sooner.
_HOST_END = re.compile(rf"\.(?:{_ENDS})(?![\w-])", re.IGNORECASE)
# A host that is written without what makes it a link.
_BARE = later(
    rf"(?<![\w@./-])[a-z0-9][a-z0-9-]{{1,62}}(?:\.[a-z0-9-]{{1,62}}){{0,3}}\.(?:{_ENDS})"
    r"(?![\w@-]|\.\w)(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_SHORTENED = later(
    r"\b(?:bit\.ly|tinyurl|goo\.gl|t\.co|ow\.ly|is\.gd|cutt\.ly|adf\.ly|shorturl|rebrand\.ly|t\.me"
    r"|wa\.me|linktr\.ee|tiny\.cc|clck\.ru|vk\.cc)\b",
    re.IGNORECASE,
)
# Ends of hosts that cost next to nothing.
_CHEAP = later(
    r"\.(?:xyz|top|shop|online|site|club|info|biz|icu|buzz|loan|win|vip|cn|tk|ml|ga|cf|gq|pw|ws|cc"
    r"|store|pro|click|link|live|space|website|fun|work|bid|review|stream|men|date|download|bet)"
    r"(?=[/:?\s]|$)",
    re.IGNORECASE,
)
# Where sources lie that readers cite.
_SOURCE = later(
    r"\b(?:wikipedia|wikimedia|github|youtube|youtu\.be|archive\.org|arxiv|doi\.org|stackoverflow"
    r"|gouv|gov|europa\.eu|insee|senat|assemblee-nationale|legifrance|lemonde|liberation|lefigaro"
    r"|mediapart|nytimes|theguardian|bbc|microsoft|msdn|reddit)\b",
    re.IGNORECASE,
)
_MAIL = later(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,12}", re.IGNORECASE)
_PHONE = later(
    r"[+(\d](?<![\w./-].)(?:(?<=\+)\(?\d{1,4}|\d{0,4})\)?(?:[ .\-/()]{0,2}\d{2,4}){2,5}(?![\w/])"
)
_MONEY = later(
    r"[$€£₽₴\d](?:(?<=\D)\s?\d|(?<=\d)\s?(?:[$€£₽₴]|usd\b|eur\b|euros?\b|dollars?\b|\u0440\u0443\u0431|\u0433\u0440\u043d))",
    re.IGNORECASE,
)
_EMOJI = later("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_QUOTE = later(r"^[ \t]{0,9}>|@\w|«|“", re.MULTILINE)
_QUOTING = (">", "@", "«", "“")
_ENDED = tuple(".!?…)")
_SELF = frozenset(parts("i je j moi my mon ma ich mir yo io eu я мне мой nous we"))
_GLUED = re.compile(r"[,.!](?<=[a-z].)[A-Za-z]")
# It begins with a set of characters: others are passed over quickly.
_SIGN = re.compile(
    "[!?.<>|$€£\U0001f300-\U0001faff\u2600-\u27bf]"
    "(?:(?<=[$€£\U0001f300-\U0001faff\u2600-\u27bf])|(?<=!)!+|(?<=\\?)\\?+|(?<=\\.)\\.{2,}"
    "|(?<=>)>|(?<=<)<|(?<=\\|)\\|*)"
)
# What is there for machines, and not shown to people.
_UNSEEN = later(
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
    signals = look.signals()
    leads = bool(look.host) or any(signals[name] for name in _WAYS)
    return Features(*look.words(), signals, leads)


def is_shortened(host: str) -> bool:
    """Return whether a host hides where its links lead."""
    return bool(_SHORTENED.search(host))


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

    def signals(self) -> dict[str, float]:
        return {
            **self._of_links(),
            **self._of_contacts(),
            **self._of_manner(),
            **self._of_trades(),
            **self._of_disguises(),
            **self._of_author(),
            **self._of_address(),
        }

    def _of_links(self) -> dict[str, float]:
        if not (self.links or self.hosts or self.tags):
            return _NO_LINKS
        count, words = len(self.links) + len(self.hosts), len(self.tokens)
        where = " ".join([*self.links, *self.hosts])
        last = self.links[-1] if self.links else ""
        return {
            "links": log1p(count),
            "links_any": float(count > 0),
            "links_many": float(count > 2),
            "links_dense": min(1.0, 8 * count / max(1, words)),
            "links_heap": max(0.0, log1p(count) - log1p(3)),
            "links_tagged": min(1.0, log1p(len(self.tags))),
            "links_bare": log1p(len(self.hosts)),
            "links_short": float(bool(where and _SHORTENED.search(where))),
            "links_cheap": float(bool(where and _CHEAP.search(where))),
            "links_source": float(bool(where and _SOURCE.search(where))),
            "links_last": float(bool(last) and self.raw.rstrip(" .!\n").endswith(last)),
            "links_alone": float(count > 0 and words < 4),
        }

    def _of_contacts(self) -> dict[str, float]:
        numbers = self.signs.digits > 0
        found = _PHONE.findall(self.said) if self.signs.digits >= 8 else []
        phones = [phone for phone in found if 8 <= sum(map(str.isdigit, phone)) <= 15]
        return {
            "contact_mail": log1p(len(_MAIL.findall(self.raw)) if "@" in self.raw else 0),
            "contact_phone": log1p(len(phones)),
            "contact_money": log1p(len(_MONEY.findall(self.said)) if numbers else 0),
        }

    def _of_manner(self) -> dict[str, float]:
        text, signs, words = self.raw, self.signs, len(self.tokens)
        length = log1p(len(text)) / 8
        letters = sum(map(len, self.tokens))
        quotes = any(sign in text for sign in _QUOTING) and bool(_QUOTE.search(text))
        foreign = signs.far / max(1, signs.letters)
        return {
            "manner_length": length,
            "manner_length_squared": length * length,
            "manner_few_words": float(words < 4),
            "manner_long_words": min(1.0, letters / max(1, words) / 10),
            "manner_varied": len(self.said_once) / max(1, words),
            "manner_capitals": signs.capitals / signs.letters if signs.letters > 10 else 0.0,
            "manner_exclaims": log1p(text.count("!")),
            "manner_asks": log1p(text.count("?")),
            "manner_digits": signs.digits / max(1, len(text)),
            "manner_emoji": log1p(signs.emoji),
            "manner_ended": float(text.rstrip()[-1:] in _ENDED),
            "manner_small_start": float(text.lstrip()[:1].islower()),
            "manner_quotes": float(quotes),
            "manner_self": log1p(sum(map(self.tokens.count, _SELF & self.said_once))),
            "manner_wide_spaces": log1p(text.count("  ")),
            "manner_glued": log1p(len(_GLUED.findall(self.said))),
            "manner_numbered": log1p(sum(map(_is_numbered, self.said_once)) if signs.digits else 0),
            "manner_other_script": float(foreign > 0.3 and self.language in _WESTERN),
            "manner_two_scripts": float(0.02 < foreign < 0.5),
        }

    def _of_trades(self) -> dict[str, float]:
        words = len(self.tokens)
        found = trades_in(self.said_once)
        if not found:
            return _no_trades()
        named = sum(found.values()) - found["praise"]
        praise = found["praise"] / max(1, words)
        return {
            **{f"trade_{trade}": log1p(found[trade]) for trade in trades()},
            "trade_any": log1p(named - found["channel"]),
            "trade_dense": min(1.0, named / max(1, words)),
            "praise_dense": min(1.0, praise),
            "praise_alone": float(praise > 0.25 and words < 30),
            "praise_with_address": float(bool(self.host) and found["praise"] > 1),
        }

    def _of_disguises(self) -> dict[str, float]:
        if not (self.kinds or self.coded):
            return _NO_DISGUISE
        hidden = sum(self.kinds.values()) + self.coded
        return {
            **{f"disguise_{kind}": log1p(self.kinds[kind]) for kind in _DISGUISES},
            "disguise_coded": log1p(self.coded),
            "disguise_any": float(hidden > _WRITTEN_BY_HAND),
        }

    def _of_author(self) -> dict[str, float]:
        name, words = self.author, self.named
        if not name:
            return _NOBODY
        is_phrase = len(words) > 1 and name[:1].islower()
        return {
            "author_trade": log1p(sum(trades_in(set(words)).values())),
            "author_words": float(min(4, max(0, len(words) - 2))),
            "author_small": float(name[:1].islower()),
            "author_phrase": float(is_phrase),
            "author_digits": float(any(map(str.isdigit, name))),
            "author_host": float("." in name and bool(links_in(name) or _BARE.search(name))),
            "author_long": float(len(name) > 25),
            "author_said": log1p(len(self.said_once.intersection(words)) if is_phrase else 0),
        }

    def _of_address(self) -> dict[str, float]:
        at = self.host
        if not (at or self.path):
            return _NOWHERE
        letters = "".join(filter(str.isalpha, "".join(self.named)))
        return {
            "address_trade": log1p(sum(trades_in(set(self.placed)).values())),
            "address_path": log1p(len(self.path)),
            "address_hyphens": log1p(at.count("-")),
            "address_digits": float(any(map(str.isdigit, at))),
            "address_cheap": float(bool(_CHEAP.search(at))),
            "address_long": min(2.0, max(0, len(at) - 12) / 10),
            "address_source": float(bool(_SOURCE.search(at))),
            "address_in_text": float(bool(at) and at in self.raw.lower()),
            "address_of_name": float(len(letters) > 4 and letters in _letters_of(at)),
        }


def _none(group: str, *names: str) -> dict[str, float]:
    """Return the signals of what is not there, as of most comments most are not."""
    return dict.fromkeys([f"{group}_{name}" for name in names], 0.0)


_NO_LINKS = {"links": 0.0} | _none(
    "links", "any", "many", "dense", "heap", "tagged", "bare", "short", "cheap", "source", "last",
    "alone",
)  # fmt: skip
_NO_DISGUISE = _none("disguise", *_DISGUISES, "coded", "any")
_NOBODY = _none("author", "trade", "words", "small", "phrase", "digits", "host", "long", "said")
_NOWHERE = _none(
    "address", "trade", "path", "hyphens", "digits", "cheap", "long", "source", "in_text",
    "of_name",
)  # fmt: skip


@cache
def _no_trades() -> dict[str, float]:
    praise = _none("praise", "dense", "alone", "with_address")
    return _none("trade", *trades(), "any", "dense") | praise


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
