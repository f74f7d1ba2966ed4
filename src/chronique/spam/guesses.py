"""What a text says if whoever wrote it hid words: guessed more boldly than `disguises` does.

For the model alone, which may err: no list of words is sought in what was guessed.
"""

import re
from collections import Counter
from html import unescape

from chronique.spam.disguises import LEET, Kind, Undone, joined, unleeted
from chronique.spam.patterns import later
from chronique.spam.trades import is_of_a_trade

# So many words of letters and digits, and so great a part of all, and each is read as letters.
MANY, PART = 3, 0.2
# It begins with a set of characters: others are passed over quickly.
_MIXED = re.compile(r"[0134570@$](?:[^\W\d_]|(?<=[^\W\d_].))")
_SIGNED = later(r"(?<![\w@$./:#&=-])[\w@$]{3,40}(?![\w@$]|[./:=-]\w)", re.ASCII)
_FULL = later(r"(?=[0134570@$]{0,40}[A-Za-z])(?=[A-Za-z]{0,40}[0134570@$])[A-Za-z0134570@$]{1,40}")
_REVERSED = later("\u202e([^\u202a-\u202e\n]*)")
_ENTITY = later(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});")


def decoded(text: str) -> tuple[str, int]:
    """Return the text with HTML's names of characters as these, and how many hid a letter.

    What is to be shown backwards stands in it both ways.
    """
    if "\u202e" in text:
        text = _REVERSED.sub(lambda found: f"{found[1]} {found[1][::-1]} ", text)
    if "&" not in text:
        return text, 0
    hidden = sum(
        one[1] == "#" and unescape(one).isascii() and unescape(one).isalnum()
        for one in _ENTITY.findall(text)
    )
    return _ENTITY.sub(lambda found: unescape(found[0]), text), hidden


def guessed(text: str) -> Undone:
    """Return the text with letters that stand apart joined, and digits in words as letters."""
    found = joined(text)
    kinds, text = Counter(found.kinds), found.text
    if _MIXED.search(text):
        for undo in (unleeted, _read_as_letters):
            found = undo(text)
            text = found.text
            kinds.update(found.kinds)
    return Undone(text, kinds)


def _read_as_letters(text: str) -> Undone:
    """Read "s3x" so because a trade says that word, and "7h15" where many words look like it."""
    signed = [word for word in _SIGNED.findall(text) if _FULL.fullmatch(word)]
    if not signed:
        return Undone(text)
    is_all = len(signed) >= MANY and len(signed) >= PART * (text.count(" ") + 1)
    kinds: Counter[Kind] = Counter()

    def read(found: re.Match[str]) -> str:
        word = found[0]
        plain = word.translate(LEET)
        if not _FULL.fullmatch(word) or not (is_all or is_of_a_trade(plain.lower())):
            return word
        kinds[Kind.LEET] += sum(map(str.__ne__, word, plain))
        return plain

    return Undone(_SIGNED.sub(read, text), kinds)
